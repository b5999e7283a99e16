import { sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'
import { type FeedPosition, feedStart, listFeed, publish } from '#authority/repositories/feed.ts'

const writerCount = 24
/** Rows of a transaction. */
const perTransaction = 8
const page = 500
let runs = 0

export interface WritersOptions {
  /** At least so many rows are written. */
  readonly rows: number
  /**
   * The reader's cursor: the authority's own, or the trap that it avoids, a number that is drawn before the commit and
   * says nothing of when it happens.
   */
  readonly cursor: 'transactions' | 'serial'
}

export interface WritersOutcome {
  readonly written: number
  readonly lost: number
  readonly doubled: number
  /** Changes that came before one that was committed before they began. */
  readonly disorders: number
  readonly pulls: number
}

interface Seen extends FeedPosition {
  readonly rowId: string
}

/** The planted mistake: everything after a number, whatever is still open. */
async function listBySerial(db: Db, scope: string, after: string): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    select row_id, xid::text as xid, id::text as id from feed
    where scope = ${scope} and id > ${after}::text::bigint order by feed.id limit ${page}
  `.execute(db)
  return rows
}

/**
 * 24 writers whose transactions overlap put rows into the feed, each naming the last row that it knew to be committed
 * when it began, while a reader follows with its cursor. Answers what the reader lost, had twice, or had in an order in
 * which an effect comes before its cause.
 */
export async function runWriters(
  { reader, writers }: { readonly reader: Db; readonly writers: readonly Db[] },
  { rows, cursor }: WritersOptions,
): Promise<WritersOutcome> {
  // Each run follows a scope of its own.
  runs += 1
  const scope = `writers-${runs}`
  /** By row: the row that was committed before its transaction began. */
  const causes = new Map<string, string | undefined>()
  let newest: string | undefined
  let running = true
  const write = async (writer: number): Promise<void> => {
    const db = writers[writer % writers.length]
    if (!db) throw new Error('There is nobody to write.')
    for (let round = 0; causes.size < rows; round += 1) {
      const ids = Array.from({ length: perTransaction }, (_, n) => `${writer}-${round}-${n}`)
      const cause = newest
      for (const id of ids) causes.set(id, cause)
      await db.transaction().execute(async (trx) => {
        const half = perTransaction / 2
        const entries = ids.map((id) => ({ scope, table: 'members' as const, id, version: 1 }))
        await publish(trx, entries.slice(0, half))
        // Some take longer than others, so that commits overtake each other.
        if ((writer + round) % 5 === 0) await sql`select pg_sleep(0.004)`.execute(trx)
        await publish(trx, entries.slice(half))
      })
      newest = ids.at(-1)
    }
  }
  const order: string[] = []
  let pulls = 0
  const read = async (): Promise<void> => {
    let after = feedStart
    for (let last = false; ; ) {
      const found: Seen[] =
        cursor === 'serial' ? await listBySerial(reader, scope, after.id) : await listFeed(reader, scope, after, page)
      pulls += 1
      order.push(...found.map(({ rowId }) => rowId))
      after = found.at(-1) ?? after
      if (found.length > 0) continue
      if (last) return
      last = !running
    }
  }
  const reading = read()
  await Promise.all(Array.from({ length: writerCount }, (_, writer) => write(writer)))
  running = false
  await reading

  const places = new Map(order.map((id, place) => [id, place]))
  let disorders = 0
  for (const [id, cause] of causes) {
    const own = places.get(id)
    const before = cause === undefined ? -1 : places.get(cause)
    if (own !== undefined && before !== undefined && before > own) disorders += 1
  }
  const lost = [...causes.keys()].filter((id) => !places.has(id)).length
  return { written: causes.size, lost, doubled: order.length - places.size, disorders, pulls }
}
