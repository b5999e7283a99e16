import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDamaged } from '#core/db/open-damaged.ts'
import type { Store } from '#core/db/store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { localTables } from '#core/db/table-kinds.ts'
import { linkAttachments, putAttachment } from '#core/repositories/attachments.ts'
import { putDocument } from '#core/repositories/documents.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { countEffectsWithoutCommand } from '#core/repositories/store-health.ts'
import { decideRequest } from '#core/use-cases/requests/decide-request.ts'
import { checkQuickly } from '#core/use-cases/store/check-store.ts'
import { turnBit } from '#core/use-cases/store/test-damage.ts'
import {
  at,
  contextOf,
  decideSome,
  fillStore,
  listCommands,
  noura,
  requestOf,
  salem,
} from '#core/use-cases/store/test-filling.ts'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import { openProfileStore } from './open-profile.ts'
import { repairMarker } from './repair-marker.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 120_000 })

type Commands = ReturnType<typeof listCommands>

const key = new Uint8Array(randomBytes(32))
let dir: string
let owned: Owned[]
let made: Commands
let sound: Buffer

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-pages-'))
  ;({ owned, made } = makeSmall())
  sound = readFileSync(storeFiles(dir).file)
})
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

/** A page of a file, and the table or index that it is of. */
interface Owned {
  readonly page: number
  readonly name: string
}

/** A small profile without a second copy: commands on several pages, one of them longer than a page, and a document. */
function makeSmall(): { owned: Owned[]; made: Commands } {
  const store = openProfileStore(storeFiles(dir).file, key, 'writer')
  fillStore(store, 13)
  const context = contextOf(store)
  decideSome(context, 1, 11)
  const { id, revisionHash } = requestOf(12)
  const remarks = 'ط'.repeat(900)
  decideRequest(context, salem, { id, decision: 'reject', reasons: ['REJ-RECENT-RECOVERY'], remarks, revisionHash })
  const bytes = new Uint8Array(randomBytes(6000))
  const hash = createHash('sha256').update(bytes).digest('hex')
  putDocument(store, hash, bytes, at)
  putAttachment(store, { hash, requestId: 'request-3', clerkId: 'noura', mediaType: 'image/png', size: 6000 }, at)
  for (const command of ['command-3', 'command-11']) linkAttachments(store, command, [hash])
  const made = listCommands(store)
  store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  const owned = store.allOf<Owned>('SELECT pageno AS page, name FROM dbstat ORDER BY pageno')
  store.close()
  return { owned, made }
}

/** Whether pages hold what only this desk has, or where the file says what lies where. */
const isOfLocal = (name: string): boolean =>
  name.startsWith('sqlite_s') ||
  name === 'documents' ||
  localTables.some((table) => name.replace('sqlite_autoindex_', '').startsWith(table))

/** The profile as it was made, with a bit of these pages turned. */
function damagePages(pages: readonly number[]): void {
  rmSync(dir, { recursive: true })
  mkdirSync(dir)
  writeFileSync(storeFiles(dir).file, sound)
  for (const page of pages) turnBit(storeFiles(dir).file, page - 1)
}

/** Which of these commands SQLite still gives, each asked for by its place alone. */
function readableOf(): Commands {
  const store = openDamaged(storeFiles(dir).file, key)
  const readable = made.filter((_, index) => {
    try {
      return store.findOf('SELECT * FROM outbox WHERE position = ?', index + 1) !== undefined
    } catch {
      return false
    }
  })
  store.close()
  return readable
}

const namesOf = (some: Commands) => some.map(({ actor, seq }) => `${actor} ${seq}`)

const idsOf = (some: Commands) => some.map(({ id }) => id)
/** Whether a clerk has made nothing since. */
const isLast = ({ id, actor }: Commands[number]) => made.findLast((command) => command.actor === actor)?.id === id

/** What a repair says that it could not save: numbers of commands, and whole tables. */
function toldOf(store: Store): { numbers: string[]; tables: (string | null)[] } {
  const told = (findSetting(store, 'store-history') ?? []).filter(({ code }) => code === 'could-not-save')
  const numbersOf = ({ detail: { clerkId, seqs } }: Finding) =>
    Array.isArray(seqs) ? seqs.map((seq) => `${String(clerkId)} ${seq}`) : []
  return { numbers: told.flatMap(numbersOf), tables: told.map(({ table }) => table) }
}

/** Opens it; what its start has not made anew is made anew now, as its words ask for. */
function openRepaired(): Store {
  const store = openProfileStore(storeFiles(dir).file, key, 'writer')
  if (findSetting(store, 'last-repair')) return store
  store.close()
  writeFileSync(repairMarker(dir), '')
  return openProfileStore(storeFiles(dir).file, key, 'writer')
}

test('whatever page is damaged, without a second copy: it opens, with every command that can be read', () => {
  let lossy = 0
  for (const { page, name } of owned.filter((one) => one.page > 1 && isOfLocal(one.name))) {
    const what = `page ${page} of ${name}`
    damagePages([page])
    const readable = readableOf()
    const store = openRepaired()
    const lost = made.filter((command) => !readable.includes(command))
    expect(idsOf(listCommands(store)), what).toEqual(idsOf(readable))
    // Whose key is lost, or whose last number, begins anew: what waits is signed once more. Nothing else changes a command.
    const begins = ['enrolled', 'sqlite_schema'].includes(name) || lost.some((command) => isLast(command))
    if (!begins) expect(listCommands(store), what).toEqual(readable)
    expect(countEffectsWithoutCommand(store), what).toBe(0)
    if (lost.length > 0) {
      lossy += 1
      expect(toldOf(store).tables, what).toContain('outbox')
      // Where the schema does not say where the outbox is nothing says what was in it either.
      if (name !== 'sqlite_schema') expect(toldOf(store).numbers.sort(), what).toEqual(namesOf(lost).sort())
    } else expect(toldOf(store).numbers, what).toEqual([])
    // Nothing is left that a clerk would be asked to mend once more.
    const { findings } = checkQuickly(store, () => 0.5)
    expect(
      findings.filter(({ severity, can }) => severity === 'damage' && can === 'repair'),
      what,
    ).toEqual([])
    // It is worked with again, once somebody has signed in and the request is there.
    enrolClerk(store, noura.id, at)
    putRequest(store, requestOf(13), JSON.stringify(requestOf(13)), 2)
    expect(decideSome(contextOf(store), 13, 13), what).toHaveLength(1)
    store.close()
  }
  expect(lossy).toBeGreaterThan(5)
})

test('between two damaged pages of the outbox an index says what there is', () => {
  const leaves = owned.filter(({ name }) => name === 'outbox').slice(1)
  damagePages([leaves[0]?.page ?? 0, leaves[2]?.page ?? 0])
  const readable = readableOf()
  const store = openRepaired()
  expect(idsOf(listCommands(store))).toEqual(idsOf(readable))
  // Some are lost before and some after them.
  const places = readable.map((command) => made.indexOf(command))
  expect(places.some((place, index) => place > 0 && places[index + 1] !== place + 1)).toBe(true)
  store.close()
})

test('a damaged first page looks like a wrong key: the file stays as it is', () => {
  damagePages([1])
  const damaged = readFileSync(storeFiles(dir).file)
  expect(() => openRepaired()).toThrow(/^store\/damaged/)
  expect(readFileSync(storeFiles(dir).file).equals(damaged)).toBe(true)
})
