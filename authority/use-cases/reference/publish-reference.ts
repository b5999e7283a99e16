import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { findFaults } from '#shared/domain/reference/check-rows.ts'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type {
  PublishReferenceInput,
  ReferenceOutput,
  WithdrawReferenceInput,
} from '#shared/domain/reference/reference-change.ts'
import {
  isProposal,
  isStanding,
  isWaiting,
  plainRows,
  type ReferenceVersion,
  revisionOf,
} from '#shared/domain/reference/reference-version.ts'
import { loweredFields } from '#shared/domain/reference/second-person.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { insertVersions, listVersions, lockReference, markVersion } from '../../repositories/reference.ts'
import type { Session } from '../../repositories/sessions.ts'
import { administer } from '../administration/administer.ts'
import type { AuthorityContext } from '../context.ts'
import { proposalHash } from './proposal-hash.ts'
import { getStanding, type ReferenceAct, takeStep } from './reference-step.ts'

/**
 * Lays down a version of a kind from a day on. Requests that are open keep their service time and risk, which are those of
 * the day of their submission; where days off change, their due times are reckoned again in the same transaction. One that
 * takes a second approval away is only proposed: it counts once another administrator has confirmed it.
 *
 * @throws {AppError} `permission/denied`, `reference/changed`, `reference/proposal-waits`, `reference/too-early` (with
 *   `from`, the first day that is possible), `reference/invalid` (with the first fault), `reference/unchanged`.
 */
export async function publishReference(
  context: AuthorityContext,
  session: Session,
  { kind, effectiveFrom, rows, note, seen, dryRun }: PublishReferenceInput,
): Promise<ReferenceOutput> {
  return administer(context, session, 'administer.reference', async (change) => {
    const { trx, at, clerk } = change
    await lockReference(trx)
    const before = await listVersions(trx)
    if (revisionOf(kind, before) !== seen) throw new AppError('reference/changed')
    const today = riyadhDateOf(at)
    // What is proposed is judged against the version before it: none comes between the two.
    if (before.some((version) => version.kind === kind && isWaiting(version, today)))
      throw new AppError('reference/proposal-waits')
    const book = new ReferenceBook(before)
    const newest = book.versionsOf(kind).at(-1)
    const last = newest && newest.effectiveFrom > today ? newest.effectiveFrom : today
    if (effectiveFrom <= last) throw new AppError('reference/too-early', { from: addDays(last, 1) })
    const faults = findFaults(kind, rows, newest?.rows, Object.keys(book.knownRanks()))
    const [first] = faults
    if (first) throw new AppError('reference/invalid', { ...first, faults: faults.length })
    const plain = plainRows(kind, rows)
    if (newest && canonicalJson(newest.rows) === canonicalJson(plain)) throw new AppError('reference/unchanged')
    const lowered = loweredFields(kind, newest?.rows ?? [], plain)
    const hash = lowered.length > 0 ? proposalHash({ kind, effectiveFrom, rows: plain }) : null
    const changed: ReferenceVersion = {
      id: context.newId(),
      version: 1,
      kind,
      effectiveFrom,
      rows: plain,
      note: note.trim(),
      publishedAt: at,
      publishedBy: clerk.id,
      proposalHash: hash,
      confirmedAt: null,
      confirmedBy: null,
      withdrawnAt: null,
      withdrawnBy: null,
      updatedAt: at,
    }
    const write = () => insertVersions(trx, [changed])
    return takeStep(
      change,
      hash === null
        ? { before, changed, act: 'reference-published', write }
        : { before, changed, act: 'reference-proposed', detail: { lowered: lowered.join(' '), hash }, write },
      dryRun,
    )
  })
}

/** What taking a version back is called: a proposal is turned down, or taken back by whoever made it. */
function actOf(standing: ReferenceVersion, by: string): ReferenceAct {
  if (!isProposal(standing)) return 'reference-withdrawn'
  return standing.publishedBy === by ? 'reference-taken-back' : 'reference-declined'
}

/**
 * Takes back a version before its day, or a proposal as long as nobody has confirmed it: its proposer or any other
 * administrator, who thereby turns it down. It stays in the history.
 *
 * @throws {AppError} `permission/denied`, `record/not-found` (also for one that is withdrawn), `reference/changed`,
 *   `reference/in-force`, `reference/withdrawal-lowers` (with the first `field`) where a second approval would go with it.
 */
export async function withdrawReference(
  context: AuthorityContext,
  session: Session,
  { id, seen, dryRun }: WithdrawReferenceInput & { readonly id: string },
): Promise<ReferenceOutput> {
  return administer(context, session, 'administer.reference', async (change) => {
    const { trx, at, clerk } = change
    await lockReference(trx)
    const { before, standing } = await getStanding(trx, id, seen)
    if (isStanding(standing)) {
      if (standing.effectiveFrom <= riyadhDateOf(at)) throw new AppError('reference/in-force')
      const { kind, effectiveFrom, rows } = standing
      const staying = new ReferenceBook(before.filter((version) => version.id !== id))
      const [field] = loweredFields(kind, rows, staying.versionInForce(kind, effectiveFrom).rows)
      if (field !== undefined) throw new AppError('reference/withdrawal-lowers', { field })
    }
    const changed: ReferenceVersion = {
      ...standing,
      version: standing.version + 1,
      withdrawnAt: at,
      withdrawnBy: clerk.id,
      updatedAt: at,
    }
    return takeStep(
      change,
      { before, changed, act: actOf(standing, clerk.id), write: () => markVersion(trx, changed) },
      dryRun,
    )
  })
}
