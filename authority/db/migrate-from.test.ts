import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beginRegister } from '#authority/demo/begin-register.ts'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { listDevices } from '#authority/repositories/devices.ts'
import { countFeed } from '#authority/repositories/feed.ts'
import { findMember } from '#authority/repositories/members.ts'
import { findRequest, nextRequestNumber } from '#authority/repositories/requests.ts'
import { earlierRows } from '#authority/test/earlier-rows.ts'
import { startPostgres } from '#authority/test/postgres.ts'
import { testContext } from '#authority/test/test-context.ts'
import { pushItems, TestDesk } from '#authority/test/test-desk.ts'
import { sequenceLog } from '#authority/use-cases/audit/sequence-log.ts'
import { pullChanges } from '#authority/use-cases/sync/pull-changes.ts'
import { pushCommands } from '#authority/use-cases/sync/push-commands.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { migrate, migrations, type Step, type Upgrade } from './migrate.ts'
import { type OpenDatabase, openPglite, openPostgres } from './open-database.ts'
import { getEmpty } from './prebuilt.ts'
import type { Db } from './types.ts'

type Content = Record<string, Record<string, unknown>[]>

/** Every row of every table, by the names of the columns. */
async function contentOf(db: Db): Promise<Content> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'kysely_migration_lock'
  `.execute(db)
  const content: Content = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(name)} as t order by 1`.execute(db)
    content[name] = rows.map(({ row }) => JSON.parse(row) as Record<string, unknown>)
  }
  return content
}

/** The rows that are not there any more with every value that they had; columns that were added do not count. */
function lostRows(before: Content, after: Content): string[] {
  return Object.entries(before).flatMap(([table, rows]) => {
    const columns = Object.keys(rows[0] ?? {})
    const there = new Set((after[table] ?? []).map((row) => JSON.stringify(columns.map((column) => row[column]))))
    const lost = rows.filter((row) => !there.has(JSON.stringify(columns.map((column) => row[column]))))
    return lost.map((row) => `${table} ${JSON.stringify(row)}`)
  })
}

/** Everything of a scope as a desk of today pulls it; each row is one of today's. */
async function pullAll(db: Db, scope: string) {
  const session = { clerk: buildClerk({ id: 'noura' }), device: 'desk-1' }
  const { changes, totals } = await pullChanges(testContext(db), session, { scope, limit: 1000 })
  const rows = changes.map(({ table, row }) => (row === null ? null : feedTables[table as FeedTable].parse(row)))
  const counted: Record<string, number> = {}
  changes.forEach(({ table }, place) => {
    if (rows[place] !== null) counted[table] = (counted[table] ?? 0) + 1
  })
  expect(totals).toEqual(counted)
  return counted
}

