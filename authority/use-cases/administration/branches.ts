import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import type { Branch, BranchActivity, BranchChange, BranchEntry, BranchUse } from '#shared/domain/reference/branch.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { BranchesOutput } from '#shared/protocol/administration.ts'
import type { Db } from '../../db/types.ts'
import { countBranchUses, getBranch, listBranches, saveBranch } from '../../repositories/branches.ts'
import { tellMoved } from '../../repositories/feed.ts'
import type { Session } from '../../repositories/sessions.ts'
import type { AuthorityContext } from '../context.ts'
import { administer } from './administer.ts'

const nothing: BranchUse = { clerks: 0, requests: 0, bookings: 0 }

/** Every branch with what happens there, for administrators (`permission/denied`). */
export async function listBranchesFor({ db, clock }: AuthorityContext, session: Session): Promise<BranchesOutput> {
  demand(session.clerk, 'administer.branches')
  const [branches, uses] = [await listBranches(db), await countBranchUses(db, riyadhDateOf(clock.now()))]
  return { branches: branches.map((branch) => ({ branch, use: uses.get(branch.code) ?? nothing })) }
}

async function getSeen(trx: Db, code: BranchCode, version: number): Promise<Branch> {
  const branch = await getBranch(trx, code)
  if (branch.version !== version) throw new AppError('administration/changed', { now: branch.version })
  return branch
}

/**
 * Changes what a branch is called, and how it is reached. Desks hear of it with their next round.
 *
 * @throws {AppError} `permission/denied`, `administration/changed`.
 */
export function changeBranchAs(
  { db, clock }: AuthorityContext,
  session: Session,
  { code, version, ...wanted }: { code: BranchCode } & BranchChange,
): Promise<BranchEntry> {
  return administer({ db, clock }, session, 'administer.branches', async ({ trx, note }) => {
    const before = await getSeen(trx, code, version)
    const after: Branch = { ...before, ...wanted, version: version + 1 }
    await saveBranch(trx, after)
    await tellMoved(trx, ['directory'])
    await note({ action: 'branch-changed', subject: `branch:${code}`, before, after })
    return { branch: after, use: (await countBranchUses(trx, riyadhDateOf(clock.now()))).get(code) ?? nothing }
  })
}

/**
 * Closes a branch, or opens it again. A closed one gets no clerks, no requests and no bookings.
 *
 * @throws {AppError} `permission/denied`, `administration/changed`; `administration/branch-in-use` with what is left there.
 */
export function setBranchActivityAs(
  { db, clock }: AuthorityContext,
  session: Session,
  { code, version, active, reason }: { code: BranchCode } & BranchActivity,
): Promise<BranchEntry> {
  return administer({ db, clock }, session, 'administer.branches', async ({ trx, note }) => {
    const before = await getSeen(trx, code, version)
    const use = (await countBranchUses(trx, riyadhDateOf(clock.now()))).get(code) ?? nothing
    if (!active && use.clerks + use.requests + use.bookings > 0)
      throw new AppError('administration/branch-in-use', { ...use })
    const after: Branch = { ...before, active, version: version + 1 }
    await saveBranch(trx, after)
    await tellMoved(trx, ['directory'])
    const action = active ? 'branch-opened' : 'branch-closed'
    await note({ action, subject: `branch:${code}`, before, after, reason })
    return { branch: after, use }
  })
}

/** Demands that a branch is not closed. Throws `administration/branch-closed`. */
export async function demandOpenBranch(trx: Db, code: BranchCode): Promise<void> {
  if (!(await getBranch(trx, code)).active) throw new AppError('administration/branch-closed')
}
