import { type AuditFilter, type AuditReach, auditReachOf } from '#shared/domain/audit/audit-view.ts'
import type { ExportHead } from '#shared/domain/audit/check-export.ts'
import { inclusionRanges } from '#shared/domain/audit/merkle.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { AuditPage, AuditProof, AuditQuery } from '#shared/protocol/audit.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findSignedCheckpoint, getProof } from '../../repositories/audit-log.ts'
import { findPlaced, listEntries, listEntriesFrom } from '../../repositories/audit-reading.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inSnapshot } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { showLog } from './show-log.ts'

/** Entries that an export holds in memory. */
const exportPage = 500

/** @throws {AppError} `permission/denied` for whoever reads nothing of the log. */
function getReach({ clerk }: Session): AuditReach {
  const reach = auditReachOf(clerk)
  if (!reach) throw new AppError('permission/denied', { reason: 'role' })
  return reach
}

/** A page of the log, newest first. @throws {AppError} `permission/denied`. */
export async function readLog(context: AuthorityContext, session: Session, query: AuditQuery): Promise<AuditPage> {
  const reach = getReach(session)
  const { before, limit, ...filter } = query
  return inSnapshot(context.db, async (trx) => {
    const found = await listEntries(trx, reach, filter, { before, limit: limit + 1 })
    const entries = found.slice(0, limit)
    const signed = await findSignedCheckpoint(trx)
    return {
      entries,
      before: found.length > limit ? (entries.at(-1)?.seq ?? null) : null,
      size: signed?.checkpoint.size ?? 0,
      serverTime: isoInstant(context.clock.now()),
    }
  })
}

/** That an entry is in the log as it stands. @throws {AppError} `permission/denied`, `record/not-found`. */
export async function proveEntry(
  context: AuthorityContext,
  session: Session,
  { seq, witness }: { seq: number; witness: number },
): Promise<AuditProof> {
  const reach = getReach(session)
  return inSnapshot(context.db, async (trx) => {
    const placed = await findPlaced(trx, reach, seq)
    const log = await showLog(trx, witness)
    if (!placed || !log) throw new AppError('record/not-found')
    return { placed, path: await getProof(trx, inclusionRanges(seq, log.checkpoint.size)), log }
  })
}

/**
 * The log, or what a filter leaves of it, as lines of JSON; that it was taken out stands in the log itself.
 *
 * @throws {AppError} `permission/denied`; `record/not-found` while the log is empty.
 */
export async function openExport(
  context: AuthorityContext,
  session: Session,
  filter: AuditFilter,
): Promise<AsyncGenerator<string, void>> {
  const reach = getReach(session)
  const { clerk, device } = session
  const signed = await findSignedCheckpoint(context.db)
  if (!signed) throw new AppError('record/not-found')
  const complete = reach.of === 'all' && Object.values(filter).every((value) => value === undefined)
  await appendAudit(context.db, {
    at: isoInstant(context.clock.now()),
    actor: clerk.id,
    device,
    action: 'audit-exported',
    subject: 'audit',
    detail: { size: signed.checkpoint.size, complete, filters: Object.keys(filter).sort().join(',') },
  })
  const head: ExportHead = { format: 'mumaris-audit', version: 1, complete, filter, ...signed }
  return linesOf(context, reach, head)
}

async function* linesOf({ db }: AuthorityContext, reach: AuditReach, head: ExportHead): AsyncGenerator<string, void> {
  yield `${JSON.stringify(head)}\n`
  const { size } = head.checkpoint
  let count = 0
  for (let from = 0; from < size; ) {
    // The log only grows: what is read page by page is what was there when it was signed.
    const entries = await listEntriesFrom(db, reach, head.filter, { from, size, limit: exportPage })
    for (const placed of entries) {
      const proof = head.complete ? {} : { path: await getProof(db, inclusionRanges(placed.seq, size)) }
      yield `${JSON.stringify({ ...placed, ...proof })}\n`
      count += 1
    }
    from = entries.length < exportPage ? size : (entries.at(-1)?.seq ?? size) + 1
  }
  yield `${JSON.stringify({ end: true, entries: count })}\n`
}
