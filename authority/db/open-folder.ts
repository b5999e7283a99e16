import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { AppError } from '#shared/kernel/errors.ts'
import { lockFolder } from './folder-lock.ts'
import { type OpenDatabase, openPglite } from './open-database.ts'

/** A register kept by PGlite in a folder: the data, a lock, and the latest dump. */
export interface OpenFolder extends OpenDatabase {
  /** How it was opened: as it lay, begun, or restored from its dump because it would not open. */
  readonly how: 'opened' | 'begun' | 'restored'
  /** Says that the register is whole; one that was begun and never settled is thrown away and begun again. */
  readonly settle: () => Promise<void>
  /** Writes the dump that a damaged folder is restored from; nothing for a register too large for it. */
  readonly keepDump: () => Promise<void>
}

/** Above this a dump would take more memory than it is worth: such a register belongs on PostgreSQL. */
const largestDumpBytes = 600_000_000

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.draft`, bytes)
  await rename(`${path}.draft`, path)
}

/**
 * Opens the register in `folder`, which no other process may have open. A new one begins with `firstDump` when it is
 * given. One that will not open is put aside and restored from its latest dump: what came after that is gone, so the
 * caller begins another epoch.
 *
 * @throws {AppError} `store/busy`, `store/damaged` (it will not open and has no dump).
 */
export async function openFolder(folder: string, firstDump?: () => Promise<Uint8Array>): Promise<OpenFolder> {
  const unlock = await lockFolder(folder)
  const data = join(folder, 'pglite')
  const marker = join(folder, 'beginning')
  const dumpPath = join(folder, 'register.tar')
  const open = async (): Promise<{ database: OpenDatabase; how: OpenFolder['how'] }> => {
    if (existsSync(marker)) await rm(data, { recursive: true, force: true })
    if (!existsSync(data)) {
      await writeFile(marker, '')
      const dump = await firstDump?.()
      return { database: await openPglite(dump ? { folder: data, dump } : { folder: data }), how: 'begun' }
    }
    try {
      const database = await openPglite({ folder: data })
      await sql`select 1`.execute(database.db)
      return { database, how: 'opened' }
    } catch (error) {
      const dump = await readFile(dumpPath).catch(() => undefined)
      if (!dump) throw new AppError('store/damaged', {}, { cause: error })
      await rename(data, `${data}-damaged-${Date.now()}`)
      return { database: await openPglite({ folder: data, dump: new Uint8Array(dump) }), how: 'restored' }
    }
  }
  try {
    const { database, how } = await open()
    return {
      ...database,
      how,
      settle: () => rm(marker, { force: true }),
      async keepDump() {
        const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
          database.db,
        )
        if ((rows[0]?.size ?? 0) > largestDumpBytes || !database.dump) return
        await writeWhole(dumpPath, await database.dump())
      },
      async close() {
        await database.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}
