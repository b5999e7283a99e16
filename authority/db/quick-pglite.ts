import type { PGlite } from '@electric-sql/pglite'
import { CompiledQuery, type DatabaseConnection, type Driver, PGliteDialect, type QueryResult } from 'kysely'
import { bytesOid } from './bytes.ts'
import { type Answer, type Carried, prepareMessage, readAnswer, runMessage } from './wire.ts'

type Write = PGlite['serializers'][number]
type Read = PGlite['parsers'][number]

/** A statement that the database has prepared: how its parameters are written, and its columns read. */
interface Kept {
  readonly name: string
  readonly writers: readonly (Write | undefined)[]
  readonly columns: readonly { readonly name: string; readonly type: number; readonly read: Read | undefined }[]
  /** Which columns are `bytea` and come as they are, not as hexadecimal text. */
  readonly asBytes: readonly boolean[]
}

/** An error of the database, with the fields that PGlite's own and pg's have. */
class DatabaseError extends Error {
  readonly code: string | undefined
  readonly severity: string | undefined
  readonly detail: string | undefined
  readonly constraint: string | undefined
  readonly table: string | undefined

  constructor(fields: NonNullable<Answer['error']>) {
    super(fields['M'])
    this.code = fields['C']
    this.severity = fields['V']
    this.detail = fields['D']
    this.constraint = fields['n']
    this.table = fields['t']
  }
}

/** `INSERT 0 2` → 2n; of what changes nothing undefined. */
function changedOf(tag: string): bigint | undefined {
  const [verb, ...numbers] = tag.split(' ')
  const changes = verb === 'INSERT' || verb === 'UPDATE' || verb === 'DELETE' || verb === 'MERGE'
  return changes ? BigInt(numbers.at(-1) ?? 0) : undefined
}

/**
 * What a database does not need that ends with its process: no commit waits for a disk, nothing is counted for a
 * vacuum that never comes by itself, and what is prepared is planned once for all values.
 */
const settings = [
  'plan_cache_mode = force_generic_plan',
  'synchronous_commit = off',
  'track_activities = off',
  'track_counts = off',
]

/**
 * Speaks with a PGlite in PostgreSQL's own words: each statement is prepared once and run in one call, where PGlite by
 * itself makes six, parses and plans anew, and waits for itself between them. For a database whose tables are not
 * changed any more (a prepared statement does not outlive that) and which nobody else uses.
 */
export class QuickPglite implements DatabaseConnection {
  readonly #pglite: PGlite
  readonly #statements = new Map<string, Kept>()
  readonly #listeners = new Map<string, Set<(text: string) => void>>()

  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  get dialect(): PGliteDialect {
    return new QuickDialect(this.#pglite, this)
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { name, writers, columns, asBytes } = this.#statements.get(sql) ?? (await this.#prepare(sql))
    const values = parameters.map((value, index): Carried => {
      if (value === null || value === undefined) return null
      const write = writers[index]
      if (!write && value instanceof Uint8Array) return value
      return write ? String(write(value)) : `${value as string | number | bigint | boolean}`
    })
    const { rows, tag } = await this.#ask(runMessage(name, values, asBytes), asBytes)
    const read = rows.map((carried) => {
      const row: Record<string, unknown> = {}
      for (const [index, { name: as, type, read: readText }] of columns.entries()) {
        const value = carried[index] ?? null
        row[as] = typeof value === 'string' && readText ? readText(value, type) : value
      }
      return row
    })
    const changed = changedOf(tag)
    return { rows: read as Row[], ...(changed !== undefined && { numAffectedRows: changed }) }
  }

  /** One connection has no second place to stream from. */
  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nothing is streamed')
  }

  async #prepare(sql: string): Promise<Kept> {
    const name = `kept_${this.#statements.size}`
    const { parameters, columns } = (await this.#ask(prepareMessage(name, sql))).described
    const { serializers, parsers } = this.#pglite
    const kept: Kept = {
      name,
      writers: parameters.map((type) => (type === bytesOid ? undefined : serializers[type])),
      columns: columns.map((column) => ({ ...column, read: parsers[column.type] })),
      asBytes: columns.map(({ type }) => type === bytesOid),
    }
    this.#statements.set(sql, kept)
    return kept
  }

  async #ask(message: Uint8Array, asBytes?: readonly boolean[]): Promise<Answer> {
    const pieces: Uint8Array[] = []
    // What it gives lies in its own memory, and is another thing by the next call.
    await this.#pglite.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (bytes) => void pieces.push(Uint8Array.from(bytes)),
    })
    const whole = pieces.length === 1 && pieces[0] ? Buffer.from(pieces[0].buffer) : Buffer.concat(pieces)
    const answer = readAnswer(whole, asBytes)
    for (const { channel, text } of answer.notices)
      for (const hear of Array.from(this.#listeners.get(channel) ?? [])) hear(text)
    if (answer.error) throw new DatabaseError(answer.error)
    return answer
  }

  /** Calls back with what is notified on a channel; the answer stops it. */
  async listen(channel: string, onText: (text: string) => void): Promise<() => Promise<void>> {
    const known = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, known.add(onText))
    await this.executeQuery(CompiledQuery.raw(`listen "${channel}"`))
    return () => {
      known.delete(onText)
      return Promise.resolve()
    }
  }
}

class QuickDialect extends PGliteDialect {
  readonly #pglite: PGlite
  readonly #connection: QuickPglite

  constructor(pglite: PGlite, connection: QuickPglite) {
    super({ pglite })
    this.#pglite = pglite
    this.#connection = connection
  }

  override createDriver(): Driver {
    const say = async (words: string): Promise<void> =>
      void (await this.#connection.executeQuery(CompiledQuery.raw(words)))
    let last: Promise<void> = Promise.resolve()
    let release = (): void => undefined
    return {
      init: async () => {
        for (const setting of settings) await say(`set ${setting}`)
      },
      // One after the other, transactions whole.
      acquireConnection: async () => {
        const before = last
        const { promise, resolve } = Promise.withResolvers<void>()
        last = promise
        await before
        release = resolve
        return this.#connection
      },
      releaseConnection: () => {
        release()
        return Promise.resolve()
      },
      beginTransaction: (_, { isolationLevel, accessMode }) =>
        say(['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ')),
      commitTransaction: () => say('commit'),
      rollbackTransaction: () => say('rollback'),
      destroy: async () => {
        if (!this.#pglite.closed) await this.#pglite.close()
      },
    }
  }
}
