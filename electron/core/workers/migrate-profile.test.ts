import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { versionOf } from '#core/db/backup.ts'
import { type Migration, migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { backupFile, listBackups, storeFiles } from '#core/db/store-files.ts'
import { plantSql } from '#core/db/test-database.ts'
import { getStoredCommand, listUnreceipted } from '#core/repositories/outbox.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { contextOf, decideSome, fillStore, listCommands } from '#core/use-cases/store/test-filling.ts'
import { openProfileStore } from './open-profile.ts'
import { earlierVersions, writeEarlier } from './test/earlier-profile.ts'

let dir: string
let key: Uint8Array
const files = () => storeFiles(dir)
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
  key = new Uint8Array(randomBytes(32))
})
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

const open = (): Store => openProfileStore(files().file, key, 'writer')

/**
 * A profile as the version of `steps` left it, with commands in its outbox that were never sent. The commands are made
 * by today's code in a store of their own; of their rows goes over what the earlier tables have.
 */
function leaveAt(version: number, commands = 6): ReturnType<typeof listCommands> {
  const today = mkdtempSync(join(tmpdir(), 'desk-today-'))
  const source = openStore(join(today, 'desk.db'), key, 'writer')
  fillStore(source, 20)
  decideSome(contextOf(source), 1, commands)
  writeEarlier(source, files().file, key, version)
  const listed = listCommands(source)
  source.close()
  rmSync(today, { recursive: true, force: true })
  return listed
}

/** All of the outbox is there as it was, and each command is one that can be pushed. */
async function expectWhole(store: Store, commands: ReturnType<typeof listCommands>): Promise<void> {
  expect(listCommands(store)).toEqual(commands)
  expect(listUnreceipted(store).map(({ id }) => getStoredCommand(store, id).seq)).toEqual(
    commands.map(({ seq }) => seq),
  )
  const checked = await checkFully(store, {
    onStep: () => undefined,
    signal: new AbortController().signal,
    breathe: async () => {},
  })
  expect(checked.findings.filter(({ severity }) => severity === 'damage')).toEqual([])
}

describe.each(earlierVersions)('from version %i', (version) => {
  test('the outbox comes over whole, behind a backup that goes when the new version has opened twice', async () => {
    const commands = leaveAt(version)
    const store = open()
    await expectWhole(store, commands)
    expect(listBackups(dir)).toMatchObject([{ schemaVersion: version }])
    store.close()
    // The backup is the file as it was: with the same key, of the version before, with the outbox in it.
    const backup = backupFile(dir, version)
    expect(versionOf(backup, key)).toBe(version)
    const kept = openStore(backup, key, 'reader')
    expect(listCommands(kept)).toEqual(commands)
    kept.close()
    expect(() => openStore(backup, new Uint8Array(32), 'reader')).toThrow(/^store\/damaged/)
    open().close()
    expect(listBackups(dir)).toEqual([])
  })

  test('killed after each of its steps it goes on, and nothing of the outbox is lost', async () => {
    for (let reached = version; reached <= migrations.length; reached += 1) {
      for (const file of readdirSync(dir)) rmSync(join(dir, file), { recursive: true })
      const commands = leaveAt(version)
      // The files as a kill leaves them: the step is in the log, nothing was folded back or closed.
      const killed = openStore(files().file, key, 'writer', migrations.slice(0, reached))
      const cut = mkdtempSync(join(tmpdir(), 'desk-cut-'))
      for (const file of ['desk.db', 'desk.db-wal']) copyFileSync(join(dir, file), join(cut, file))
      killed.close()
      const store = openProfileStore(join(cut, 'desk.db'), key, 'writer')
      await expectWhole(store, commands)
      store.close()
      rmSync(cut, { recursive: true, force: true })
    }
  })

  test('killed within a step, its half is undone', async () => {
    const commands = leaveAt(version)
    const step = migrations[version] as Migration
    const cut = mkdtempSync(join(tmpdir(), 'desk-cut-'))
    const half = openStore(files().file, key, 'writer', migrations.slice(0, version))
    half.runOf('PRAGMA cache_size = 5')
    half.runOf('BEGIN IMMEDIATE')
    const first = /^(CREATE|ALTER|DROP|INSERT)[^;]*;/m.exec(step.sql)?.[0] ?? ''
    half.runOf(first)
    // More than the cache holds, so that pages of the unfinished step are in the log already.
    half.runOf('CREATE TABLE heavy (x)')
    half.runOf('INSERT INTO heavy SELECT zeroblob(100000) FROM outbox')
    for (const file of ['desk.db', 'desk.db-wal']) copyFileSync(join(dir, file), join(cut, file))
    expect(statSync(join(cut, 'desk.db-wal')).size).toBeGreaterThan(100_000)
    half.runOf('ROLLBACK')
    half.close()
    const store = openProfileStore(join(cut, 'desk.db'), key, 'writer')
    await expectWhole(store, commands)
    store.close()
    rmSync(cut, { recursive: true, force: true })
  })

  test('a step that fails puts the file back as it was before the first', () => {
    const commands = leaveAt(version)
    // What a later step makes is there already: it fails, and those before it were done.
    const left = migrations.slice(version).reverse()
    const failing = left.find(({ sql }) => sql.includes('CREATE TABLE')) ?? left[0]
    plantSql(files().file, key, conflictWith(failing as Migration))
    expect(() => open()).toThrow(/^store\/migration-failed .*"from":/)
    expect(versionOf(files().file, key)).toBe(version)
    const before = openStore(files().file, key, 'writer', migrations.slice(0, version))
    expect(listCommands(before)).toEqual(commands)
    before.close()
  })
})

/** SQL after which a step cannot be done. */
function conflictWith({ sql }: Migration): string {
  const table = /CREATE TABLE (\w+)/.exec(sql)?.[1]
  if (table !== undefined) return `CREATE TABLE ${table} (planted TEXT)`
  const added = /ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(sql)
  return `ALTER TABLE ${added?.[1]} ADD COLUMN ${added?.[2]} TEXT`
}

test('a file of a later version is refused in words and stays as it is', () => {
  open().close()
  plantSql(files().file, key, `PRAGMA user_version = ${migrations.length + 1}`)
  expect(() => open()).toThrow(/^store\/newer/)
  expect(versionOf(files().file, key)).toBe(migrations.length + 1)
  expect(listBackups(dir)).toEqual([])
})
