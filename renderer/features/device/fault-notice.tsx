import { DeskError } from '#renderer/lib/ipc-client.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { isErrorCode } from '#shared/kernel/errors.ts'

/**
 * Why the last round with the authority did not come to its end: what happened, what is safe, what to do. That there is
 * no line is told by the line itself.
 */
export function FaultNotice(props: { fault: string | null; retry: () => void }) {
  const { fault } = props
  if (fault === null || fault === 'sync/offline') return null
  const error = isErrorCode(fault) ? new DeskError(fault) : new DeskError('internal', { code: fault })
  return <DeskErrorNotice key={fault} error={error} retry={props.retry} />
}
