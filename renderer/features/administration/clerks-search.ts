import { z } from 'zod'
import { BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import type { ClerkEntry } from '#shared/domain/clerks/clerk-account.ts'
import { holdsWords } from './holds-words.ts'

/** How somebody stands, the gravest first. Without a line only `inactive` and `active` are known. */
export const ClerkStanding = z.enum(['inactive', 'locked', 'waiting', 'no-account', 'first-sign-in', 'active'])
export type ClerkStanding = z.infer<typeof ClerkStanding>

/** What the list of clerks shows, as the search part of its link. What this version does not know is left out. */
export const clerksSearchSchema = z.object({
  text: z.string().max(200).optional().catch(undefined),
  role: Role.optional().catch(undefined),
  branch: BranchCode.optional().catch(undefined),
  standing: ClerkStanding.optional().catch(undefined),
  /** The clerk who is opened. */
  clerk: z.string().max(64).optional().catch(undefined),
})
export type ClerksSearch = z.output<typeof clerksSearchSchema>

/** The search of a link without what is empty. */
export function compactClerksSearch(search: ClerksSearch): ClerksSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}

/** How somebody stands. */
export function clerkStandingOf({ clerk, presence }: ClerkEntry): ClerkStanding {
  if (!clerk.active) return 'inactive'
  if (presence === null) return 'active'
  const { account } = presence
  if (account === null) return 'no-account'
  if (account.lockedAt !== null) return 'locked'
  if (account.waitsUntil !== null) return 'waiting'
  return account.mustChange ? 'first-sign-in' : 'active'
}

/** Clerks of these filters, by branch in the authority's order, whose names, id or sign-in name hold what was typed. */
export function findClerks(entries: readonly ClerkEntry[], search: ClerksSearch): ClerkEntry[] {
  const { text = '', role, branch, standing } = search
  const orderOf = ({ clerk }: ClerkEntry) => BranchCode.options.indexOf(clerk.branch)
  const found = entries.filter((entry) => {
    const { clerk, presence } = entry
    return (
      (role === undefined || clerk.role === role) &&
      (branch === undefined || clerk.branch === branch) &&
      (standing === undefined || clerkStandingOf(entry) === standing) &&
      holdsWords([clerk.nameAr, clerk.nameEn, clerk.id, presence?.account?.username ?? ''], text)
    )
  })
  return found.sort((a, b) => orderOf(a) - orderOf(b))
}
