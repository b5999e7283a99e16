import { dropAsideOf } from '#core/repositories/aside.ts'
import { dropCursor, listCursors } from '#core/repositories/cursors.ts'
import { dropUnnamedDocuments } from '#core/repositories/documents.ts'
import { listEnrolled, putScopes } from '#core/repositories/enrolled-clerks.ts'
import { listHeldScopes, removeScope } from '#core/repositories/replica.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { Branch } from '#shared/domain/reference/branch.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** Errors with which the authority says that somebody may hold nothing any more. */
const barred: readonly string[] = ['session/clerk-unknown', 'permission/denied', 'session/required']

/** Keeps what the branches are called, where it is another thing than was known. */
function keepBranches({ store, onChanged }: SyncContext, branches: readonly Branch[]): void {
  if (branches.length === 0 || JSON.stringify(findSetting(store, 'branches')) === JSON.stringify(branches)) return
  putSetting(store, 'branches', [...branches])
  onChanged(['branches'])
}

/**
 * Asks for every enrolled clerk what the desk may hold, and lets go of what nobody may hold any more.
 *
 * @returns for each scope of the union a clerk who is entitled to it; the directory first.
 */
export async function refreshScopes(context: SyncContext, sessions: Sessions): Promise<Map<string, string>> {
  const { store, client } = context
  const holders = new Map<string, string>()
  const kept = new Set<string>()
  for (const { clerkId, scopes: before } of listEnrolled(store)) {
    const scopes = await sessions
      .with(clerkId, (token) => client.getScopes(token))
      .then((answer) => {
        keepBranches(context, answer.branches)
        return answer.scopes
      })
      .catch((thrown: unknown) => {
        if (thrown instanceof AppError && barred.includes(thrown.code)) return []
        // Nobody has said that this clerk may not hold them any more: they are kept, and not asked for.
        if (thrown instanceof AppError && thrown.code === 'session/sign-in-again') return null
        throw thrown
      })
    if (scopes === null) {
      for (const scope of before ?? []) kept.add(scope)
      continue
    }
    putScopes(store, clerkId, scopes)
    for (const scope of scopes) if (!holders.has(scope)) holders.set(scope, clerkId)
  }
  // Rows without a cursor are looked at too: a restore of the authority or a repair forgets how far they were pulled.
  const held = new Set([...listCursors(store).map(({ scope }) => scope), ...listHeldScopes(store)])
  for (const scope of held) {
    if (holders.has(scope) || kept.has(scope)) continue
    const tables = store.transaction(() => {
      dropCursor(store, scope)
      dropAsideOf(store, scope)
      const tables = removeScope(store, scope)
      // What somebody had opened of it is no longer theirs to open.
      dropUnnamedDocuments(store)
      return tables
    })
    context.onChanged(tables)
  }
  const first = (scope: string) => (scope === 'directory' ? 0 : 1)
  return new Map([...holders].sort(([a], [b]) => first(a) - first(b)))
}
