import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import { findFaults } from '#shared/domain/reference/check-rows.ts'
import { movedDue } from '#shared/domain/reference/moved-due.ts'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type {
  PublishReferenceInput,
  ReferenceImpact,
  ReferenceOutput,
  WithdrawReferenceInput,
} from '#shared/domain/reference/reference-change.ts'
import { plainRows, type ReferenceVersion, revisionOf } from '#shared/domain/reference/reference-version.ts'
import { openStates } from '#shared/domain/requests/request.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { entryOf, publish, scopeOf } from '../../repositories/feed.ts'
import {
  countOpen,
  type DueRequest,
  insertVersions,
  listDueForUpdate,
  listVersions,
  lockReference,
  markWithdrawn,
  moveDue,
} from '../../repositories/reference.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'

/** What a change needs of the moment, and of what stands before it. */
interface Change {
  readonly trx: Db
  readonly at: string
  readonly before: readonly ReferenceVersion[]
  readonly after: readonly ReferenceVersion[]
  readonly changed: ReferenceVersion
}

/** Requests that end at another time once days off have changed; those of the other kinds keep what they were given. */
async function listMoved({ trx, at, before, after, changed }: Change): Promise<DueRequest[]> {
  if (changed.kind !== 'holidays') return []
  const today = riyadhDateOf(at)
  const [old, next] = [new ReferenceBook(before), new ReferenceBook(after)]
  const due = await listDueForUpdate(trx, `${addDays(today, 1)}T00:00:00.000+03:00`)
  return due
    .map((request) => ({ ...request, was: request.dueAt, dueAt: movedDue(request.dueAt, today, old, next) }))
    .filter(({ was, dueAt }) => was !== dueAt)
}

/** Writes what moved, the audit entry and the feed; `write` puts the version itself down. A dry run only counts. */
async function carryOut(
  change: Change,
  { clerk, device }: Session,
  action: 'reference-published' | 'reference-withdrawn',
  dryRun: boolean,
  write: () => Promise<void>,
): Promise<ReferenceOutput> {
  const { trx, at, changed } = change
  const moved = await listMoved(change)
  const impact: ReferenceImpact = { open: await countOpen(trx, openStates), moved: moved.length }
  if (dryRun) return { version: changed, impact }
  await write()
  await moveDue(
    trx,
    moved.map(({ id, dueAt }) => ({ id, dueAt })),
    at,
  )
  const { id, kind, effectiveFrom, rows } = changed
  await appendAudit(trx, {
    at,
    actor: clerk.id,
    device,
    action,
    subject: `reference:${kind}`,
    detail: { version: id, effectiveFrom, rows: rows.length, moved: moved.length },
  })
  await publish(trx, [
    entryOf('reference_versions', changed),
    ...moved.map((request) => ({
      scope: scopeOf('requests', request),
      table: 'requests' as const,
      id: request.id,
      version: request.version + 1,
    })),
  ])
  return { version: changed, impact }
}

/**
 * Lays down a version of a kind from a day on. Requests that are open keep their service time and risk, which are those of
 * the day of their submission; where days off change, their due times are reckoned again in the same transaction.
 *
 * @throws {AppError} `permission/denied`, `reference/changed`, `reference/too-early` (with `from`, the first day that is
 *   possible), `reference/invalid` (with the first fault), `reference/unchanged`.
 */
export async function publishReference(
  context: AuthorityContext,
  session: Session,
  { kind, effectiveFrom, rows, note, seen, dryRun }: PublishReferenceInput,
): Promise<ReferenceOutput> {
  demand(session.clerk, 'administer.reference')
  return inTransaction(context.db, async (trx) => {
    await lockReference(trx)
    const before = await listVersions(trx)
    if (revisionOf(kind, before) !== seen) throw new AppError('reference/changed')
    const at = isoInstant(context.clock.now())
    const today = riyadhDateOf(at)
    const newest = new ReferenceBook(before).versionsOf(kind).at(-1)
    const last = newest && newest.effectiveFrom > today ? newest.effectiveFrom : today
    if (effectiveFrom <= last) throw new AppError('reference/too-early', { from: addDays(last, 1) })
    const faults = findFaults(kind, rows, newest?.rows)
    const [first] = faults
    if (first) throw new AppError('reference/invalid', { ...first, faults: faults.length })
    const plain = plainRows(kind, rows)
    if (newest && canonicalJson(newest.rows) === canonicalJson(plain)) throw new AppError('reference/unchanged')
    const changed: ReferenceVersion = {
      id: context.newId(),
      version: 1,
      kind,
      effectiveFrom,
      rows: plain,
      note: note.trim(),
      publishedAt: at,
      publishedBy: session.clerk.id,
      withdrawnAt: null,
      withdrawnBy: null,
      updatedAt: at,
    }
    const change = { trx, at, before, after: [...before, changed], changed }
    return carryOut(change, session, 'reference-published', dryRun, () => insertVersions(trx, [changed]))
  })
}

/**
 * Takes back a version before its day; it stays in the history as withdrawn.
 *
 * @throws {AppError} `permission/denied`, `record/not-found` (also for one that is withdrawn), `reference/changed`,
 *   `reference/in-force`.
 */
export async function withdrawReference(
  context: AuthorityContext,
  session: Session,
  { id, seen, dryRun }: WithdrawReferenceInput & { readonly id: string },
): Promise<ReferenceOutput> {
  demand(session.clerk, 'administer.reference')
  return inTransaction(context.db, async (trx) => {
    await lockReference(trx)
    const before = await listVersions(trx)
    const standing = before.find((version) => version.id === id)
    if (!standing || standing.withdrawnAt !== null) throw new AppError('record/not-found')
    if (revisionOf(standing.kind, before) !== seen) throw new AppError('reference/changed')
    const at = isoInstant(context.clock.now())
    if (standing.effectiveFrom <= riyadhDateOf(at)) throw new AppError('reference/in-force')
    const by = session.clerk.id
    const changed: ReferenceVersion = { ...standing, version: 2, withdrawnAt: at, withdrawnBy: by, updatedAt: at }
    const after = before.map((version) => (version.id === id ? changed : version))
    const change = { trx, at, before, after, changed }
    return carryOut(change, session, 'reference-withdrawn', dryRun, () => markWithdrawn(trx, id, by, at))
  })
}
