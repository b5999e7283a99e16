import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { requireRoom } from '#core/db/free-space.ts'
import { migrations } from '#core/db/migrate.ts'
import { openDamaged } from '#core/db/open-damaged.ts'
import { openStore } from '#core/db/open-store.ts'
import { keyOf, Spare } from '#core/db/spare.ts'
import type { Store } from '#core/db/store.ts'
import { forceToDisk, sizeOf, storeFiles } from '#core/db/store-files.ts'
import { forEachLocal, type LocalImage, type LocalTable, localTables } from '#core/db/table-kinds.ts'
import { appendNotes } from '#core/repositories/desk-audit.ts'
import { countAttachmentsWithoutBytes, restoreLocalRows } from '#core/repositories/local-rows.ts'
import { mendNumbers } from '#core/repositories/lost-numbers.ts'
import { carryReplica, countToCarry, putImage, type Salvaged, salvageLocalRows } from '#core/repositories/salvage.ts'
import { dropOrphans, listUnsaved } from '#core/repositories/salvage-outbox.ts'
import { getNewestGeneration, noteHistory, putSetting } from '#core/repositories/settings.ts'
import { countRows, listCommandNumbers } from '#core/repositories/store-health.ts'
import type { RepairReport } from '#shared/contracts/store.ts'
import { finding } from '#shared/domain/store/finding-table.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { RepairProgress, type RepairWatch } from './repair-progress.ts'

/** What could be had of what only this desk holds, from the damaged store and from the second copy. */
interface Saved {
  readonly image: LocalImage
  /** Tables of which rows may be missing. */
  readonly incomplete: readonly LocalTable[]
  /** Enrolled clerks whose row is only in a second copy that is behind the store. */
  readonly doubtful: readonly string[]
  /** Numbers of commands that the damaged store knows of, and that neither has. */
  readonly unsaved: RepairReport['lost']
}

function unlessDamaged<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (thrown) {
    if (toAppError(thrown).code === 'store/damaged') return undefined
    throw thrown
  }
}

/** Asks the second copy; undefined when there is none, or not with this key, or it is damaged itself, or empty. */
export function askSpare<T>(
  profileDir: string,
  key: Uint8Array,
  question: (spare: Spare) => T & { readonly version: number },
): T | undefined {
  const file = storeFiles(profileDir).spare
  if (!existsSync(file)) return undefined
  return unlessDamaged(() => {
    const spare = Spare.open(file, key, 'reader')
    try {
      const answer = question(spare)
      return answer.version > 0 ? answer : undefined
    } finally {
      spare.close()
    }
  })
}

/** All that the second copy holds. */
export const readSpare = (profileDir: string, key: Uint8Array): LocalImage | undefined =>
  askSpare(profileDir, key, (spare) => spare.read())

/**
 * The better of both: the newer one by its mark, and where the store is the newer but a table of it is damaged, the
 * table's missing rows from the second copy.
 */
function betterOf(main: Salvaged | undefined, spare: LocalImage | undefined): Saved {
  if (!main) {
    // A wrong key looks like damage; only what opens with the key proves that it is the right one.
    if (!spare) throw new AppError('store/damaged')
    return { image: spare, incomplete: [], doubtful: [], unsaved: [] }
  }
  const unsavedOf = (tables: LocalImage['tables']) => listUnsaved(main.known, tables.outbox)
  if (!spare || spare.version !== main.image.version)
    return { ...main, doubtful: [], unsaved: unsavedOf(main.image.tables) }
  if (spare.mark > main.image.mark) return { image: spare, incomplete: [], doubtful: [], unsaved: [] }
  const rowsOf = (table: LocalTable) => {
    if (!main.incomplete.includes(table)) return main.image.tables[table]
    const rows = new Map(spare.tables[table].map((row) => [keyOf(table, row), row]))
    for (const row of main.image.tables[table]) rows.set(keyOf(table, row), row)
    return [...rows.values()]
  }
  const tables = forEachLocal(rowsOf)
  // Two of the same mark hold the same: then nothing is missing.
  const incomplete = spare.mark === main.image.mark ? [] : main.incomplete
  const sure = new Set(main.image.tables.enrolled.map((row) => row['clerk_id']))
  const doubtful = incomplete.includes('enrolled')
    ? tables.enrolled.map((row) => row['clerk_id']).filter((id) => !sure.has(id ?? null))
    : []
  return { image: { ...main.image, tables }, incomplete, doubtful: doubtful.map(String), unsaved: unsavedOf(tables) }
}

/** So many lost numbers of a clerk are named. */
const mostNamed = 1000

/**
 * Numbers of commands that are nowhere: those of which it is known, those between the ones that are here, and those up to
 * the next that would be given.
 */
function lostNumbers(store: Store, unsaved: RepairReport['lost']): RepairReport['lost'] {
  const lost = new Map(unsaved.map(({ clerkId, seqs }) => [clerkId, new Set(seqs)]))
  for (const { clerkId, next, last, missing } of listCommandNumbers(store)) {
    const seqs = lost.get(clerkId) ?? new Set()
    for (const seq of missing) seqs.add(seq)
    if (last > 0) for (let seq = last + 1; seq < next && seqs.size < mostNamed; seq += 1) seqs.add(seq)
    if (seqs.size > 0) lost.set(clerkId, seqs)
  }
  return [...lost].map(([clerkId, seqs]) => ({
    clerkId,
    seqs: [...seqs].sort((one, other) => one - other).slice(0, mostNamed),
  }))
}

