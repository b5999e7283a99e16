import { deleteDraft, findDraft, putDraft } from '#core/repositories/drafts.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ReadContext, WriteContext } from '../desk-context.ts'

/** What the clerk at the screen has written of a decision; nobody else reads it. */
export function getDraft(
  { store }: ReadContext,
  { id: clerkId }: Clerk,
  place: ParsedInput<'requests.draft'>,
): ChannelOutput<'requests.draft'> {
  return { draft: findDraft(store, { clerkId, ...place }) ?? null }
}

/** Keeps it, or lets it go. It is let go by itself when it was not touched for a month. */
export function keepDraft(
  { store, clock }: WriteContext,
  { id: clerkId }: Clerk,
  { draft, ...place }: ParsedInput<'requests.keepDraft'>,
): ChannelOutput<'requests.keepDraft'> {
  if (draft === null) deleteDraft(store, { clerkId, ...place })
  else putDraft(store, { clerkId, ...place }, draft, isoInstant(clock.now()))
  return { kept: draft !== null }
}
