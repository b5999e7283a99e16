import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnBoth, describeOnPostgres } from '#authority/test/backends.ts'
import type { Db } from '../db/types.ts'
import { countFeed, mergeCounts, publish } from './feed.ts'

/** What a count of every row would say. */
async function counted(db: Db, scope: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ table: string; total: number }>`
    select table_name as "table", count(*) as total from feed where scope = ${scope} and not gone group by table_name
  `.execute(db)
  return Object.fromEntries(rows.map(({ table, total }) => [table, total]))
}

const entry = (id: string, version: number, gone = false) =>
  ({ scope: 'directory', table: 'members', id, version, gone }) as const

await describeOnBoth('totals of a scope', (backend) => {
  test('follow rows that come, change, go, come back and are removed', async () => {
    const { db } = backend.database
    expect(await countFeed(db, 'directory')).toEqual({})
    await publish(db, [entry('a', 1), entry('b', 1), { ...entry('c', 1), table: 'clerks' }])
    await publish(db, [entry('a', 2), entry('d', 1)])
    expect(await countFeed(db, 'directory')).toEqual({ members: 3, clerks: 1 })
    await publish(db, [entry('a', 3, true), entry('b', 2, true), entry('e', 1, true)])
    expect(await countFeed(db, 'directory')).toEqual({ members: 1, clerks: 1 })
    await publish(db, [entry('a', 4)])
    await sql`delete from feed where row_id = 'c'`.execute(db)
    expect(await countFeed(db, 'directory')).toEqual({ members: 2 })
    await mergeCounts(db)
    expect(await countFeed(db, 'directory')).toEqual(await counted(db, 'directory'))
    expect((await sql`select * from feed_deltas`.execute(db)).rows).toHaveLength(1)
    await sql`truncate feed`.execute(db)
    expect(await countFeed(db, 'directory')).toEqual({})
  })

  test('what is rolled back was never counted', async () => {
    const { db } = backend.database
    await publish(db, [entry('a', 1)])
    const failing = db.transaction().execute(async (trx) => {
      await publish(trx, [entry('b', 1)])
      expect(await countFeed(trx, 'directory')).toEqual({ members: 2 })
      throw new Error('changed its mind')
    })
    await expect(failing).rejects.toThrow('changed its mind')
    expect(await countFeed(db, 'directory')).toEqual({ members: 1 })
  })
})

await describeOnPostgres('totals under writers', (backend) => {
  test('24 writers and two that merge: exact at the end, and in every view in between', {
    timeout: 60_000,
  }, async () => {
    const { db } = backend.database
    let running = true
    const merging = [0, 1].map(async () => {
      while (running) await mergeCounts(db)
    })
    const reading = (async () => {
      let views = 0
      while (running) {
        await db
          .transaction()
          .setIsolationLevel('repeatable read')
          .execute(async (trx) => expect(await countFeed(trx, 'directory')).toEqual(await counted(trx, 'directory')))
        views += 1
      }
      return views
    })()
    await Promise.all(
      Array.from({ length: 24 }, async (_, writer) => {
        for (let round = 0; round < 20; round += 1) {
          await publish(db, [
            entry(`w-${writer}-${round}`, 1),
            entry(`shared-${round}`, round + 1, (writer + round) % 2 === 0),
          ])
        }
      }),
    )
    running = false
    await Promise.all(merging)
    expect(await reading).toBeGreaterThan(0)
    expect(await countFeed(db, 'directory')).toEqual(await counted(db, 'directory'))
  })
})
