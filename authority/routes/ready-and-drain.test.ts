import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { lockSequences } from '#authority/repositories/commands.ts'
import { startServer } from '#authority/server.ts'
import { describeOnPostgres } from '#authority/test/backends.ts'
import { buildWorld, testContext } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { watchFeed } from '#authority/use-cases/sync/feed-watch.ts'
import { PushOutput } from '#shared/protocol/push.ts'
import { SessionOutput } from '#shared/protocol/session.ts'

await describeOnPostgres('a server', (backend) => {
  const listen = () => {
    const { config, clock, log } = testContext(backend.database.db)
    return startServer({ database: backend.database, config, clock, log, host: '127.0.0.1', port: 0 })
  }

  test('that is told to stop answers the push that is under way first', async () => {
    const { db } = backend.database
    const { desk, noura, request, member } = await buildWorld(db)
    const server = await listen()
    const post = async (path: string, body: object, headers: object = {}) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const session = await post('/v1/demo/sessions', {
      clerkId: noura.id,
      device: desk.device,
      publicKey: desk.enrol(noura.id),
    })
    const { token } = SessionOutput.parse(await session.json())
    const items = pushItems(desk.decide({ clerk: noura, request, member }))
    const { answer, closing } = await db.transaction().execute(async (trx) => {
      await lockSequences(trx, desk.device, [noura.id])
      const push = { protocol: 1, device: desk.device, items }
      const underWay = post('/v1/push', push, { authorization: `Bearer ${token}` })
      const waiting = sql<{ n: number }>`select count(*) as n from pg_locks where locktype = 'advisory' and not granted`
      await expect.poll(async () => (await waiting.execute(db)).rows[0]?.n).toBe(1)
      return { answer: underWay, closing: server.close() }
    })
    const { receipts, stop } = PushOutput.parse(await (await answer).json())
    expect({ outcomes: receipts.map(({ outcome }) => outcome), stop }).toEqual({ outcomes: ['applied'], stop: null })
    await closing
    await expect(fetch(`${server.url}/v1/health`)).rejects.toThrow()
  })

  test('says how far the feed is behind, and is alarmed when a transaction does not end', async () => {
    const { db } = backend.database
    const server = await listen()
    const ready = async () => (await fetch(`${server.url}/v1/ready`)).json()
    const { clock, faults, ...rest } = testContext(db)
    const watch = watchFeed({ ...rest, clock })
    try {
      await expect.poll(ready).toEqual({ status: 'ok', feed: { heldMilliseconds: 0, transactionsBehind: 0 } })
      expect(await watch.look()).toEqual({ heldMilliseconds: 0, transactionsBehind: 0 })
      await db.transaction().execute(async (slow) => {
        await sql`select pg_current_xact_id()`.execute(slow)
        // Nothing waits for it yet; what commits after it does.
        expect(await watch.look()).toEqual({ heldMilliseconds: 0, transactionsBehind: 0 })
        await sql`select pg_current_xact_id()`.execute(db)
        expect(await ready()).toMatchObject({ status: 'ok', feed: { transactionsBehind: 2 } })
        expect(await watch.look()).toEqual({ heldMilliseconds: 0, transactionsBehind: 2 })
        clock.advance(9_000)
        expect(await watch.look()).toEqual({ heldMilliseconds: 9_000, transactionsBehind: 2 })
        expect(faults).toEqual([])
        clock.advance(2_000)
        await watch.look()
        expect(faults).toEqual([expect.stringContaining('feed-held')])
      })
      expect(await watch.look()).toEqual({ heldMilliseconds: 0, transactionsBehind: 0 })
    } finally {
      watch.stop()
      await server.close()
    }
  })
})
