import type { Store } from '#core/db/store.ts'
import type { TableName } from '#core/db/table-kinds.ts'
import { pruneAttachments } from '#core/repositories/attachments.ts'
import { pruneDrafts } from '#core/repositories/drafts.ts'
import { cutMemberChanges } from '#core/repositories/members.ts'
import { pruneOutbox } from '#core/repositories/outbox-lists.ts'
import { retryAside } from '#core/sync/retry-aside.ts'
import { type Finding, finding } from '#shared/domain/store/finding-table.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'

/** How long receipted commands are kept, so that a restored authority can be told again, in milliseconds. */
const keepReceipted = 30 * 86_400_000

/** How long a draft, or a document, waits here for the decision that it was made for, in milliseconds. */
const keepDrafts = 30 * 86_400_000

/**
 * At every start: what has had its time goes, and rows that an earlier version could not read are looked at again.
 * Answers the damage that it met: a desk that did not open for it could not be repaired either.
 */
export function clearUp(store: Store, appVersion: string, now: number): Finding[] {
  const steps: [TableName, () => unknown][] = [
    ['member_changes', () => cutMemberChanges(store)],
    ['outbox', () => pruneOutbox(store, isoInstant(now - keepReceipted))],
    ['attachments', () => pruneAttachments(store, isoInstant(now - keepDrafts))],
    ['drafts', () => pruneDrafts(store, isoInstant(now - keepDrafts))],
    ['aside', () => retryAside(store, appVersion, isoInstant(now))],
  ]
  return steps.flatMap(([table, step]) => {
    try {
      step()
      return []
    } catch (thrown) {
      if (toAppError(thrown).code !== 'store/damaged') throw thrown
      return [finding('page-damaged', { table })]
    }
  })
}
