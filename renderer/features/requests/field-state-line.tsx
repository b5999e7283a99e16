import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import type { Tone } from '#renderer/ui/meaning.ts'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { reasonWords } from '#shared/domain/reference/reason-words.ts'
import type { FieldState } from '#shared/domain/requests/request.ts'
import { findClerkName } from './clerk-name.ts'
import classes from './fields.module.css'
import { When } from './when.tsx'

const tones: Readonly<Record<FieldState['state'], Tone>> = {
  open: 'neutral',
  'awaiting-second': 'un',
  applied: 'ok',
  rejected: 'neutral',
  returned: 'wa',
}

/** How a field stands: what was decided, by whom and why. What the authority has not receipted is drawn dashed. */
export function FieldStateLine(props: { review: ReviewOutput; change: ReviewOutput['changes'][number] }) {
  const { t, language } = useText()
  const { reasons } = useReference()
  const { review } = props
  const { state } = props.change
  if (state === null || state.by === null || state.at === null) return null
  const { by, at } = state
  const pending = review.pending.some((decision) => decision.by === by && decision.madeAt === at)
  const words =
    pending && state.state === 'applied' ? t('requests.fieldState_pending') : t(`requests.fieldState_${state.state}`)
  return (
    <div className={classes.state}>
      <div className={classes.stateHead}>
        <Chip tone={pending ? 'un' : tones[state.state]}>{words}</Chip>
        <span className={classes.by}>{findClerkName(review.clerks, by, language) ?? t('requests.byUnknown')}</span>
        <When at={at} className={classes.when} />
      </div>
      {state.reasons.map((code) => (
        <p key={code} className={classes.reason}>
          {reasonWords(reasons, code, language)}
        </p>
      ))}
      {state.remarks !== '' && (
        <blockquote className={classes.quote} dir="auto">
          {state.remarks}
        </blockquote>
      )}
    </div>
  )
}
