import { ServiceTimeChip } from '#renderer/features/requests/sla-words.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import type { RequestSummary } from '#shared/contracts/members.ts'

function Due(props: { request: RequestSummary }) {
  const now = useNow(30_000)
  const { dueAt, pausedAt } = props.request
  return dueAt === null && pausedAt === null ? null : <ServiceTimeChip request={props.request} now={now} />
}

/** The time left of a request, for screens of other features; nothing where no clock runs. */
export function dueOf(request: RequestSummary) {
  return <Due request={request} />
}
