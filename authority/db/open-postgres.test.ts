import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '#authority/app.ts'
import { feedStart, listFeed, publish } from '#authority/repositories/feed.ts'
import { startPostgres, type TestPostgres } from '#authority/test/postgres.ts'
import { expectProblem, signInOn } from '#authority/test/test-calls.ts'
import { buildWorld } from '#authority/test/test-context.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { PushOutput } from '#shared/protocol/push.ts'
import { migrate } from './migrate.ts'
import { type OpenDatabase, openPostgres, type PostgresOptions } from './open-database.ts'

const found = await startPostgres()
const missing = 'reason' in found ? found.reason : null

describe.skipIf(missing !== null)(`PostgreSQL${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const { url, stop } = found as TestPostgres
  const opened: OpenDatabase[] = []
  const open = (options?: PostgresOptions): OpenDatabase => {
    const database = openPostgres(url, options)
    opened.push(database)
    return database
  }
  beforeAll(async () => {
    const { db, close } = openPostgres(url)
    await migrate(db)
    await emptyDatabase(db)
    await close()
  })
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
  })
  afterAll(() => stop())

  test('a writer that hangs in a transaction is ended: the feed goes on, and so does the process', async () => {
    const { db } = open({ idleMilliseconds: 500 })
    const place = { scope: 'directory', table: 'members' as const, version: 1 }
    const ids = async () => (await listFeed(db, place.scope, feedStart, 10)).map(({ rowId }) => rowId)
    const began = Promise.withResolvers<void>()
    const hangs = Promise.withResolvers<void>()
    const stuck = db.transaction().execute(async (trx) => {
      await publish(trx, [{ ...place, id: 'stuck' }])
      began.resolve()
      await hangs.promise
    })
    await began.promise
    await publish(db, [{ ...place, id: 'next' }])
    // Nobody can pull it while an older writer may still commit.
    expect(await ids()).toEqual([])
    await expect.poll(ids).toEqual(['next'])
    hangs.resolve()
    await expect(stuck).rejects.toThrow()
    expect(await ids()).toEqual(['next'])
  })

  test('a statement that does not end is answered as unavailable; a push stops at its item', async () => {
    const database = open({ statementMilliseconds: 500 })
    const other = open()
    const { context, desk, noura, request, member } = await buildWorld(other.db)
    const app = await buildApp({ ...context, db: database.db }, database)
    try {
      const headers = await signInOn(app, desk, noura)
      await other.db.transaction().execute(async (trx) => {
        await sql`lock table requests in access exclusive mode`.execute(trx)
        const url = '/v1/pull?scope=branch:riyadh'
        expectProblem(await app.inject({ url, headers }), 'authority/unavailable')
      })
      await other.db.transaction().execute(async (trx) => {
        await sql`select 1 from requests for update`.execute(trx)
        const items = pushItems(desk.withdraw(noura.id), desk.decide({ clerk: noura, request, member }))
        const payload = { protocol: 1, device: desk.device, items }
        const pushed = await app.inject({ method: 'POST', url: '/v1/push', headers, payload })
        expect(PushOutput.parse(pushed.json())).toMatchObject({
          receipts: [{ outcome: 'withdrawn' }],
          stop: { code: 'internal' },
        })
      })
      expect((await app.inject({ url: '/v1/pull?scope=branch:riyadh', headers })).statusCode).toBe(200)
    } finally {
      await app.close()
    }
  })

  test('whoever waits for a lock of a name waits as long as it takes', async () => {
    const { alone } = open({ statementMilliseconds: 200 })
    const order: string[] = []
    const holds = Promise.withResolvers<void>()
    const first = alone('name', async () => {
      holds.resolve()
      await setTimeout(600)
      order.push('first')
    })
    await holds.promise
    await alone('name', () => Promise.resolve(order.push('second')))
    await first
    expect(order).toEqual(['first', 'second'])
  })
})
