import { resolve } from 'node:path'
import { AppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import { migrate, type Upgrade } from '../db/migrate.ts'
import { type OpenDatabase, openPostgres } from '../db/open-database.ts'
import { openFolder } from '../db/open-folder.ts'
import type { Db } from '../db/types.ts'
import { beginRegister } from './begin-register.ts'
import { getDemoDump } from './dump.ts'
import type { DemoOptions, FillProgress } from './fill.ts'

/** Up to this many members a new demo register begins from the cached dump; larger ones are filled in place. */
const largestCached = 20_000
/** A desk gives a call up after 30 s: it gets an answer before, and what it no longer waits for does not go on. */
const statementMilliseconds = 20_000

/** Where a register is: a folder of PGlite, or PostgreSQL. */
export type RegisterPlace = { readonly data: string } | { readonly databaseUrl: string }

/** A register that can be served. */
export interface Register {
  readonly database: OpenDatabase
  /** Null where the database keeps itself safe. */
  readonly keepDump: (() => Promise<void>) | null
}

export interface BeginOptions {
  readonly demo: DemoOptions | null
  readonly log: Logger
  readonly onProgress: (progress: FillProgress) => void
}

/** Says in the log what is done to the schema of a register that there is; `keep` runs first. */
async function upgrade(db: Db, log: Logger, keep?: () => Promise<void>): Promise<void> {
  let from: string | undefined
  try {
    await migrate(db, {
      before: async (steps: Upgrade) => {
        from = steps.from
        if (from === undefined) return
        log.info('schema-upgrade', { from, steps: steps.pending.join(' ') })
        await keep?.()
      },
    })
  } catch (error) {
    if (error instanceof AppError && error.code === 'store/migration-failed')
      log.error('schema-upgrade-failed', { ...error.detail, cause: String(error.cause) })
    throw error
  }
  if (from !== undefined) log.info('schema-upgraded', { from })
}

async function openOnPostgres(url: string, { demo, log, onProgress }: BeginOptions): Promise<Register> {
  // Steps of the schema and a fill take as long as they take; calls do not.
  const beginning = openPostgres(url)
  try {
    // Two that start at once: one brings the schema up to date and fills the register, the other waits and finds it done.
    await beginning.alone('begin-register', async () => {
      await upgrade(beginning.db, log)
      await beginRegister(beginning.db, { demo, renew: false }, onProgress)
    })
  } finally {
    await beginning.close()
  }
  return { database: openPostgres(url, { statementMilliseconds }), keepDump: null }
}

/**
 * Opens a register and makes it ready to be served: begins one that was never begun, and brings the schema of one that
 * there is up to this version. A folder is dumped before that; PostgreSQL is backed up by whoever runs it
 * (docs/operations.md, "Upgrading").
 *
 * @throws {AppError} those of `openFolder`, `migrate` and `beginRegister`.
 */
export async function openRegister(place: RegisterPlace, options: BeginOptions): Promise<Register> {
  if ('databaseUrl' in place) return openOnPostgres(place.databaseUrl, options)
  const { demo, log, onProgress } = options
  const firstDump = demo && demo.members <= largestCached ? () => getDemoDump(demo, onProgress) : undefined
  const folder = await openFolder(resolve(place.data), { log, firstDump })
  try {
    await upgrade(folder.db, log, () => folder.keepBeforeUpgrade())
    await beginRegister(folder.db, { demo, renew: folder.how === 'begun' }, onProgress)
    await folder.settle()
  } catch (error) {
    await folder.close()
    throw error
  }
  return { database: folder, keepDump: folder.keepDump }
}
