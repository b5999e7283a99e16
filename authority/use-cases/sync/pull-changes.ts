import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { FeedTable } from '#shared/protocol/pull.ts'
import { type Change, feedTables, type PullOutput, type PullQuery, type ScopesOutput } from '#shared/protocol/pull.ts'
import type { Db } from '../../db/types.ts'
import { listBranches } from '../../repositories/branches.ts'
import { countFeed, type FeedRow, listFeed, listRows } from '../../repositories/feed.ts'
import { getEpoch } from '../../repositories/meta.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inSnapshot } from '../../repositories/transaction.ts'
import { showLog } from '../audit/show-log.ts'
import type { AuthorityContext } from '../context.ts'
import { scopesOf } from '../session/scopes.ts'
import { readCursor, writeCursor } from './cursor.ts'

/** What the authority lets the desk of this clerk hold, and what its branches are called. */
export async function listScopes(context: AuthorityContext, { clerk }: Session): Promise<ScopesOutput> {
  const branches = await listBranches(context.db)
  return { scopes: scopesOf(clerk), clerk, branches, serverTime: isoInstant(context.clock.now()) }
}

/** The changes with their rows as they stand; a row that is gone by now is told as gone. */
async function changesOf(trx: Db, entries: readonly FeedRow[]): Promise<Change[]> {
  const rows = new Map<string, { version: number; row: Record<string, unknown> }>()
  for (const table of Object.keys(feedTables) as FeedTable[]) {
    const ids = entries.filter((entry) => entry.table === table && !entry.gone).map(({ rowId }) => rowId)
    for (const row of await listRows(trx, table, ids)) rows.set(`${table} ${row.id}`, { version: row.version, row })
  }
  return entries.map(({ table, rowId, version }) => {
    const found = rows.get(`${table} ${rowId}`)
    return found ? { table, id: rowId, ...found } : { table, id: rowId, version, row: null }
  })
}

/**
 * One page of the changes of a scope in the order of their commits.
 *
 * @throws {AppError} `permission/denied` for a scope that is not this clerk's; `sync/cursor` for a cursor of another epoch.
 */
export async function pullChanges(
  context: AuthorityContext,
  { clerk }: Session,
  { scope, cursor, limit, witness }: PullQuery,
): Promise<PullOutput> {
  if (!scopesOf(clerk).includes(scope)) throw new AppError('permission/denied', { scope })
  return inSnapshot(context.db, async (trx) => {
    const epoch = await getEpoch(trx)
    const after = readCursor(epoch, cursor)
    const found = await listFeed(trx, scope, after, limit + 1)
    const entries = found.slice(0, limit)
    const more = found.length > limit
    const audit = witness === undefined ? undefined : await showLog(trx, witness)
    return {
      epoch,
      cursor: writeCursor(epoch, entries.at(-1) ?? after),
      changes: await changesOf(trx, entries),
      more,
      totals: await countFeed(trx, scope),
      serverTime: isoInstant(context.clock.now()),
      ...(audit && { audit }),
    }
  })
}
