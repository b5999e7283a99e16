import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { findDocument, putDocument } from '#core/repositories/documents.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { countRows } from '#core/repositories/store-health.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { at, contextOf, decideSome, fillStore, listCommands } from '#core/use-cases/store/test-filling.ts'
import type { StoreProgress } from '#shared/contracts/store.ts'
import { openProfileStore } from './open-profile.ts'
import { repairMarker } from './repair-marker.ts'
import { SpareKeeper } from './spare-keeper.ts'
import { readWork, writeEarlier } from './test/earlier-profile.ts'

let dir: string
let key: Uint8Array
const files = () => storeFiles(dir)
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
  key = new Uint8Array(randomBytes(32))
})
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

const open = (): Store => openProfileStore(files().file, key, 'writer')
/** Never comes: what is kept later is kept at the end, or not at all. */
const never = () => () => undefined
const keep = (store: Store) => SpareKeeper.open(store, dir, key, never)
const findings = async (store: Store) =>
  (await checkFully(store, { onStep: () => undefined, signal: new AbortController().signal, breathe: async () => {} }))
    .findings
const history = (store: Store) => (findSetting(store, 'store-history') ?? []).map(({ code }) => code)

/** A profile with decisions in its outbox, closed. */
function fill(decisions = 5): { commands: ReturnType<typeof listCommands> } {
  const store = open()
  const spare = keep(store)
  fillStore(store, 60)
  spare?.keep()
  decideSome(contextOf(store), 1, decisions)
  spare?.close()
  const commands = listCommands(store)
  store.close()
  return { commands }
}

/** Turns bits of a byte, or of a byte in each of these pages. */
function flip(file: string, ...offsets: number[]): void {
  const bytes = readFileSync(file)
  for (const offset of offsets) bytes[offset] = (bytes[offset] ?? 0) ^ 0x10
  writeFileSync(file, bytes)
}

describe('a file that cannot be opened', () => {
  test('is made anew out of the second copy, and kept aside', async () => {
    const { commands } = fill()
    flip(files().file, 50)
    const damaged = readFileSync(files().file)
    const store = open()
    expect(listCommands(store)).toEqual(commands)
    expect(await findings(store)).toEqual([])
    expect(countRows(store, 'cursors')).toBe(0)
    expect(history(store)).toEqual(['was-repaired'])
    expect(findSetting(store, 'last-repair')).toMatchObject({ why: 'unreadable', lost: [], incomplete: [] })
    const [kept] = readdirSync(files().aside)
    expect(readFileSync(join(files().aside, kept ?? ''))).toEqual(damaged)
    store.close()
    open().close()
  })

  test('with another key stays as it is, and so does its second copy', () => {
    fill()
    const before = [files().file, files().spare].map((file) => readFileSync(file))
    expect(() => openProfileStore(files().file, new Uint8Array(32), 'writer')).toThrow(/^store\/damaged/)
    expect([files().file, files().spare].map((file) => readFileSync(file))).toEqual(before)
    expect(existsSync(files().aside)).toBe(false)
  })

  test('without a second copy stays as it is', () => {
    fill()
    rmSync(files().spare)
    flip(files().file, 50)
    expect(() => open()).toThrow(/^store\/damaged/)
    expect(readdirSync(dir)).toContain('desk.db')
    expect(existsSync(files().aside)).toBe(false)
  })
})

describe('a repair that is asked for', () => {
  test('saves what only this desk holds and carries the authority’s rows that can be read', async () => {
    const { commands } = fill()
    writeFileSync(repairMarker(dir), '')
    const store = open()
    expect(listCommands(store)).toEqual(commands)
    expect(findSetting(store, 'last-repair')).toMatchObject({
      why: 'asked',
      saved: { outbox: 5, overlay: 5, members: 60, requests: 60, appointments: 6, clerks: 2 },
      lost: [],
    })
    // The derived rows are there too, and everything is fetched again under a new generation.
    expect(await findings(store)).toEqual([])
    expect(countRows(store, 'pending_requests')).toBe(5)
    expect(findSetting(store, 'generation')).toBe(2)
    store.close()
    expect(existsSync(repairMarker(dir))).toBe(false)
  })

  test('tells how far it is by rows, and that it is not stopped any more', () => {
    fill()
    writeFileSync(repairMarker(dir), 'repair-1')
    const told: StoreProgress[] = []
    const tell = (progress: StoreProgress): void => void told.push(progress)
    openProfileStore(files().file, key, 'writer', { tell, isStopped: () => false }).close()
    const [first] = told
    expect(first).toMatchObject({ id: 'repair-1', state: 'running', step: '', done: 0 })
    expect(first?.total).toBeGreaterThan(60 + 60 + 6 + 5 + 5)
    expect(told.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['outbox', 'members', 'requests', 'appointments']),
    )
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b))
    expect(told.at(-1)).toEqual({ ...told.at(-1), state: 'finishing', done: first?.total, total: first?.total })
    expect(told.filter(({ state }) => state === 'finishing')).toHaveLength(1)
  })

  test('stopped wherever it is, leaves the store as it was and nothing beside it', () => {
    const { commands } = fill()
    const before = readFileSync(files().file)
    for (const step of ['outbox', 'members', 'appointments']) {
      writeFileSync(repairMarker(dir), 'repair-1')
      let at = ''
      const watch = { tell: (progress: StoreProgress) => void (at = progress.step), isStopped: () => at === step }
      expect(() => openProfileStore(files().file, key, 'writer', watch)).toThrow(/^store\/repair-stopped/)
      expect(readFileSync(files().file).equals(before)).toBe(true)
      expect([existsSync(files().next), existsSync(repairMarker(dir))]).toEqual([false, false])
    }
    const store = open()
    expect(listCommands(store)).toEqual(commands)
    expect(findSetting(store, 'last-repair')).toBeUndefined()
    store.close()
  })

  test('of a file of an earlier version, which has not every table of today, saves all that it has', () => {
    fill()
    const today = openStore(files().file, key, 'reader')
    const old = mkdtempSync(join(tmpdir(), 'desk-profile-'))
    const work = writeEarlier(today, storeFiles(old).file, key, 3)
    today.close()
    writeFileSync(repairMarker(old), '')
    const store = openProfileStore(storeFiles(old).file, key, 'writer')
    expect(readWork(store)).toEqual(work)
    expect(work.commands).toHaveLength(5)
    expect(findSetting(store, 'last-repair')).toMatchObject({ lost: [], incomplete: [] })
    store.close()
    rmSync(old, { recursive: true, force: true, maxRetries: 5 })
  })

  test('goes on where it was interrupted between its renames', () => {
    const { commands } = fill()
    copyFileSync(files().file, files().next)
    rmSync(files().file)
    const store = open()
    expect(listCommands(store)).toEqual(commands)
    store.close()
    expect(existsSync(files().next)).toBe(false)
  })
})

