import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { versionOf } from '#core/db/backup.ts'
import { type Migration, migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { backupFile, listBackups, storeFiles } from '#core/db/store-files.ts'
import { plantSql } from '#core/db/test-database.ts'
import { getStoredCommand, listUnreceipted } from '#core/repositories/outbox.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { openProfileStore } from './open-profile.ts'
import { earlierVersions, readWork, type WaitingWork, writeEarlier } from './test/earlier-profile.ts'
import { queueEveryKind } from './test/every-kind.ts'
import { key } from './test/synced-desk.ts'
import { startSmallAuthority, TestDeskCore } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ hookTimeout: 120_000 })

let desk: TestDeskCore
let today: Store
let dir: string
const files = () => storeFiles(dir)
beforeAll(async () => {
  const authority = await startSmallAuthority()
  desk = new TestDeskCore(authority.url, { key })
  await queueEveryKind(authority, desk)
  await desk.close()
  await authority.close()
  today = openStore(storeFiles(desk.profileDir).file, key, 'reader')
})
afterAll(async () => {
  today.close()
  await desk.end()
})
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

const open = (): Store => openProfileStore(files().file, key, 'writer')

/** A profile as that version left it, with every kind of command that it knew in its outbox, never sent. */
const leaveAt = (version: number): WaitingWork => writeEarlier(today, files().file, key, version)

/** The commands of a file of any version. */
const commandsIn = (store: Store) => store.allOf('SELECT id, seq, actor, state, body FROM outbox ORDER BY position')
const namesOf = ({ commands }: WaitingWork) =>
  commands.map(({ id, seq, actor, state, body }) => ({ id, seq, actor, state, body }))

/** All of the outbox is there as it was, and each command is one that can be pushed. */
async function expectWhole(store: Store, work: WaitingWork): Promise<void> {
  expect(readWork(store)).toEqual(work)
  expect(listUnreceipted(store).map(({ id }) => getStoredCommand(store, id).seq)).toEqual(
    work.commands.map(({ seq }) => seq),
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
    const work = leaveAt(version)
    const store = open()
    await expectWhole(store, work)
    expect(listBackups(dir)).toMatchObject([{ schemaVersion: version }])
    store.close()
    // The backup is the file as it was: with the same key, of the version before, with the outbox in it.
    const backup = backupFile(dir, version)
    expect(versionOf(backup, key)).toBe(version)
    const kept = openStore(backup, key, 'reader')
    expect(commandsIn(kept)).toEqual(namesOf(work))
    kept.close()
    expect(() => openStore(backup, new Uint8Array(32), 'reader')).toThrow(/^store\/damaged/)
    open().close()
    expect(listBackups(dir)).toEqual([])
  })

  test('a step that fails puts the file back as it was before the first', () => {
    const work = leaveAt(version)
    // What a later step makes is there already: it fails, and those before it were done.
    const left = migrations.slice(version).reverse()
    const failing = left.find(({ sql }) => sql.includes('CREATE TABLE')) ?? left[0]
    plantSql(files().file, key, conflictWith(failing as Migration))
    expect(() => open()).toThrow(/^store\/migration-failed .*"from":/)
    expect(versionOf(files().file, key)).toBe(version)
    const before = openStore(files().file, key, 'writer', migrations.slice(0, version))
    expect(commandsIn(before)).toEqual(namesOf(work))
    before.close()
  })
})

/** SQL after which a step cannot be done. */
function conflictWith({ sql }: Migration): string {
  const table = /CREATE TABLE (\w+)/.exec(sql)?.[1]
  if (table !== undefined) return `CREATE TABLE ${table} (planted TEXT)`
  const added = /ALTER TABLE (\w+) ADD COLUMN (\w+)/.exec(sql)
  if (added) return `ALTER TABLE ${added[1]} ADD COLUMN ${added[2]} TEXT`
  const dropped = /DROP (?:TABLE|INDEX|TRIGGER|VIEW) \w+/.exec(sql)?.[0]
  if (dropped !== undefined) return dropped
  return `CREATE TABLE ${/CREATE (?:UNIQUE )?INDEX (\w+)/.exec(sql)?.[1]} (planted TEXT)`
}

test('a file of a later version is refused in words and stays as it is', () => {
  open().close()
  plantSql(files().file, key, `PRAGMA user_version = ${migrations.length + 1}`)
  expect(() => open()).toThrow(/^store\/newer/)
  expect(versionOf(files().file, key)).toBe(migrations.length + 1)
  expect(listBackups(dir)).toEqual([])
})
