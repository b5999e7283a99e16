import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import { AppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import { lockFolder } from './folder-lock.ts'
import { type OpenDatabase, openPglite } from './open-database.ts'
import { RegisterDumps } from './register-dumps.ts'

/** A register kept by PGlite in a folder: the data, a lock, and the latest dump. */
export interface OpenFolder extends OpenDatabase {
  /** How it was opened: as it lay, begun, or restored from its dump because it would not open. */
  readonly how: 'opened' | 'begun' | 'restored'
  /** Says that the register is whole; one that was begun and never settled is thrown away and begun again. */
  readonly settle: () => Promise<void>
  /** Writes the dump that a damaged folder is restored from; for a register too large for it the log gets a warning. */
  readonly keepDump: () => Promise<void>
  /** The same, and keeps it apart until the next upgrade. */
  readonly keepBeforeUpgrade: () => Promise<void>
}

export interface FolderOptions {
  readonly log: Logger
  /** What a new register begins with. */
  readonly firstDump?: (() => Promise<Uint8Array>) | undefined
  /** Above so many bytes of database no dump is taken; less in tests. */
  readonly largestDumpBytes?: number
}

type Opened = Pick<OpenFolder, 'how'> & { readonly database: OpenDatabase }

/** Opens what lies there; throws when that cannot be. */
async function openData(data: string): Promise<OpenDatabase> {
  const database = await openPglite({ folder: data })
  await sql`select 1`.execute(database.db)
  return database
}

class RegisterFolder {
  readonly #data: string
  /** There while a register that was begun is not whole yet. */
  readonly #beginning: string
  /** There while one that is restored still has the epoch that desks know. */
  readonly #restoring: string
  readonly #dumps: RegisterDumps
  readonly #options: FolderOptions

  constructor(folder: string, dumps: RegisterDumps, options: FolderOptions) {
    this.#data = join(folder, 'pglite')
    this.#beginning = join(folder, 'beginning')
    this.#restoring = join(folder, 'restoring')
    this.#dumps = dumps
    this.#options = options
  }

  async open(): Promise<Opened> {
    if (existsSync(this.#beginning)) await rm(this.#data, { recursive: true, force: true })
    else if (existsSync(this.#restoring)) return this.#restore()
    if (!existsSync(this.#data)) {
      // Put aside and not restored yet: an empty register must not take its place.
      return (await this.#dumps.find()) && !existsSync(this.#beginning) ? this.#restore() : this.#begin()
    }
    try {
      return { database: await openData(this.#data), how: 'opened' }
    } catch (error) {
      if (!(await this.#dumps.find())) throw new AppError('store/unreadable', {}, { cause: error })
      const aside = `${this.#data}-damaged-${Date.now()}`
      await rename(this.#data, aside)
      this.#options.log.warn('register-damaged', { aside: basename(aside), cause: String(error) })
      return this.#restore()
    }
  }

  settle(): Promise<void> {
    return rm(this.#beginning, { force: true })
  }

  async #begin(): Promise<Opened> {
    await writeFile(this.#beginning, '')
    const dump = await this.#options.firstDump?.()
    return { database: await openPglite(dump ? { folder: this.#data, dump } : { folder: this.#data }), how: 'begun' }
  }

  /** From the latest dump, under another epoch, whoever opened it: desks must not go on from what is gone. */
  async #restore(): Promise<Opened> {
    const dump = await this.#dumps.find()
    if (!dump) throw new AppError('store/unreadable')
    await writeFile(this.#restoring, '')
    await rm(this.#data, { recursive: true, force: true })
    const database = await openPglite({ folder: this.#data, dump: dump.bytes })
    await sql`update meta set value = ${randomUUID()} where name = 'epoch'`.execute(database.db)
    await rm(this.#restoring)
    this.#options.log.warn('register-restored-from-dump', {
      takenAt: dump.at.toISOString(),
      minutesLost: Math.max(0, Math.round((Date.now() - dump.at.getTime()) / 60_000)),
    })
    return { database, how: 'restored' }
  }
}

/**
 * Opens the register in `folder`, which no other process may have open. A new one begins with `firstDump` when it is
 * given. One that will not open is put aside and restored from its latest dump: what came after that is gone, which the
 * log says with the dump's time, and it has another epoch.
 *
 * @throws {AppError} `store/busy`, `store/unreadable` (it will not open and has no dump).
 */
export async function openFolder(folder: string, options: FolderOptions): Promise<OpenFolder> {
  const unlock = await lockFolder(folder)
  try {
    const dumps = new RegisterDumps(folder, options.log, options.largestDumpBytes)
    const register = new RegisterFolder(folder, dumps, options)
    const { database, how } = await register.open()
    return {
      ...database,
      how,
      settle: () => register.settle(),
      keepDump: () => dumps.keep(database),
      keepBeforeUpgrade: () => dumps.keepBeforeUpgrade(database),
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
