import { IconLock } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import type { Action } from '#shared/contracts/requests.ts'
import type { RequestState } from '#shared/domain/requests/request.ts'
import classes from './decision.module.css'

const names = { approve: 'requests.approve', return: 'requests.return', reject: 'requests.reject' } as const

/** Why decisions are not open: one sentence for all of them, or each reason with the decisions that it keeps away. */
export function Refusals(props: { actions: readonly Action[]; state: RequestState }) {
  const { t, format } = useText()
  const secondWaits = props.state === 'awaiting-second'
  const refused = props.actions.flatMap((action) =>
    action.refusal === null ? [] : [{ decision: action.decision, refusal: action.refusal }],
  )
  const reasons = [...new Set(refused.map((action) => action.refusal))]
  if (reasons.length === 0) return null
  const ofAll = reasons.length === 1 && refused.length === props.actions.length
  return (
    <ul className={classes.refusals}>
      {reasons.map((reason) => {
        const kept = refused.filter((action) => action.refusal === reason)
        const which = format.list(kept.map((action) => t(names[action.decision])))
        return (
          <li key={reason}>
            <IconLock size={16} stroke={1.6} aria-hidden="true" />
            <span>
              {!ofAll && <strong>{`${which}: `}</strong>}
              {reason === 'role' && secondWaits ? t('requests.refusalSecondPerson') : t(`requests.refusal_${reason}`)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
