import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Logger } from '#shared/kernel/ports.ts'
import { migrate, migrations } from '../db/migrate.ts'
import { openPostgres } from '../db/open-database.ts'
import { openFolder } from '../db/open-folder.ts'
import type { Db } from '../db/types.ts'
import { getEpoch } from '../repositories/meta.ts'
import { listMigrations } from '../repositories/transfer.ts'
import { earlierRows } from '../test/earlier-rows.ts'
import { startPostgres } from '../test/postgres.ts'
import { openRegister } from './open-register.ts'

const home = mkdtempSync(join(tmpdir(), 'authority-register-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const postgres = await startPostgres()
afterAll(() => ('stop' in postgres ? postgres.stop() : undefined))

let said: [event: string, fields: object][]
const note = (event: string, fields: object = {}) => void said.push([event, fields])
const log: Logger = { info: note, warn: note, error: note }
const options = { demo: null, log, onProgress: () => undefined }
beforeEach(() => {
  said = []
})

/** What the version before the present one knew. */
const earlier = migrations.slice(0, -1)
const [from = '', newest = ''] = migrations.slice(-2).map(({ name }) => name)

async function fillEarlier(db: Db): Promise<void> {
  await migrate(db, { steps: earlier })
  for (const { name } of earlier) for (const statement of earlierRows[name] ?? []) await sql.raw(statement).execute(db)
}

/** A folder as that version left it. */
const left = join(home, 'left')
beforeAll(async () => {
  const old = await openFolder(left, { log })
  await fillEarlier(old.db)
  await old.settle()
  await old.close()
})

test('a folder of an earlier version is dumped, then brought up to date; the earlier version can go on from that dump', async () => {
  const data = join(home, 'folder')
  cpSync(left, data, { recursive: true })
  const { database } = await openRegister({ data }, options)
  expect(said).toEqual([
    ['schema-upgrade', { from, steps: newest }],
    ['schema-upgraded', { from }],
  ])
  expect(await listMigrations(database.db)).toEqual(migrations.map(({ name }) => name))
  expect(await getEpoch(database.db)).toBe('of-old')
  await database.close()

  said = []
  const again = await openRegister({ data }, options)
  await again.database.close()
  expect(said).toEqual([])
  expect(existsSync(join(data, 'before-upgrade.tar'))).toBe(true)

  // As docs/operations.md tells it.
  copyFileSync(join(data, 'before-upgrade.tar'), join(data, 'register.tar'))
  truncateSync(join(data, 'pglite', 'global', 'pg_control'), 0)
  const back = await openFolder(data, { log })
  expect(await listMigrations(back.db)).toEqual(earlier.map(({ name }) => name))
  expect(await getEpoch(back.db)).not.toBe('of-old')
  await back.close()
})

test('a folder that cannot be dumped is not brought up to date', async () => {
  const data = join(home, 'no-room')
  cpSync(left, data, { recursive: true })
  // A folder stands where the dump would be written first.
  mkdirSync(join(data, 'register.tar.draft', 'in-the-way'), { recursive: true })
  await expect(openRegister({ data }, options)).rejects.toThrow()
  rmSync(join(data, 'register.tar.draft'), { recursive: true })
  const still = await openFolder(data, { log })
  expect(await listMigrations(still.db)).toEqual(earlier.map(({ name }) => name))
  await still.close()
})

test.skipIf('reason' in postgres)(
  'PostgreSQL is brought up to date in words, and serves with a limit for each statement',
  async () => {
    const databaseUrl = 'url' in postgres ? postgres.url : ''
    const old = openPostgres(databaseUrl)
    await fillEarlier(old.db)
    await old.close()
    const { database, keepDump } = await openRegister({ databaseUrl }, options)
    expect(said.map(([event]) => event)).toEqual(['schema-upgrade', 'schema-upgraded'])
    expect(keepDump).toBeNull()
    expect((await sql`show statement_timeout`.execute(database.db)).rows).toEqual([{ statementTimeout: '20s' }])
    await database.close()
  },
)
