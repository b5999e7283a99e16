import { sql } from 'kysely'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { allBranches, type Branch, type BranchUse, knownBranch } from '#shared/domain/reference/branch.ts'
import { openStates } from '#shared/domain/requests/request.ts'
import type { Db } from '../db/types.ts'

/** Every branch in the authority's order. */
export async function listBranches(db: Db): Promise<Branch[]> {
  return allBranches(await db.selectFrom('branches').selectAll().execute())
}

/** The branch with this code. */
export async function getBranch(db: Db, code: BranchCode): Promise<Branch> {
  const changed = await db.selectFrom('branches').selectAll().where('code', '=', code).executeTakeFirst()
  return changed ?? knownBranch(code)
}

/** Writes a branch as given. */
export async function saveBranch(trx: Db, branch: Branch): Promise<void> {
  await trx
    .insertInto('branches')
    .values(branch)
    .onConflict((oc) => oc.column('code').doUpdateSet(branch))
    .execute()
}

/** What happens at each branch, by code; `today` in Riyadh. Branches where nothing does are left out. */
export async function countBranchUses(db: Db, today: string): Promise<Map<string, BranchUse>> {
  const { rows } = await sql<{ branch: string; clerks: number; requests: number; bookings: number }>`
    select branch, sum(clerks)::integer as clerks, sum(requests)::integer as requests, sum(bookings)::integer as bookings
    from (
      select branch, count(*) as clerks, 0 as requests, 0 as bookings from clerks where active group by branch
      union all
      select branch, 0, count(*), 0 from requests where state = any(${openStates}::text[]) group by branch
      union all
      select branch, 0, 0, count(*) from appointments
        where date >= ${today}::date and state in ('booked', 'arrived') group by branch
    ) as uses group by branch
  `.execute(db)
  return new Map(rows.map(({ branch, ...use }) => [branch, use]))
}
