import { BranchCode, type Clerk } from '#shared/domain/clerks/clerk.ts'

/** Branches whose requests this person may read. Auditors of the head office read all, administrators none. */
export function readableBranches(clerk: Pick<Clerk, 'role' | 'branch'>): readonly BranchCode[] {
  if (clerk.role === 'administrator') return []
  if (clerk.role === 'auditor' && clerk.branch === 'riyadh') return BranchCode.options
  return [clerk.branch]
}

/** Scopes of the feed that this person's desk may hold; docs/sync.md, "Pull". */
export function scopesOf(clerk: Pick<Clerk, 'role' | 'branch'>): string[] {
  return ['directory', ...readableBranches(clerk).map((branch) => `branch:${branch}`)]
}
