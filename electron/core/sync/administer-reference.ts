import { createHash } from 'node:crypto'
import { findReference } from '#core/repositories/reference.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { ReferenceOutput } from '#shared/domain/reference/reference-change.ts'
import { proposalText } from '#shared/domain/reference/reference-version.ts'
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

/**
 * Confirms a proposal, or asks what that would do. What is confirmed are the rows that this desk holds and shows.
 *
 * @throws AppError `record/not-found` for one that is not here, and what the authority says.
 */
export function confirmReference(
  { context, sessions, clerkId }: Administering,
  { id, ...input }: ParsedInput<'administration.confirmReference'>,
): Promise<ChannelOutput<'administration.confirmReference'>> {
  const hash = createHash('sha256')
    .update(proposalText(findReference(context.store, id)))
    .digest('hex')
  const path = `reference/${encodeURIComponent(id)}/confirmation`
  return sessions.with(clerkId, (token) =>
    context.client.administer(ReferenceOutput, token, path, { method: 'POST', body: { ...input, hash } }),
  )
}

/** Withdraws a version that has not begun, or a proposal, or asks what that would do. @throws AppError what the authority says. */
export function withdrawReference(
  { context, sessions, clerkId }: Administering,
  { id, ...body }: ParsedInput<'administration.withdrawReference'>,
): Promise<ChannelOutput<'administration.withdrawReference'>> {
  const path = `reference/${encodeURIComponent(id)}/withdrawal`
  return sessions.with(clerkId, (token) =>
    context.client.administer(ReferenceOutput, token, path, { method: 'POST', body }),
  )
}
