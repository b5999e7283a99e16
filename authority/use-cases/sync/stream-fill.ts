import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { FillControl } from '#shared/protocol/fill.ts'
import { countFeed, type FeedPosition } from '../../repositories/feed.ts'
import { type FillKey, type FillTable, fillTables, findSettledHead, readFillPage } from '../../repositories/fill.ts'
import { getEpoch } from '../../repositories/meta.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inSnapshot } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { isStillIn } from '../session/demo-session.ts'
import { writeCursor } from './cursor.ts'
import { type FillPlace, readFillCursor, writeFillCursor } from './fill-cursor.ts'

const scope = 'directory'

const line = (control: FillControl): string => `${JSON.stringify(control)}\n`

/**
 * The directory from a cursor on, as lines (`FillControl` and rows). Rows are read as they stand when their turn comes,
 * a page at a time, by key: no snapshot is held open for as long as a slow line takes. What changes behind the reader's
 * back lies in the feed after the place where the stream began, and its last cursor is that place: the desk pulls on
 * from there, so a row that moved in the order, or came late, is not missed, and one that comes twice goes by its version.
 *
 * @throws {AppError} `sync/cursor` for a cursor of another epoch.
 */
export async function openFill(
  context: AuthorityContext,
  session: Session,
  cursor: string | undefined,
): Promise<AsyncGenerator<string, void>> {
  const head = await inSnapshot(context.db, async (trx) => {
    const epoch = await getEpoch(trx)
    const place = readFillCursor(epoch, cursor)
    return {
      epoch,
      place: place ?? { feed: await findSettledHead(trx, scope), table: fillTables[0], after: null },
      totals: await countFeed(trx, scope),
    }
  })
  return linesFrom(context, session, head)
}

async function* linesFrom(
  context: AuthorityContext,
  session: Session,
  head: { readonly epoch: string; readonly place: FillPlace; readonly totals: Record<string, number> },
): AsyncGenerator<string, void> {
  const { epoch, place, totals } = head
  const { feed } = place
  yield line(['head', { epoch, totals, serverTime: isoInstant(context.clock.now()) }])
  for (const table of fillTables.slice(fillTables.indexOf(place.table))) {
    yield line(['table', table])
    yield* linesOfTable(context, session, { epoch, feed, table, after: table === place.table ? place.after : null })
  }
  yield line(['cursor', { cursor: writeCursor(epoch, feed), rows: 0, done: true }])
}

async function* linesOfTable(
  context: AuthorityContext,
  session: Session,
  from: {
    readonly epoch: string
    readonly feed: FeedPosition
    readonly table: FillTable
    readonly after: FillKey | null
  },
): AsyncGenerator<string, void> {
  const { epoch, feed, table } = from
  const { fillRows } = context.config
  for (let { after } = from; ; ) {
    // A stream outlives what it began with: another epoch, or somebody who may hold nothing any more, ends it.
    if ((await getEpoch(context.db)) !== epoch) throw new AppError('sync/cursor', { epoch })
    if (!(await isStillIn(context, session))) throw new AppError('session/required')
    const page = await readFillPage(context.db, table, after, fillRows)
    if (!page) return
    after = page.last
    yield `${page.lines}\n`
    yield line(['cursor', { cursor: writeFillCursor(epoch, { feed, table, after }), rows: page.rows, done: false }])
    if (page.rows < fillRows) return
  }
}
