import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Logger } from '#shared/kernel/ports.ts'
import type { OpenDatabase } from './open-database.ts'

/** Above this a dump would take more memory than it is worth: such a register belongs on PostgreSQL. */
const largestDumpBytes = 600_000_000

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000)

/** A dump, and when it was taken. */
export interface FoundDump {
  readonly bytes: Uint8Array
  readonly at: Date
}

/** Whole or not at all, and on the disk before it takes the place of the one before. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.draft`
  try {
    await writeFile(draft, bytes, { flush: true })
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Dumps of a register beside its folder: the latest, and the one from before the latest upgrade. */
export class RegisterDumps {
  readonly #latest: string
  readonly #beforeUpgrade: string
  readonly #log: Logger
  readonly #largestBytes: number
  #last: Promise<void> = Promise.resolve()

  constructor(folder: string, log: Logger, largestBytes = largestDumpBytes) {
    this.#latest = join(folder, 'register.tar')
    this.#beforeUpgrade = join(folder, 'before-upgrade.tar')
    this.#log = log
    this.#largestBytes = largestBytes
  }

  /** The latest; undefined while there is none. */
  async find(): Promise<FoundDump | undefined> {
    const at = await this.#takenAt()
    return at && { bytes: new Uint8Array(await readFile(this.#latest)), at }
  }

  /**
   * Takes another one. Of a register that is too large none is taken: the one before stays, since it is better than
   * nothing, and the log says how old it is. One at a time: a second one waits for the first.
   */
  keep(database: OpenDatabase): Promise<void> {
    return this.#inTurn(async () => void (await this.#take(database)))
  }

  /** Takes another one and keeps it beside the latest until the next upgrade: the version before can go on from it. */
  keepBeforeUpgrade(database: OpenDatabase): Promise<void> {
    return this.#inTurn(async () => {
      if (await this.#take(database)) await copyFile(this.#latest, this.#beforeUpgrade)
      // One from before an earlier upgrade would be taken for this one's.
      else await rm(this.#beforeUpgrade, { force: true })
    })
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#last.then(work)
    this.#last = next.catch(() => undefined)
    return next
  }

  async #takenAt(): Promise<Date | undefined> {
    return (await stat(this.#latest).catch(() => undefined))?.mtime
  }

  async #take(database: OpenDatabase): Promise<boolean> {
    if (!database.dump) return false
    const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
      database.db,
    )
    const size = rows[0]?.size ?? 0
    if (size > this.#largestBytes) {
      this.#log.warn('dump-too-large', {
        megabytes: megabytes(size),
        largest: megabytes(this.#largestBytes),
        latest: (await this.#takenAt())?.toISOString() ?? null,
      })
      return false
    }
    await writeWhole(this.#latest, await database.dump())
    return true
  }
}

const everyMilliseconds = 3_600_000

/** Takes a dump every hour. The answer ends that and takes the last one; a dump that fails is logged. */
export function dumpHourly(keepDump: () => Promise<void>, log: Logger): () => Promise<void> {
  const dump = () => keepDump().catch((error: unknown) => log.error('dump-failed', { cause: String(error) }))
  const timer = setInterval(() => void dump(), everyMilliseconds)
  return () => {
    clearInterval(timer)
    return dump()
  }
}
