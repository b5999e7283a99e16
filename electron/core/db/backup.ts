import { createHash } from 'node:crypto'
import { closeSync, constants, copyFileSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '#shared/kernel/errors.ts'
import { requireRoom } from './free-space.ts'
import { unlock } from './open-store.ts'
import { fromSqlite } from './sqlite-errors.ts'
import { forceToDisk, sizeOf } from './store-files.ts'

/** The hash of a file's bytes, read in pieces. */
function hashOf(file: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(1 << 20)
  const handle = openSync(file, 'r')
  try {
    for (;;) {
      const bytes = readSync(handle, piece)
      if (bytes === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, bytes))
    }
  } finally {
    closeSync(handle)
  }
}

/** Writes everything that is in the log into the file, and opens and reads its first page with the key. */
function fold(file: string, key: Uint8Array): void {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { fileMustExist: true })
    unlock(database, key)
    database.pragma('busy_timeout = 5000')
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (thrown) {
    throw fromSqlite(thrown)
  } finally {
    database?.close()
  }
}

/** The version of the schema in a file. @throws AppError `store/damaged` for a wrong key or a broken first page. */
export function versionOf(file: string, key: Uint8Array): number {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    unlock(database, key)
    return Number(database.pragma('user_version', { simple: true }))
  } catch (thrown) {
    throw fromSqlite(thrown)
  } finally {
    database?.close()
  }
}

/**
 * Copies a store that nobody has open: the log is folded into the file, the file is copied as it is (so it keeps its
 * cipher and its key, and SQLite's own backup does not work between encrypted files), the copy is compared byte by byte
 * by its hash, opened with the key, and forced to the disk before it gets its name.
 *
 * @throws AppError `store/full` when it would not fit, `store/damaged` when the store cannot be read or the copy differs.
 */
export function takeBackup(file: string, key: Uint8Array, to: string): void {
  requireRoom(dirname(to), sizeOf(file) + sizeOf(`${file}-wal`))
  fold(file, key)
  const half = `${to}-half`
  try {
    // A file system that can share the blocks of two files does so, and takes no time.
    copyFileSync(file, half, constants.COPYFILE_FICLONE)
    forceToDisk(half)
    if (hashOf(half) !== hashOf(file)) throw new AppError('store/damaged', { reason: 'copy' })
    versionOf(half, key)
    renameSync(half, to)
    forceToDisk(dirname(to))
  } catch (thrown) {
    rmSync(half, { force: true })
    const isFull = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC'
    throw isFull ? new AppError('store/full', {}, { cause: thrown }) : thrown
  }
}

/** Puts a backup in the place of a store that nobody has open. The backup stays until it is pruned. */
export function restoreBackup(from: string, file: string): void {
  const half = `${file}-restored`
  copyFileSync(from, half, constants.COPYFILE_FICLONE)
  forceToDisk(half)
  // A log belongs to the file beside which it was written, and would be read into any other.
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  renameSync(half, file)
  forceToDisk(dirname(file))
}
