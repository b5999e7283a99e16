import { appendNotes } from '#core/repositories/desk-audit.ts'
import { exportAudit, listAudit, proveAudit } from '#core/sync/read-audit.ts'
import type { Sessions } from '#core/sync/sessions.ts'
import type { SyncContext } from '#core/sync/sync-context.ts'
import type { ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskNote } from '#shared/domain/audit/desk-chain.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isoInstant } from '#shared/kernel/ports.ts'

/** Channels that are about the audit trail. */
export type AuditErrand = 'audit.list' | 'audit.prove' | 'audit.export' | 'audit.copied'

export interface AuditAsking {
  readonly context: SyncContext
  readonly sessions: Sessions
  readonly clerk: Clerk
}

/**
 * Asks the authority's log for a clerk, and notes in this desk's chain what leaves it: an export, a copied value.
 *
 * @throws AppError what the authority says, `sync/offline`.
 */
export async function answerAudit(
  { context, sessions, clerk }: AuditAsking,
  errand: AuditErrand,
  input: unknown,
): Promise<unknown> {
  const reading = { context, sessions, clerkId: clerk.id }
  const note = (noted: Omit<DeskNote, 'actor'>) =>
    appendNotes(context.store, [{ actor: clerk.id, ...noted }], isoInstant(context.clock.now()))
  switch (errand) {
    case 'audit.list':
      return listAudit(reading, input as ParsedInput<'audit.list'>)
    case 'audit.prove':
      return proveAudit(reading, input as ParsedInput<'audit.prove'>)
    case 'audit.export': {
      const wanted = input as ParsedInput<'audit.export'>
      const output = await exportAudit(reading, wanted)
      const detail = { rows: output.entries, filters: Object.keys(wanted.filter).sort().join(',') }
      note({ action: 'desk.exported', subject: 'report:audit', detail })
      return output
    }
    case 'audit.copied': {
      const { memberId, field } = input as ParsedInput<'audit.copied'>
      note({ action: 'desk.copied', subject: `member:${memberId}`, detail: { field } })
      return {}
    }
  }
}
