import { BranchCode, type Clerk, Role } from '#shared/domain/clerks/clerk.ts'
import { foldName } from '#shared/domain/name-fold.ts'
import { branches } from '#shared/domain/reference/register-codes.ts'

/** The clerks of one branch, by role and then by name. */
export interface ClerkGroup {
  readonly branch: BranchCode
  readonly clerks: readonly Clerk[]
}

function fold(text: string): string {
  return foldName(text).replace(/[\s-]/g, '')
}

/**
 * Clerks whose name (either script), branch or role (`roleNames`, in the clerk's language) holds what was typed, grouped
 * by branch in the authority's order and inside by role. Those who are no longer active are left out.
 */
export function groupClerks(
  clerks: readonly Clerk[],
  typed: string,
  roleNames: Readonly<Record<Role, string>>,
): ClerkGroup[] {
  const query = fold(typed)
  const matching = clerks.filter((clerk) => {
    if (!clerk.active) return false
    const place = branches[clerk.branch]
    const hay = [clerk.nameAr, clerk.nameEn, place.ar, place.en, roleNames[clerk.role]]
    return hay.some((text) => fold(text).includes(query))
  })
  const order = (role: Role) => Role.options.indexOf(role)
  return BranchCode.options
    .map((branch) => ({
      branch,
      clerks: matching
        .filter((clerk) => clerk.branch === branch)
        .sort((a, b) => order(a.role) - order(b.role) || a.nameAr.localeCompare(b.nameAr, 'ar')),
    }))
    .filter((group) => group.clerks.length > 0)
}
