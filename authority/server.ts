import type { Clock, Logger } from '#shared/kernel/ports.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './db/open-database.ts'
import { mergeCounts } from './repositories/feed.ts'
import { countMembers } from './repositories/members.ts'
import { keepSequencing } from './use-cases/audit/sequence-log.ts'
import { refreshLists, signAgainMilliseconds } from './use-cases/certificates/sign-lists.ts'
import type { AuthorityContext } from './use-cases/context.ts'
import type { PasswordCost } from './use-cases/identity/passwords.ts'
import { uuidV7 } from './use-cases/new-id.ts'

/** How often the notes of what the feed gained and lost are merged; as many processes as there are may do it. */
const mergeMilliseconds = 5 * 60_000

/** How long calls that are under way when the authority stops may take to be answered. */
const drainMilliseconds = 3000
/** A connection whose call was answered meanwhile would be kept for the next one. */
const sweepMilliseconds = 50

export interface ServerOptions {
  readonly database: OpenDatabase
  readonly config: Config
  readonly clock: Clock
  readonly log: Logger
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Less than the usual in tests only. */
  readonly passwordCost?: PasswordCost
}

/** An authority that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:40123`, without a slash at the end. */
  readonly url: string
  readonly context: AuthorityContext
  readonly app: Awaited<ReturnType<typeof buildApp>>
  /** Ends open calls and streams; the database stays open. */
  readonly close: () => Promise<void>
  /** Members in the register. */
  readonly countMembers: () => Promise<number>
}

/** Starts the HTTP server of an authority on a register that has begun. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { database, config, clock, log, host, port, passwordCost } = options
  const context: AuthorityContext = {
    db: database.db,
    clock,
    newId: uuidV7(clock),
    log,
    config,
    ...(passwordCost && { passwordCost }),
  }
  await refreshLists(context)
  const app = await buildApp(context, database)
  const url = await app.listen({ host, port })
  let signing: Promise<void> = Promise.resolve()
  const signAgain = () => {
    signing = refreshLists(context, { onlyIfDue: true }).catch((error: unknown) =>
      log.error('lists-not-signed', { cause: String(error) }),
    )
  }
  const timer = setInterval(signAgain, signAgainMilliseconds)
  let merging: Promise<void> = Promise.resolve()
  const merge = () => {
    merging = mergeCounts(context.db).catch((error: unknown) =>
      log.error('counts-not-merged', { cause: String(error) }),
    )
  }
  const mergeTimer = setInterval(merge, mergeMilliseconds)
  const stopSequencing = keepSequencing(context)
  const close = async () => {
    clearInterval(timer)
    clearInterval(mergeTimer)
    await Promise.all([signing, merging, stopSequencing()])
    // Open calls are answered; what a caller does not let end is cut off.
    const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMilliseconds)
    const force = setTimeout(() => app.server.closeAllConnections(), drainMilliseconds)
    await app.close().finally(() => {
      clearInterval(sweep)
      clearTimeout(force)
    })
  }
  return { url, context, app, close, countMembers: () => countMembers(database.db) }
}
