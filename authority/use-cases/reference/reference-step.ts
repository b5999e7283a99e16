import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { movedDue } from '#shared/domain/reference/moved-due.ts'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type { ReferenceImpact, ReferenceOutput } from '#shared/domain/reference/reference-change.ts'
import { type ReferenceVersion, revisionOf } from '#shared/domain/reference/reference-version.ts'
import { openStates } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Db } from '../../db/types.ts'
import { entryOf, publish, scopeOf } from '../../repositories/feed.ts'
import { countOpen, type DueRequest, listDueForUpdate, listVersions, moveDue } from '../../repositories/reference.ts'
import type { Change } from '../administration/administer.ts'

/** What is done to a version of reference data, as the audit log has it. */
export type ReferenceAct =
  | 'reference-published'
  | 'reference-proposed'
  | 'reference-confirmed'
  | 'reference-declined'
  | 'reference-taken-back'
  | 'reference-withdrawn'

/** The versions as they stand before a step, and the one that it makes or changes. */
export interface ReferenceStep {
  readonly before: readonly ReferenceVersion[]
  readonly changed: ReferenceVersion
  readonly act: ReferenceAct
  /** What else the audit entry says. */
  readonly detail?: Readonly<Record<string, string>>
  /** Puts the version itself down. */
  readonly write: () => Promise<void>
}

/** Requests that end at another time once days off have changed; those of the other kinds keep what they were given. */
async function listMoved(trx: Db, at: string, { before, changed }: ReferenceStep): Promise<DueRequest[]> {
  if (changed.kind !== 'holidays') return []
  const today = riyadhDateOf(at)
  const after = [...before.filter(({ id }) => id !== changed.id), changed]
  const [old, next] = [new ReferenceBook(before), new ReferenceBook(after)]
  const due = await listDueForUpdate(trx, `${addDays(today, 1)}T00:00:00.000+03:00`)
  return due
    .map((request) => ({ ...request, was: request.dueAt, dueAt: movedDue(request.dueAt, today, old, next) }))
    .filter(({ was, dueAt }) => was !== dueAt)
}

/** Writes the version, what moved, the audit entry and the feed. A dry run only counts. */
export async function takeStep(
  { trx, at, note }: Change,
  step: ReferenceStep,
  dryRun: boolean,
): Promise<ReferenceOutput> {
  const { changed, act, detail, write } = step
  const moved = await listMoved(trx, at, step)
  const impact: ReferenceImpact = { open: await countOpen(trx, openStates), moved: moved.length }
  if (dryRun) return { version: changed, impact }
  await write()
  await moveDue(
    trx,
    moved.map(({ id, dueAt }) => ({ id, dueAt })),
    at,
  )
  const { id, kind, effectiveFrom, rows } = changed
  await note({
    action: act,
    subject: `reference:${kind}`,
    detail: { version: id, effectiveFrom, rows: rows.length, moved: moved.length, ...detail },
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
 * Every version, and the one that a step is about, as it stands.
 *
 * @throws {AppError} `record/not-found` (also for one that is withdrawn), `reference/changed` when the kind has another
 *   revision than the one that was seen.
 */
export async function getStanding(
  trx: Db,
  id: string,
  seen: number,
): Promise<{ before: ReferenceVersion[]; standing: ReferenceVersion }> {
  const before = await listVersions(trx)
  const standing = before.find((version) => version.id === id)
  if (standing && revisionOf(standing.kind, before) !== seen) throw new AppError('reference/changed')
  if (!standing || standing.withdrawnAt !== null) throw new AppError('record/not-found')
  return { before, standing }
}