/** Clerks whose last commands are lost: their next number would follow none that is here, and be told as damage for ever. */
function listEndless(store: Store, lost: RepairReport['lost']): string[] {
  const lasts = new Map(listCommandNumbers(store).map(({ clerkId, last }) => [clerkId, last]))
  return lost
    .filter(({ clerkId, seqs }) => (seqs.at(-1) ?? 0) > (lasts.get(clerkId) ?? 0))
    .map(({ clerkId }) => clerkId)
}

function removeNext(profileDir: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${storeFiles(profileDir).next}${end}`, { force: true })
}

function makeNext(profileDir: string, key: Uint8Array, saved: Saved): Store {
  const { next } = storeFiles(profileDir)
  removeNext(profileDir)
  const image = { ...saved.image, tables: dropOrphans(saved.image.tables) }
  if (image.version < migrations.length) {
    // Rows of an earlier version enter a store of that version, which is then brought up to date like any other.
    const earlier = openStore(next, key, 'writer', migrations.slice(0, image.version))
    putImage(earlier, image)
    earlier.close()
    return openStore(next, key, 'writer')
  }
  const store = openStore(next, key, 'writer')
  restoreLocalRows(store, image)
  return store
}

/** Puts the new store in the place of the old one, which is kept aside. Each step can be the last; `finishSwap` goes on. */
function swap(profileDir: string, keptAside: string): void {
  const { file, aside } = storeFiles(profileDir)
  mkdirSync(aside, { recursive: true })
  if (existsSync(file)) renameSync(file, join(aside, keptAside))
  finishSwap(profileDir, keptAside)
}

/**
 * Goes on where a swap was interrupted: only when the old store has gone aside is the new one whole. A new store that is
 * beside an old one was never finished, and is made again when it is needed.
 */
export function finishSwap(profileDir: string, keptAside = `desk-unnamed-${Date.now()}.db`): void {
  const { file, log, next, aside } = storeFiles(profileDir)
  if (existsSync(file) || !existsSync(next)) return
  mkdirSync(aside, { recursive: true })
  // A log belongs to its file and must never be read into another.
  if (existsSync(log)) renameSync(log, join(aside, `${keptAside}-wal`))
  rmSync(`${file}-shm`, { force: true })
  renameSync(next, file)
  forceToDisk(profileDir)
}

/**
 * Makes a new store out of what can be read of the present one: first what only this desk holds (from the store and from
 * the second copy), then the authority's rows, which are fetched again besides, because no cursor is brought over.
 * The present files are kept aside. Nobody may have the store open.
 *
 * @param asked who asked for it and watches, and by which id. Stopped, it leaves the present store as it is.
 * @throws AppError `store/damaged` when neither the store nor the second copy opens with this key; `store/full`;
 *   `store/repair-stopped`.
 */
export function rebuildStore(
  profileDir: string,
  key: Uint8Array,
  why: RepairReport['why'],
  now: number,
  asked?: { readonly id: string; readonly watch: RepairWatch | undefined },
): RepairReport {
  const { file, next } = storeFiles(profileDir)
  const at = isoInstant(now)
  const keptAside = `desk-${at.replaceAll(/[:.]/g, '')}.db`
  requireRoom(profileDir, sizeOf(file) + sizeOf(`${file}-wal`))
  const old = existsSync(file) ? unlessDamaged(() => openDamaged(file, key)) : undefined
  let store: Store | undefined
  try {
    const progress = new RepairProgress(asked?.watch, asked?.id ?? '', old ? countToCarry(old) : 0)
    const onRead = (table: string, rows: number): void => progress.read(table, rows)
    const saved = betterOf(old && unlessDamaged(() => salvageLocalRows(old, onRead)), readSpare(profileDir, key))
    store = makeNext(profileDir, key, saved)
    const carried = old && saved.image.version === migrations.length ? carryReplica(old, store, at, onRead) : {}
    progress.finish()
    const lost = lostNumbers(store, saved.unsaved)
    const endless = listEndless(store, lost)
    if (saved.incomplete.includes('enrolled') || endless.length > 0) {
      const outboxIsWhole = !saved.incomplete.includes('outbox') && endless.length === 0
      const doubtful = [...saved.doubtful, ...endless]
      mendNumbers(store, { doubtful, outboxIsWhole, newDevice: randomUUID(), at })
    }
    // Rows that are not mentioned again are of an older generation and go when their scope was read through.
    putSetting(store, 'generation', getNewestGeneration(store) + 1)
    putSetting(store, 'scope-generations', {})
    const local = Object.fromEntries(localTables.map((table) => [table, countRows(store as Store, table)]))
    const withoutBytes = countAttachmentsWithoutBytes(store)
    const incomplete = [...saved.incomplete, ...(withoutBytes > 0 ? ['documents'] : [])]
    const report: RepairReport = {
      at,
      why,
      saved: { ...local, ...carried },
      lost,
      incomplete,
      keptAside: keptAside,
    }
    putSetting(store, 'last-repair', report)
    appendNotes(store, [{ actor: 'system', action: 'desk.store-repaired', subject: 'device', detail: { why } }], at)
    noteHistory(store, [
      finding('was-repaired', { detail: { at, why, file: keptAside } }),
      ...lost.map(({ clerkId, seqs }) =>
        finding('could-not-save', { table: 'outbox', count: seqs.length, detail: { clerkId, seqs } }),
      ),
      ...incomplete.map((table) => finding('could-not-save', { table })),
    ])
    // Closed as the last connection, the store writes its log into the file.
    store.close()
    old?.close()
    forceToDisk(next)
    swap(profileDir, keptAside)
    return report
  } catch (thrown) {
    store?.close()
    old?.close()
    // Not yet in the place of the old one, and as large as that.
    if (toAppError(thrown).code === 'store/repair-stopped') removeNext(profileDir)
    throw thrown
  }
}
