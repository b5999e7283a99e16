import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { branchesOf } from '#shared/domain/policy/policy.ts'

/** Scopes of the feed that this person's desk may hold; docs/sync.md, "Pull". */
export function scopesOf(clerk: Pick<Clerk, 'role' | 'branch'>): string[] {
  return ['directory', ...branchesOf(clerk, 'requests.read').map((branch) => `branch:${branch}`)]
}
