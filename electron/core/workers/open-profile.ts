import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { restoreBackup, takeBackup, versionOf } from '#core/db/backup.ts'
import { refuseNetworkDrive, requireRoom } from '#core/db/free-space.ts'
import { migrations } from '#core/db/migrate.ts'
import { openStore, type StoreMode } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { backupFile, listBackups, sizeOf, storeFiles } from '#core/db/store-files.ts'
import { localMark, restoreLocalRows } from '#core/repositories/local-rows.ts'
import { noteHistory } from '#core/repositories/settings.ts'
import { listUnreadableLocal } from '#core/repositories/store-health.ts'
import { finding } from '#shared/domain/store/finding-table.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { askSpare, finishSwap, readSpare, rebuildStore } from './rebuild-store.ts'
import { repairMarker } from './repair-marker.ts'
import type { RepairWatch } from './repair-progress.ts'

const isDamage = (thrown: unknown): boolean => toAppError(thrown).code === 'store/damaged'

/**
 * Brings a file up to date behind a backup. A step that fails leaves the file as it was before the first step, so that
 * the version before this one opens it again; one that was killed goes on at the next start, because each step is a
 * transaction and says itself that it was done.
 */
function openBehindBackup(file: string, key: Uint8Array, from: number): Store {
  const backup = backupFile(dirname(file), from)
  takeBackup(file, key, backup)
  try {
    return openStore(file, key, 'writer')
  } catch (thrown) {
    const { code } = toAppError(thrown)
    if (versionNow(file, key) !== from) restoreBackup(backup, file)
    if (code.startsWith('store/')) throw thrown
    throw new AppError('store/migration-failed', { from, to: migrations.length }, { cause: thrown })
  }
}

function versionNow(file: string, key: Uint8Array): number | undefined {
  try {
    return versionOf(file, key)
  } catch {
    return undefined
  }
}

interface Opened {
  readonly store: Store
  /** Whether it was brought up to date just now. */
  readonly migrated: boolean
}

function openUpToDate(file: string, key: Uint8Array): Opened {
  if (sizeOf(file) === 0) {
    requireRoom(dirname(file), 0)
    return { store: openStore(file, key, 'writer'), migrated: false }
  }
  const from = versionOf(file, key)
  const migrated = from > 0 && from < migrations.length
  return { store: migrated ? openBehindBackup(file, key, from) : openStore(file, key, 'writer'), migrated }
}

/** Opens the store; where it, or what only this desk holds in it, cannot be read it is made anew out of what can be. */
function openOrRebuild(profileDir: string, key: Uint8Array, now: number): Opened {
  const { file } = storeFiles(profileDir)
  let opened: Opened | undefined
  try {
    opened = openUpToDate(file, key)
    if (listUnreadableLocal(opened.store).length === 0) return opened
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
  }
  opened?.store.close()
  rebuildStore(profileDir, key, 'unreadable', now)
  return { store: openStore(file, key, 'writer'), migrated: false }
}

/** A store whose mark is behind that of its second copy has lost what was saved last: it is brought back. */
function bringBack(store: Store, profileDir: string, key: Uint8Array): void {
  const state = askSpare(profileDir, key, (spare) => spare.describe())
  if (!state || state.version !== migrations.length || state.mark <= localMark(store)) return
  const lost = state.mark - localMark(store)
  const spare = readSpare(profileDir, key)
  if (spare) restoreLocalRows(store, spare)
  // Two faults at once: what was lost is known to be lost, and no more.
  noteHistory(store, [finding(spare ? 'log-mended' : 'could-not-save', { count: lost })])
}

function repairIfAsked(profileDir: string, key: Uint8Array, now: number, watch: RepairWatch | undefined): void {
  const marker = repairMarker(profileDir)
  if (!existsSync(marker)) return
  const id = readFileSync(marker, 'utf8')
  // One that fails is not tried again at every start; it can be asked for again.
  rmSync(marker)
  rebuildStore(profileDir, key, 'asked', now, { id, watch })
}

/**
 * Opens the store of a profile as its one writer, with all that keeps it whole: no network drive, an interrupted repair
 * finished, a backup before migrations, what cannot be read made anew, what the log lost brought back. Readers open it
 * as it is.
 *
 * @param watch hears how far a repair is that somebody asked for, and may stop it.
 * @throws AppError `store/network-drive`, `store/full`, `store/io`, `store/newer`, `store/migration-failed`,
 *   `store/damaged` when nothing here opens with this key; `store/repair-stopped`.
 */
export function openProfileStore(file: string, key: Uint8Array, mode: StoreMode, watch?: RepairWatch): Store {
  if (mode === 'reader') return openStore(file, key, mode)
  const profileDir = dirname(file)
  refuseNetworkDrive(profileDir)
  finishSwap(profileDir)
  repairIfAsked(profileDir, key, Date.now(), watch)
  const { store, migrated } = openOrRebuild(profileDir, key, Date.now())
  try {
    bringBack(store, profileDir, key)
  } catch (thrown) {
    store.close()
    throw thrown
  }
  // A version that opens well for the second time needs no way back any more.
  if (!migrated) for (const { file: name } of listBackups(profileDir)) rmSync(join(profileDir, name))
  return store
}
