import { useText } from '#renderer/lib/use-text.ts'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import type { RequestState } from '#shared/domain/requests/request.ts'

const shapes: Readonly<Record<RequestState, StateShape>> = {
  draft: 'dashed',
  submitted: 'hollow',
  'in-review': 'ink',
  returned: 'dashed',
  resubmitted: 'ink',
  'awaiting-second': 'violet',
  approved: 'ink',
  completed: 'green',
  rejected: 'hollow',
  cancelled: 'hollow',
  expired: 'hollow',
}

/** A request's state. One that the authority has not confirmed is dashed, whatever it is. */
export function RequestStateDot(props: { state: RequestState; pending: boolean }) {
  const { t } = useText()
  return (
    <StateDot shape={props.pending ? 'dashed' : shapes[props.state]}>
      <span title={props.pending ? t('requests.statePending') : undefined}>{t(`requests.state_${props.state}`)}</span>
    </StateDot>
  )
}
