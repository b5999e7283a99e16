import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { CamelCasePlugin, Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import { bytesOid, readBytes, writeBytes } from './bytes.ts'
import { runAlone, runForLead } from './process-locks.ts'
import { QuickPglite } from './quick-pglite.ts'
import type { Database, Db } from './types.ts'

/** Calls back with the text of every notification on a channel; the answer stops it. */
export type Listen = (channel: string, onText: (text: string) => void) => Promise<() => Promise<void>>

/** A database that is open: PostgreSQL, or PGlite inside this process. */
export interface OpenDatabase {
  readonly kind: 'pglite' | 'postgres'
  readonly db: Db
  readonly listen: Listen
  /** Runs `work` while no other process that names the same lock does; waits for its turn. */
  readonly alone: <T>(lock: string, work: () => Promise<T>) => Promise<T>
  /**
   * Lets one process at a time lead: `begin` runs in the one that holds the lock, and what it answers when it holds it no
   * longer. Another one takes over within seconds of its end. The answer leaves the race.
   */
  readonly lead: (lock: string, begin: () => () => Promise<void>) => Promise<() => Promise<void>>
  /** The whole data folder as an uncompressed tar; only of PGlite. */
  readonly dump: (() => Promise<Uint8Array>) | null
  readonly close: () => Promise<void>
}

const dateOid = 1082
const instantOid = 1184
const bigOid = 20
/** `2026-11-22 07:00:00.123+00` of a session in UTC → `2026-11-22T07:00:00.123Z`. */
const isoInstant = (text: string): string => new Date(`${text.replace(' ', 'T')}:00`).toISOString()
const parsers = { [dateOid]: (text: string) => text, [instantOid]: isoInstant, [bigOid]: Number }
const plugins = () => [new CamelCasePlugin({ maintainNestedObjectKeys: true })]

export interface PgliteOptions {
  /** Folder of the data, or undefined for memory. */
  readonly folder?: string
  /** A dump to begin with, when the folder holds nothing yet. */
  readonly dump?: Uint8Array
  /** `statements`: each is prepared once, and durability is nobody's concern; for a simulation (`quick-pglite.ts`). */
  readonly keep?: 'statements'
}

/** Opens PGlite. One connection: statements and transactions wait for each other. */
export async function openPglite({ folder, dump, keep }: PgliteOptions): Promise<OpenDatabase> {
  const options: PGliteOptions = {
    parsers: { ...parsers, [bytesOid]: readBytes },
    serializers: { [bytesOid]: writeBytes },
  }
  if (folder !== undefined) options.dataDir = folder
  if (dump !== undefined) options.loadDataDir = new Blob([new Uint8Array(dump)])
  const pglite = await PGlite.create(options)
  const quick = keep === 'statements' ? new QuickPglite(pglite) : undefined
  const db = new Kysely<Database>({ dialect: quick?.dialect ?? new PGliteDialect({ pglite }), plugins: plugins() })
  return {
    kind: 'pglite',
    db,
    async listen(channel, onText) {
      if (quick) return quick.listen(channel, onText)
      const stop = await pglite.listen(channel, onText)
      return async () => {
        if (!pglite.closed) await stop()
      }
    },
    // The folder is locked to this process.
    alone: (_, work) => work(),
    lead: (_, begin) => Promise.resolve(begin()),
    async dump() {
      const blob = await pglite.dumpDataDir('none')
      return new Uint8Array(await blob.arrayBuffer())
    },
    async close() {
      if (!pglite.closed) await pglite.close()
    },
  }
}

/** A writer that hangs in a transaction would hold the feed back for everybody (docs/sync.md). */
const idleInTransactionMilliseconds = 15_000

export interface PostgresOptions {
  /**
   * Ends any statement that takes longer, a wait for somebody's lock included. For an authority that serves; what begins
   * or moves a register may take its time, so there is no limit unless one is given.
   */
  readonly statementMilliseconds?: number
  /** Ends a transaction that says nothing for so long; default 15 s. Shorter in tests. */
  readonly idleMilliseconds?: number
}

/** Opens PostgreSQL 13 or newer by its connection string. */
export function openPostgres(connectionString: string, options: PostgresOptions = {}): OpenDatabase {
  const { statementMilliseconds, idleMilliseconds = idleInTransactionMilliseconds } = options
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      parsers[oid as keyof typeof parsers] ?? pg.types.getTypeParser(oid, format as 'text'),
  }
  const settings: pg.ClientConfig = {
    connectionString,
    types: types as pg.CustomTypesConfig,
    idle_in_transaction_session_timeout: idleMilliseconds,
    options: '-c timezone=UTC',
    application_name: 'mumaris-authority',
  }
  // Only of the pool: whoever waits for a lock of a name on a connection of their own may wait.
  const pool = new pg.Pool({
    ...settings,
    max: 12,
    ...(statementMilliseconds && { statement_timeout: statementMilliseconds }),
  })
  // A connection that breaks while it is idle is replaced; the next query says so if the server is gone.
  pool.on('error', () => undefined)
  // One that is ended while somebody has it, as a writer who hangs is, says so at their next query. Without this it would
  // end the whole process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db: Db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), plugins: plugins() })
  const listeners = new Set<() => Promise<void>>()
  return {
    kind: 'postgres',
    db,
    async listen(channel, onText) {
      const stop = await listenForEver(settings, channel, onText)
      const forget = async () => {
        listeners.delete(forget)
        await stop()
      }
      listeners.add(forget)
      return forget
    },
    alone: (lock, work) => runAlone(settings, lock, work),
    lead: (lock, begin) => runForLead(settings, lock, begin),
    dump: null,
    async close() {
      await Promise.all(Array.from(listeners, (stop) => stop()))
      await db.destroy()
    },
  }
}

/** A connection of its own that listens, and is made again a second after it broke. */
async function listenForEver(settings: pg.ClientConfig, channel: string, onText: (text: string) => void) {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const connect = async (): Promise<void> => {
    const next = new pg.Client(settings)
    const again = () => {
      if (stopped || client !== next) return
      client = undefined
      timer = setTimeout(() => void connect().catch(retry), 1000)
    }
    const retry = () => {
      if (!stopped) timer = setTimeout(() => void connect().catch(retry), 1000)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', ({ payload }) => onText(payload ?? ''))
    await next.connect()
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = next
    if (stopped) await next.end()
  }
  await connect()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await client?.end().catch(() => undefined)
  }
}
