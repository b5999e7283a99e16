import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { ReferenceOutput } from '#shared/domain/reference/reference-change.ts'
import type { Administering } from './administering.ts'

/** Publishes a version of reference data, or asks what that would do. @throws AppError what the authority says. */
export function publishReference(
  { context, sessions, clerkId }: Administering,
  body: ParsedInput<'administration.publishReference'>,
): Promise<ChannelOutput<'administration.publishReference'>> {
  return sessions.with(clerkId, (token) =>
    context.client.administer(ReferenceOutput, token, 'reference', { method: 'POST', body }),
  )
}

/** Withdraws a version that has not begun, or asks what that would do. @throws AppError what the authority says. */
export function withdrawReference(
  { context, sessions, clerkId }: Administering,
  { id, ...body }: ParsedInput<'administration.withdrawReference'>,
): Promise<ChannelOutput<'administration.withdrawReference'>> {
  const path = `reference/${encodeURIComponent(id)}/withdrawal`
  return sessions.with(clerkId, (token) =>
    context.client.administer(ReferenceOutput, token, path, { method: 'POST', body }),
  )
}
