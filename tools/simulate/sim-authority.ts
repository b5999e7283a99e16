import { buildApp } from '#authority/app.ts'
import { Config } from '#authority/config.ts'
import { type OpenDatabase, openPglite } from '#authority/db/open-database.ts'
import { getEmpty } from '#authority/db/prebuilt.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { type ChangeRows, FailingDatabase } from '#authority/test/failing-database.ts'
import { RegisterCopies } from '#authority/test/register-copies.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { sequenceLog } from '#authority/use-cases/audit/sequence-log.ts'
import type { AuthorityContext } from '#authority/use-cases/context.ts'
import type { Clock, NewId } from '#shared/kernel/ports.ts'
import { uploadHeaders } from '#shared/protocol/documents.ts'
import { countingIds, fixedClock } from '#shared/testing/builders.ts'
import { fillWorld, worldBegins } from './world.ts'

/** A call as it arrives at the authority. */
export interface Call {
  readonly method: 'GET' | 'HEAD' | 'PATCH' | 'POST' | 'PUT'
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** What it answers. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Hears that whoever asked has it, whole. */
  readonly onArrived?: () => void
}

const config = Config.parse({ demo: true, deskCallsPerMinute: 1e9, portalCallsPerMinute: 1e9 })

/** What desks read of an answer's head. */
const carried: readonly string[] = [
  'content-type',
  'retry-after',
  ...Object.values(uploadHeaders).map((name) => name.toLowerCase()),
]

type App = Awaited<ReturnType<typeof buildApp>>

/**
 * The real authority without a socket: its application over PGlite, opened once in a process and begun anew for each
 * seed. It can die at any statement, be started again, and be restored to a backup.
 */
export class SimAuthority {
  readonly #database: OpenDatabase
  readonly #copies: RegisterCopies
  readonly #failing: FailingDatabase
  #context: AuthorityContext
  #app: App | undefined
  #runs = 0
  #epochs = 0
  #pulls = 0
  /** Errors that are nobody's, which the authority wrote to its log while it was meant to be well. */
  readonly faults: string[] = []

  private constructor(database: OpenDatabase, copies: RegisterCopies) {
    this.#database = database
    this.#copies = copies
    this.#failing = new FailingDatabase(database.db)
    this.#context = this.#contextOf(fixedClock(worldBegins), countingIds('w'))
  }

  static async open(): Promise<SimAuthority> {
    const database = await openPglite({ dump: await getEmpty(), keep: 'statements' })
    await emptyDatabase(database.db)
    const copies = await RegisterCopies.open(database.db, ['world', 'backup'])
    const authority = new SimAuthority(database, copies)
    await fillWorld(authority.#context)
    await copies.keep('world')
    return authority
  }

  #contextOf(clock: Clock, newId: NewId): AuthorityContext {
    const note = (event: string, fields?: object) => {
      if (!this.#failing.dead) this.faults.push(`${event} ${JSON.stringify(fields ?? {})}`)
    }
    return { db: this.#failing.db, clock, newId, log: { info: () => undefined, warn: note, error: note }, config }
  }

  /** The register that every seed begins with. */
  async begin(clock: Clock, newId: NewId, changeRows?: ChangeRows): Promise<void> {
    this.#failing.changeRows = changeRows
    await this.#app?.close()
    this.#failing.revive()
    this.#runs += 1
    if (this.#runs % 10 === 0) await this.#copies.tidy()
    await this.#copies.giveBack('world')
    this.#epochs = 0
    this.#pulls = 0
    this.faults.length = 0
    this.#context = this.#contextOf(clock, newId)
    this.#app = await this.#build()
  }

  /** Nobody listens to its streams of events: the virtual network tells what moved. */
  #build(): Promise<App> {
    return buildApp(this.#context, { db: this.#failing.db, listen: () => Promise.resolve(() => Promise.resolve()) })
  }

  /** Keeps the register as the one that seeds begin with. */
  async keepWorld(): Promise<void> {
    await this.#copies.keep('world')
  }

  /** What use-cases are given, for what members and others do at the authority itself. */
  get context(): AuthorityContext {
    return this.#context
  }

  /** The register, for looking at, whether or not the authority runs. */
  get db(): AuthorityContext['db'] {
    return this.#database.db
  }

  get listen(): OpenDatabase['listen'] {
    return this.#database.listen
  }

  get up(): boolean {
    return this.#app !== undefined && !this.#failing.dead
  }

  /** The answer to a call, or undefined when the authority is not there or dies meanwhile. */
  async handle({ method, path, headers, body }: Call): Promise<Reply | undefined> {
    if (!this.#app || !this.up) return undefined
    if (path.startsWith('/v1/pull')) await this.#sequence()
    if (!this.up) return undefined
    const answer = await this.#app.inject({
      method,
      url: path,
      headers: { ...headers },
      ...(body && { payload: typeof body === 'string' ? body : Buffer.from(body) }),
    })
    if (!this.up) return undefined
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        carried.flatMap((name) => {
          const value = answer.headers[name]
          return typeof value === 'string' ? [[name, value]] : []
        }),
      ),
      body: answer.rawPayload,
    }
  }

  /** Gives the log's entries their places, now and then, as the process does on a timer of its own. */
  async #sequence(): Promise<void> {
    this.#pulls += 1
    if (this.#pulls % 8 !== 1) return
    await sequenceLog(this.#context).catch((thrown: unknown) => {
      if (this.up) throw thrown
    })
  }

  /** It dies after so many more statements. */
  dieAfter(statements: number): void {
    this.#failing.dieAfter(statements)
  }

  /** It does not die by itself any more. */
  calm(): void {
    if (this.up) this.#failing.revive()
  }

  /** A new process on the same register. */
  async restart(): Promise<void> {
    await this.#app?.close()
    this.#failing.revive()
    this.#app = await this.#build()
  }

  /** Keeps the register as it stands. */
  async backUp(): Promise<void> {
    await this.#copies.keep('backup')
  }

  /** Puts the backup in the register's place, in another epoch, as an authority that could not open its own does. */
  async restore(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
    this.#failing.revive()
    await this.#copies.giveBack('backup')
    this.#epochs += 1
    await setEpoch(this.db, `restored-${this.#epochs}`)
    this.#app = await this.#build()
  }

  /** It stops; the register stays. */
  async leave(): Promise<void> {
    await this.#app?.close()
    this.#app = undefined
  }

  async close(): Promise<void> {
    await this.leave()
    await this.#database.close()
  }
}
