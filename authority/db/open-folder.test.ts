import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { getEpoch, setEpoch } from '#authority/repositories/meta.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import { openFolder } from './open-folder.ts'
import { getEmpty } from './prebuilt.ts'
import { dumpHourly } from './register-dumps.ts'
import type { Db } from './types.ts'

/** What every test begins with a copy of. */
const template = mkdtempSync(join(tmpdir(), 'authority-folder-'))
let folder: string
let said: [event: string, fields: object][]
const note = (event: string, fields: object = {}) => void said.push([event, fields])
const log: Logger = { info: note, warn: note, error: note }
const events = () => said.map(([event]) => event)

/** A register under epoch `first` with the row `dumped` in its dump. */
beforeAll(async () => {
  folder = template
  const register = await openFolder(folder, { log, firstDump: getEmpty })
  await setEpoch(register.db, 'first')
  await write(register.db, 'dumped')
  await register.settle()
  await register.keepDump()
  await register.close()
})
afterAll(() => rmSync(template, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'authority-folder-'))
  cpSync(template, folder, { recursive: true, preserveTimestamps: true })
  said = []
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

const open = (largestDumpBytes = 600_000_000) => openFolder(folder, { log, largestDumpBytes })
const write = (db: Db, name: string) => sql`insert into meta (name, value) values (${name}, 'x')`.execute(db)
const names = async (db: Db) =>
  (await sql<{ name: string }>`select name from meta order by name`.execute(db)).rows.map(({ name }) => name)
/** What a disk does to it: the file that says which files there are is empty. */
const damage = () => truncateSync(join(folder, 'pglite', 'global', 'pg_control'), 0)

test('a register that is too large is not dumped, which the log says, and is restored from the older dump in words', async () => {
  const taken = new Date('2026-11-20T07:00:00.000Z')
  utimesSync(join(folder, 'register.tar'), taken, taken)
  const large = await open(1_000_000)
  await write(large.db, 'later')
  await large.keepDump()
  await large.close()
  expect(said).toEqual([
    ['dump-too-large', { megabytes: expect.any(Number), largest: 1, latest: '2026-11-20T07:00:00.000Z' }],
  ])

  damage()
  const restored = await open()
  expect(restored.how).toBe('restored')
  expect(await names(restored.db)).toEqual(['dumped', 'epoch'])
  expect(await getEpoch(restored.db)).not.toBe('first')
  expect(events().slice(1)).toEqual(['register-damaged', 'register-restored-from-dump'])
  expect(said.at(-1)?.[1]).toEqual({ takenAt: '2026-11-20T07:00:00.000Z', minutesLost: expect.any(Number) })
  await restored.close()
})

test('a restore that was killed is made again, under an epoch that no desk knows', async () => {
  // Killed with the damaged folder put aside and nothing in its place.
  renameSync(join(folder, 'pglite'), join(folder, 'pglite-damaged-1'))
  const second = await open()
  expect({ how: second.how, names: await names(second.db) }).toEqual({ how: 'restored', names: ['dumped', 'epoch'] })
  expect(await getEpoch(second.db)).not.toBe('first')
  // Killed before the epoch was written down.
  await setEpoch(second.db, 'first')
  await second.close()
  writeFileSync(join(folder, 'restoring'), '')
  const third = await open()
  expect(third.how).toBe('restored')
  expect(await getEpoch(third.db)).not.toBe('first')
  await third.close()
  expect(readdirSync(folder).sort()).toEqual(['pglite', 'pglite-damaged-1', 'register.tar'])
})

test('the hourly dump and the last one wait for each other, and the folder is whole', async () => {
  rmSync(join(folder, 'register.tar'))
  const register = await open()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const stop = dumpHourly(register.keepDump, log)
  vi.advanceTimersByTime(3_600_000)
  await expect.poll(() => existsSync(join(folder, 'register.tar'))).toBe(true)
  // Another one begins, and it ends in the middle of that.
  vi.advanceTimersByTime(3_600_000)
  await write(register.db, 'last')
  await stop()
  await register.close()
  expect(said).toEqual([])
  expect(readdirSync(folder).sort()).toEqual(['pglite', 'register.tar'])
  damage()
  const restored = await open()
  expect(await names(restored.db)).toContain('last')
  await restored.close()
})

test('what is kept before an upgrade stays until the next, and is what the version before goes on from', async () => {
  const register = await open()
  await register.keepBeforeUpgrade()
  await write(register.db, 'upgraded')
  await register.keepDump()
  await register.close()
  expect(readdirSync(folder).sort()).toEqual(['before-upgrade.tar', 'pglite', 'register.tar'])
  // What docs/operations.md says.
  copyFileSync(join(folder, 'before-upgrade.tar'), join(folder, 'register.tar'))
  damage()
  const back = await open()
  expect({ how: back.how, names: await names(back.db) }).toEqual({ how: 'restored', names: ['dumped', 'epoch'] })
  await back.close()

  const large = await open(1_000_000)
  writeFileSync(join(folder, 'before-upgrade.tar'), 'of another version')
  await large.keepBeforeUpgrade()
  await large.close()
  expect(existsSync(join(folder, 'before-upgrade.tar'))).toBe(false)
  expect(events()).toContain('dump-too-large')
})

test('one that does not open and has no dump is left as it is, in words for whoever keeps it', async () => {
  rmSync(join(folder, 'register.tar'))
  damage()
  await expect(open()).rejects.toThrow(/^store\/unreadable/)
  // Nobody holds it, and nothing was put in its place.
  await expect(open()).rejects.toThrow(/^store\/unreadable/)
  expect(readdirSync(folder)).toEqual(['pglite'])
  expect(getErrorRow('store/unreadable').doEn).toMatch(/^Do not delete the file/)
})
