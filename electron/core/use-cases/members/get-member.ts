import { findMember } from '#core/repositories/members.ts'
import { listPendingValues } from '#core/repositories/overlay.ts'
import { listOfMember } from '#core/repositories/request-queue.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { summariseAll } from '../requests/request-row.ts'

/** A member as the authority last said, what pending commands will change, and the requests that the clerk may see. */
export function getMember(
  { store }: ReadContext,
  clerk: Clerk,
  { id }: ParsedInput<'members.get'>,
): ChannelOutput<'members.get'> {
  return store.snapshot(() => {
    const kept = findMember(store, id)
    if (!kept) throw new AppError('record/not-found')
    const requests = summariseAll(store, listOfMember(store, id, clerk)).map(({ summary }) => summary)
    return { member: kept.member, pending: listPendingValues(store, id), requests, pulledAt: kept.pulledAt }
  })
}