/** What a register of old is good for: its desks pull it, and what waited in it is decided by two people. */
async function expectUsable(db: Db): Promise<void> {
  await beginRegister(db, { demo: null, renew: false }, () => undefined)
  const context = testContext(db)
  expect(await pullAll(db, 'directory')).toMatchObject({ clerks: 2, members: 1 })
  expect(await pullAll(db, 'branch:riyadh')).toMatchObject({ requests: expect.any(Number) })
  expect(await countFeed(db, 'branch:jeddah')).toEqual({})
  const desk1 = (await listDevices(db)).find(({ id }) => id === 'desk-1')
  expect(desk1).toMatchObject({ state: 'enrolled', clerks: ['noura'] })
  const { rows: signIns } = await sql`select clerk_id, at from sign_ins`.execute(db)
  expect(signIns).toEqual([{ clerkId: 'noura', at: '2026-11-20T08:00:00.000Z' }])
  expect(await nextRequestNumber(db)).toBe(18206)

  const [member, request] = [await findMember(db, 'member-1'), await findRequest(db, 'request-1')]
  if (!member || !request) throw new Error('gone')
  const desk = new TestDesk('desk-3')
  for (const clerkId of ['noura', 'salem'])
    await enrolKey(db, { device: desk.device, clerkId, publicKey: desk.enrol(clerkId) }, '2026-11-22T06:00:00.000Z')
  const first = desk.decide({ clerk: { id: 'noura' }, request, member })
  const second = desk.decide({ clerk: { id: 'salem' }, request, member, step: 'confirm', base: { after: first.id } })
  const session = { clerk: buildClerk({ id: 'noura' }), device: desk.device }
  const push = { protocol: 1 as const, device: desk.device, items: pushItems(first, second) }
  const { receipts } = await pushCommands(context, session, push)
  expect(receipts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
  expect(await findMember(db, 'member-1')).toMatchObject({ email: 'f.alqahtani@alwaha.sa', version: 2 })
  // The log takes what was written before there was one.
  await sequenceLog(context)
  const { rows } = await sql`
    select (select count(*) from audit) - (select count(*) from audit_leaves) as left, count(*) > 3 as some from audit
  `.execute(db)
  expect(rows).toEqual([{ left: 0, some: true }])
}

const postgres = await startPostgres()
const ways: readonly {
  kind: string
  open: () => Promise<OpenDatabase>
  stop: () => Promise<void>
  missing?: string
}[] = [
  // One of its own: the schema is thrown away again and again.
  { kind: 'pglite', open: async () => openPglite({ dump: await getEmpty() }), stop: () => Promise.resolve() },
  'url' in postgres
    ? { kind: 'postgres', open: () => Promise.resolve(openPostgres(postgres.url)), stop: postgres.stop }
    : { kind: 'postgres', open: () => openPglite({}), stop: () => Promise.resolve(), missing: postgres.reason },
]

describe.each(ways)('from an earlier version on $kind', ({ kind, open, stop, missing }) => {
  describe.skipIf(missing !== undefined)(missing === undefined ? 'steps' : `skipped: ${missing}`, () => {
    let database: OpenDatabase
    let db: Db
    beforeAll(async () => {
      database = await open()
      db = database.db
    })
    afterAll(async () => {
      await database.close()
      await stop()
    })
    beforeEach(async () => {
      await sql`drop schema public cascade`.execute(db)
      await sql`create schema public`.execute(db)
    })

    /** A register with data, as the version that knew so many steps left it. */
    async function leaveAt(count: number): Promise<Content> {
      const steps = migrations.slice(0, count)
      await migrate(db, { steps })
      for (const { name } of steps)
        for (const statement of earlierRows[name] ?? []) await sql.raw(statement).execute(db)
      return contentOf(db)
    }

    test.each(migrations.slice(0, -1).map(({ name }, place) => ({ name, count: place + 1 })))(
      'the data of $name stands, and the newest version goes on with it',
      async ({ name, count }) => {
        const before = await leaveAt(count)
        const upgrades: Upgrade[] = []
        await migrate(db, { before: async (upgrade) => void upgrades.push(upgrade) })
        expect(upgrades).toEqual([{ from: name, pending: migrations.slice(count).map((step) => step.name) }])
        expect(lostRows(before, await contentOf(db))).toEqual([])
        await expectUsable(db)
        await migrate(db, { before: async (upgrade) => void upgrades.push(upgrade) })
        expect(upgrades).toHaveLength(1)
      },
    )

    test('what the newest version holds is covered: every table has rows in the end', async () => {
      const content = await leaveAt(migrations.length)
      const empty = Object.keys(content).filter((table) => content[table]?.length === 0)
      // Made of the others by the sequencer, and only as long as the process runs.
      expect(empty.sort()).toEqual(['audit_checkpoints', 'audit_leaves', 'audit_nodes'])
    })

    test('a step that fails leaves all as the version before had it, and the next start goes on', async () => {
      const before = await leaveAt(4)
      const broken: Step = { name: '9999-broken', statements: ['drop table commands', 'select nonsense from nowhere'] }
      await expect(migrate(db, { steps: [...migrations, broken] })).rejects.toMatchObject({
        code: 'store/migration-failed',
        detail: { step: '9999-broken' },
      })
      expect(await contentOf(db)).toEqual(before)
      await migrate(db)
      expect(lostRows(before, await contentOf(db))).toEqual([])
      await expectUsable(db)
    })

    test('what is thrown before the first step stops the upgrade', async () => {
      const before = await leaveAt(4)
      await expect(migrate(db, { before: () => Promise.reject(new Error('no room')) })).rejects.toThrow('no room')
      expect(await contentOf(db)).toEqual(before)
    })

    // PGlite has no process of its own that could be ended.
    test.each(kind === 'postgres' ? ['a backend'] : [])(
      '%s that is killed in a step leaves all as it was, and the next goes on',
      async () => {
        const before = await leaveAt(4)
        const long: Step = { name: '9999-long', statements: ['create table half (id int)', 'select pg_sleep(60)'] }
        const ended = migrate(db, { steps: [...migrations, long] }).then(
          () => 'done',
          () => 'killed',
        )
        const kill = sql<{ ended: boolean }>`
          select pg_terminate_backend(pid) as ended from pg_stat_activity
          where query = 'select pg_sleep(60)' and datname = current_database()`
        await expect.poll(async () => (await kill.execute(db)).rows).toEqual([{ ended: true }])
        expect(await ended).toBe('killed')
        expect(await contentOf(db)).toEqual(before)
        await migrate(db)
        await expectUsable(db)
      },
    )
  })
})
