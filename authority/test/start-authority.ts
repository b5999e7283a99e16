import { randomUUID } from 'node:crypto'
import type { FieldValues, Member } from '#shared/domain/members/member.ts'
import type { Clock, Logger } from '#shared/kernel/ports.ts'
import { Config } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { type OpenDatabase, openPglite, openPostgres } from '../db/open-database.ts'
import type { Db } from '../db/types.ts'
import { getDemoDump, middayOf } from '../demo/dump.ts'
import { fillDemo } from '../demo/fill.ts'
import { listMail, type StoredMail } from '../repositories/mail.ts'
import { setEpoch } from '../repositories/meta.ts'
import { type RunningServer, startServer } from '../server.ts'
import { ensureRegisterKeys } from '../use-cases/certificates/make-keys.ts'
import { correctMember } from '../use-cases/demo/correct-member.ts'
import { copyPostgres } from './postgres.ts'
import { emptyDatabase } from './test-database.ts'

export interface TestAuthorityOptions {
  /** Members of the demo register; default 200. 0: an empty register. */
  members?: number
  /** Default '1'. */
  seed?: string
  /** Default true: clerks can be picked. */
  demo?: boolean
  /** Default the machine's. */
  clock?: Clock
  /** PostgreSQL; everything in that database is replaced. Default: one of its own. */
  databaseUrl?: string
  /** Default 127.0.0.1 on a free port. */
  port?: number
  config?: Partial<Config>
  log?: Logger
}

/** An authority in this process, on a free port of 127.0.0.1, over a register of its own. */
export interface TestAuthority {
  readonly url: string
  readonly app: RunningServer['app']
  readonly context: RunningServer['context']
  readonly db: Db
  /** The mail outbox, oldest first. */
  mail(): Promise<StoredMail[]>
  /** Changes a member as somebody else at the authority would. */
  correctMember(id: string, fields: FieldValues): Promise<Member>
  close(): Promise<void>
}

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

type Register = Required<Pick<TestAuthorityOptions, 'members' | 'seed'>>

/** A copy of the demo register on this process's PostgreSQL; on PGlite, from a dump, where that cannot be had. */
async function openCopy(register: Register, now: number): Promise<OpenDatabase> {
  const demo = { ...register, now: middayOf(now) }
  const copy = await copyPostgres(JSON.stringify(demo), async (url) => {
    const { db, close } = openPostgres(url)
    await migrate(db)
    await fillDemo(db, demo)
    await close()
  })
  if (!('url' in copy)) return openPglite({ dump: await getDemoDump(demo) })
  const database = openPostgres(copy.url)
  return {
    ...database,
    async close() {
      await database.close()
      await copy.stop()
    },
  }
}

async function openRegister(register: Register, now: number, databaseUrl?: string): Promise<OpenDatabase> {
  if (databaseUrl === undefined) return openCopy(register, now)
  const database = openPostgres(databaseUrl)
  await migrate(database.db)
  await emptyDatabase(database.db)
  await fillDemo(database.db, { ...register, now })
  return database
}

/**
 * Starts an authority for tests. It begins with a copy of a register that was made once: on PostgreSQL a tenth of the
 * time and of the work that PGlite takes, and what the product runs on.
 */
export async function startAuthority(options: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const { members = 200, seed = '1', demo = true, clock = { now: () => Date.now() }, port = 0 } = options
  const database = await openRegister({ members, seed }, clock.now(), options.databaseUrl)
  const { db } = database
  // Each register is another one to a desk, though they begin alike.
  await setEpoch(db, randomUUID())
  // As at every start of a register: what the dump's demo has no use for is made.
  await ensureRegisterKeys(db, new Date(clock.now()).toISOString())
  const config = Config.parse({ portalCallsPerMinute: 10_000, ...options.config, demo })
  const server = await startServer({ database, config, clock, log: options.log ?? silent, host: '127.0.0.1', port })
  return {
    url: server.url,
    app: server.app,
    context: server.context,
    db,
    mail: async () => (await listMail(db, 1000)).reverse(),
    correctMember: (id, fields) => correctMember({ ...server.context, config: { ...config, demo: true } }, id, fields),
    async close() {
      await server.close()
      await database.close()
    },
  }
}
