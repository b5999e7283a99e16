import { closeSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a profile's store, all encrypted with the same key. */
export const storeFiles = (profileDir: string) =>
  ({
    /** The store. */
    file: join(profileDir, 'desk.db'),
    /** Its log of what was committed and is not in the file yet. */
    log: join(profileDir, 'desk.db-wal'),
    /** A store that is being made in its place. */
    next: join(profileDir, 'desk-next.db'),
    /** A second copy of what only this desk holds. */
    spare: join(profileDir, 'desk-spare.db'),
    /** Damaged files, never deleted by the application. */
    aside: join(profileDir, 'aside'),
  }) as const

const backupName = /^desk-before-v(\d+)\.db$/

/** Name of the backup that is taken before a file of version `from` is brought up to date. */
export const backupFile = (profileDir: string, from: number): string => join(profileDir, `desk-before-v${from + 1}.db`)

/** Bytes of a file; 0 when there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

export interface KeptFile {
  readonly file: string
  readonly bytes: number
  /** When it was written, in milliseconds. */
  readonly at: number
}

export interface KeptBackup extends KeptFile {
  /** The version of the schema in it. */
  readonly schemaVersion: number
}

function list(folder: string): KeptFile[] {
  let names: string[]
  try {
    names = readdirSync(folder).sort()
  } catch {
    return []
  }
  return names.flatMap((file) => {
    const stat = statSync(join(folder, file), { throwIfNoEntry: false })
    return stat?.isFile() ? [{ file, bytes: stat.size, at: stat.mtimeMs }] : []
  })
}

/** Backups taken before migrations, the newest version last. */
export function listBackups(profileDir: string): KeptBackup[] {
  return list(profileDir)
    .flatMap((kept) => {
      const to = backupName.exec(kept.file)?.[1]
      return to === undefined ? [] : [{ ...kept, schemaVersion: Number(to) - 1 }]
    })
    .sort((a, b) => a.schemaVersion - b.schemaVersion)
}

/** Damaged files kept aside, oldest first. */
export function listAsideFiles(profileDir: string): KeptFile[] {
  return list(storeFiles(profileDir).aside)
}

/** Forces a file, or the names in a folder, to the disk. Windows has no such thing for folders and needs none. */
export function forceToDisk(path: string): void {
  let handle: number
  try {
    handle = openSync(path, statSync(path).isDirectory() ? 'r' : 'r+')
  } catch (thrown) {
    if (process.platform === 'win32') return
    throw thrown
  }
  try {
    fsyncSync(handle)
  } catch (thrown) {
    if (process.platform !== 'win32') throw thrown
  } finally {
    closeSync(handle)
  }
}

/** What the file system says of a store. */
export interface FileFacts {
  readonly fileBytes: number
  readonly logBytes: number
  readonly backup: KeptBackup | null
  /** When the second copy was last written, in milliseconds; null when there is none. */
  readonly spareAt: number | null
  readonly keptAside: readonly KeptFile[]
}

export function describeFiles(profileDir: string): FileFacts {
  const { file, log, spare } = storeFiles(profileDir)
  // What was written last lies in its log until that is merged.
  const spareTimes = [spare, `${spare}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return {
    fileBytes: sizeOf(file),
    logBytes: sizeOf(log),
    backup: listBackups(profileDir).at(-1) ?? null,
    spareAt: Math.max(...spareTimes) || null,
    keptAside: listAsideFiles(profileDir),
  }
}
