import { listCursors } from '#core/repositories/cursors.ts'
import { Departures } from '#core/repositories/departures.ts'
import { UnnamedDocuments } from '#core/repositories/documents.ts'
import { isLetGo, listEnrolled, putScopes } from '#core/repositories/enrolled-clerks.ts'
import { listHeldScopes } from '#core/repositories/replica.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { Branch } from '#shared/domain/reference/branch.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { forgetReading } from './reread.ts'
import { concernsOneClerk, isEndOfSession, type Sessions } from './sessions.ts'
import { removeAll } from './slices.ts'
import type { SyncContext } from './sync-context.ts'

/** Errors with which the authority says that somebody may hold nothing any more. */
const barred: readonly string[] = ['session/clerk-unknown', 'permission/denied', 'session/required']

/** Keeps what the branches are called, where it is another thing than was known. */
function keepBranches({ store, onChanged }: SyncContext, branches: readonly Branch[]): void {
  if (branches.length === 0 || JSON.stringify(findSetting(store, 'branches')) === JSON.stringify(branches)) return
  putSetting(store, 'branches', [...branches])
  onChanged(['branches'])
}

/** What this desk may hold. */
export interface Entitlements {
  /** For each scope that may be asked for a clerk who is entitled to it; the directory first. */
  readonly holders: Map<string, string>
  /** Clerks who have no session, so that nobody says what they may hold now. */
  readonly unheard: readonly string[]
}

/** Asks for every enrolled clerk what the desk may hold, and lets go of what nobody may hold any more. */
export async function refreshScopes(context: SyncContext, sessions: Sessions): Promise<Entitlements> {
  const { store, client } = context
  const holders = new Map<string, string>()
  const unheard: string[] = []
  let away: AppError | undefined
  for (const { clerkId } of listEnrolled(store)) {
    const scopes = await sessions
      .with(clerkId, (token) => client.getScopes(token))
      .then((answer) => {
        keepBranches(context, answer.branches)
        return answer.scopes
      })
      .catch((thrown: unknown) => {
        if (thrown instanceof AppError && barred.includes(thrown.code)) return []
        if (!concernsOneClerk(thrown)) throw thrown
        if (!isEndOfSession(thrown)) away = thrown
        return null
      })
    if (scopes === null) {
      unheard.push(clerkId)
      continue
    }
    putScopes(store, clerkId, scopes)
    for (const scope of scopes) if (!holders.has(scope)) holders.set(scope, clerkId)
  }
  // Nobody else can be heard: the round says why.
  if (away && holders.size === 0) throw away
  await releaseScopes(context, unheard)
  const first = (scope: string) => (scope === 'directory' ? 0 : 1)
  return { holders: new Map([...holders].sort(([a], [b]) => first(a) - first(b))), unheard }
}

/**
 * Lets go of what nobody of this desk may hold any more. Of clerks who were not heard the directory says whether they
 * work at the authority still: who does not may hold nothing; the others keep what they might hold when they were heard
 * last, which is not asked for. Everybody who is not let go keeps the directory here, which says so of the others.
 */
export async function releaseScopes(context: SyncContext, unheard: readonly string[]): Promise<void> {
  const { store } = context
  for (const { clerkId, scopes } of listEnrolled(store))
    if (unheard.includes(clerkId) && scopes?.length !== 0 && isLetGo(store, clerkId)) putScopes(store, clerkId, [])
  const entitled = new Set(listEnrolled(store).flatMap(({ scopes }) => scopes ?? ['directory']))
  // Rows without a cursor are looked at too: a restore of the authority, a repair, or a release that was broken off
  // forgets how far they were pulled.
  const held = new Set([...listCursors(store).map(({ scope }) => scope), ...listHeldScopes(store)])
  for (const scope of held) if (!entitled.has(scope)) await release(context, scope)
}

/**
 * Takes a scope away, a slice at a time. How far it was pulled is forgotten first, so that nobody who may hold it again
 * goes on from there; and rows that come then have a new number, by which those that were still here are found out.
 * Whatever stops it in the middle: rows without a cursor are left, and the next pull takes them away.
 */
async function release(context: SyncContext, scope: string): Promise<void> {
  const { store, onChanged } = context
  store.transaction(() => forgetReading(store, scope))
  const departures = new Departures(scope)
  try {
    // What somebody had opened of it is no longer theirs to open.
    await removeAll(context, new UnnamedDocuments(scope))
    await removeAll(context, departures)
  } finally {
    store.endBulk()
    onChanged([...departures.changed])
  }
}