describe('a log that lost what was saved last', () => {
  test('has it brought back from the second copy, and says so', async () => {
    const store = open()
    const spare = keep(store)
    fillStore(store, 60)
    spare?.keep()
    store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
    decideSome(contextOf(store), 1, 5)
    spare?.keep()
    // As after a kill: the files as they lie on the disk, with a bit of the log turned.
    const commands = listCommands(store)
    const cut = mkdtempSync(join(tmpdir(), 'desk-profile-'))
    for (const name of readdirSync(dir)) copyFileSync(join(dir, name), join(cut, name))
    spare?.close()
    store.close()
    flip(join(cut, 'desk.db-wal'), 32 + 24 + 100)
    const after = openProfileStore(join(cut, 'desk.db'), key, 'writer')
    expect(listCommands(after)).toEqual(commands)
    expect(history(after)).toEqual(['log-mended'])
    expect(await findings(after)).toEqual([])
    after.close()
    rmSync(cut, { recursive: true, force: true })
  })
})

test('a second copy that is damaged itself goes aside and is written anew', () => {
  const { commands } = fill()
  flip(files().spare, 50)
  const store = open()
  const spare = keep(store)
  expect(listCommands(store)).toEqual(commands)
  spare?.close()
  store.close()
  flip(files().file, 50)
  const again = open()
  expect(listCommands(again)).toEqual(commands)
  again.close()
})

test('the bytes of an attachment that the authority does not have yet are kept twice, others are not', () => {
  const store = open()
  const spare = keep(store)
  const [sent, waiting] = ['sent long ago', 'not sent yet'].map((text) => new Uint8Array(Buffer.from(text)))
  const hashes = [sent, waiting].map((bytes) =>
    createHash('sha256')
      .update(bytes ?? '')
      .digest('hex'),
  )
  for (const [index, bytes] of [sent, waiting].entries()) {
    const hash = hashes[index] ?? ''
    putDocument(store, hash, bytes ?? new Uint8Array(), at)
    store.runOf(
      `INSERT INTO attachments (hash, request_id, clerk_id, media_type, size, added_at, acknowledged_at)
       VALUES (?, 'request-1', 'noura', 'image/png', 12, ?, ?)`,
      hash,
      at,
      index === 0 ? at : null,
    )
  }
  spare?.close()
  store.close()
  flip(files().file, 50)
  const again = open()
  expect(hashes.map((hash) => findDocument(again, hash))).toEqual([undefined, waiting])
  expect(countRows(again, 'attachments')).toBe(2)
  expect(findSetting(again, 'last-repair')?.incomplete).toEqual([])
  again.close()
})

test('a page of the second copy that is damaged while the desk runs stops nobody, and it is written anew', () => {
  fill()
  const store = open()
  const spare = keep(store)
  const content = readFileSync(files().spare)
  for (let page = 1; page < content.byteLength / 4096; page += 1) content[page * 4096 + 9] = 0xff
  writeFileSync(files().spare, content)
  decideSome(contextOf(store), 6, 8)
  spare?.keep()
  spare?.keep()
  decideSome(contextOf(store), 9, 9)
  const commands = listCommands(store)
  spare?.close()
  store.close()
  flip(files().file, 50)
  const again = open()
  expect(listCommands(again)).toEqual(commands)
  again.close()
})

test('what the log lost while its second copy was damaged too is known to be lost', () => {
  fill()
  const store = open()
  store.runOf("UPDATE settings SET value = '1' WHERE key = 'local-mark'")
  store.close()
  const content = readFileSync(files().spare)
  // The root of the rows (the second page), and neither the first page nor that of the mark.
  content[4096 + 9] = (content[4096 + 9] ?? 0) ^ 1
  writeFileSync(files().spare, content)
  const again = open()
  expect(history(again)).toContain('could-not-save')
  again.close()
})
