import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { type FeedTable, feedTables, PullOutput, type PullQuery, type ScopesOutput } from '#shared/protocol/pull.ts'
import type { Db } from '../../db/types.ts'
import { listBranches } from '../../repositories/branches.ts'
import { countFeed, type FeedRow, listFeed } from '../../repositories/feed.ts'
import { getEpoch } from '../../repositories/meta.ts'
import { listRowTexts, type RowText } from '../../repositories/row-texts.ts'
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

/** The changes with their rows as they stand, each as JSON; a row that is gone by now is told as gone. */
async function changesOf(trx: Db, entries: readonly FeedRow[]): Promise<string[]> {
  const rows = new Map<string, RowText>()
  for (const table of Object.keys(feedTables) as FeedTable[]) {
    const ids = entries.filter((entry) => entry.table === table && !entry.gone).map(({ rowId }) => rowId)
    for (const row of await listRowTexts(trx, table, ids)) rows.set(`${table} ${row.id}`, row)
  }
  return entries.map(({ table, rowId: id, version }) => {
    const found = rows.get(`${table} ${id}`)
    const change = JSON.stringify({ table, id, version: found?.version ?? version })
    return `${change.slice(0, -1)},"row":${found?.text ?? 'null'}}`
  })
}

/**
 * One page of the changes of a scope in the order of their commits: the JSON text of a `PullOutput`. Rows stand in it as
 * the database has written them.
 *
 * @throws {AppError} `permission/denied` for a scope that is not this clerk's; `sync/cursor` for a cursor of another epoch.
 */
export async function pullText(
  context: AuthorityContext,
  { clerk }: Session,
  { scope, cursor, limit, witness }: PullQuery,
): Promise<string> {
  if (!scopesOf(clerk).includes(scope)) throw new AppError('permission/denied', { scope })
  return inSnapshot(context.db, async (trx) => {
    const epoch = await getEpoch(trx)
    const after = readCursor(epoch, cursor)
    const found = await listFeed(trx, scope, after, limit + 1)
    const entries = found.slice(0, limit)
    const audit = witness === undefined ? undefined : await showLog(trx, witness)
    const changes = await changesOf(trx, entries)
    const page: Omit<PullOutput, 'changes'> = {
      epoch,
      cursor: writeCursor(epoch, entries.at(-1) ?? after),
      more: found.length > limit,
      totals: await countFeed(trx, scope),
      serverTime: isoInstant(context.clock.now()),
      ...(audit && { audit }),
    }
    return `${JSON.stringify(page).slice(0, -1)},"changes":[${changes.join(',')}]}`
  })
}

/** The same page as whoever receives it reads it. @throws {AppError} as `pullText`. */
export async function pullChanges(context: AuthorityContext, session: Session, query: PullQuery): Promise<PullOutput> {
  return PullOutput.parse(JSON.parse(await pullText(context, session, query)))
}
