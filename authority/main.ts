import cluster from 'node:cluster'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError, getErrorRow } from '#shared/kernel/errors.ts'
import type { Clock, LogFields, Logger } from '#shared/kernel/ports.ts'
import { type Administered, isAdministered, readCommand } from './administer.ts'
import { type Config, readConfig } from './config.ts'
import { openPostgres } from './db/open-database.ts'
import { openFolder } from './db/open-folder.ts'
import { dumpHourly } from './db/register-dumps.ts'
import type { DemoOptions, FillProgress } from './demo/fill.ts'
import { openRegister, type RegisterPlace } from './demo/open-register.ts'
import { parseTraffic, startTraffic } from './demo/traffic.ts'
import { demandSafeAddress } from './identity/identity.ts'
import { startServer } from './server.ts'
import { exportRegister, importRegister } from './transfer.ts'
import { startWorkers, tellParent } from './workers.ts'

const usage = `npm run -s authority -- --data DIR [--port N] [--host 127.0.0.1] [--demo] [--members N] [--seed N]
  [--database-url URL]     PostgreSQL instead of the embedded database in DIR
  [--workers N]            so many processes on one port; needs --database-url
  [--traffic N/min]        with --demo: members submit N times a minute
  [--public-url URL]       by which desks and browsers reach it; needed where it does not listen on this machine alone
  [--issuer URL --audience A --client-id ID [--clerk-claim C] [--bearer]]   another OpenID provider than its own
npm run -s authority -- account add|reset|lock|unlock --clerk ID …   |   account without words tells more
npm run -s authority -- device list|enrol|revoke|wipe|open …         |   device without words tells more
npm run -s authority -- export --out FILE  (--data DIR | --database-url URL)
npm run -s authority -- import --from FILE (--data DIR | --database-url URL)`

const clock: Clock = { now: () => Date.now() }

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function logTo(level: string) {
  return (event: string, fields: LogFields = {}) =>
    void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`)
}
const log: Logger = { info: logTo('info'), warn: logTo('warn'), error: logTo('error') }

const sayProgress = (progress: FillProgress) => say({ progress })

const open = (place: RegisterPlace, demo: DemoOptions | null) =>
  openRegister(place, { demo, log, onProgress: sayProgress })

function wholeNumber(text: string | undefined, name: string, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} is a whole number, not "${text}".\n${usage}`)
  return value
}

interface Words {
  readonly place: RegisterPlace
  readonly host: string
  readonly port: number
  readonly workers: number
  readonly demo: DemoOptions | null
  readonly perMinute: number | null
  readonly seed: string
  readonly identity: Pick<Config, 'publicUrl' | 'provider'>
}

function readWords(): Words {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      members: { type: 'string' },
      seed: { type: 'string', default: '1' },
      demo: { type: 'boolean', default: false },
      'database-url': { type: 'string' },
      workers: { type: 'string' },
      traffic: { type: 'string' },
      'public-url': { type: 'string' },
      issuer: { type: 'string' },
      audience: { type: 'string' },
      'clerk-claim': { type: 'string' },
      'client-id': { type: 'string' },
      bearer: { type: 'boolean' },
    },
  })
  const databaseUrl = values['database-url']
  if (values.data === undefined && databaseUrl === undefined) throw new Error(`Where is the data? ${usage}`)
  const workers = wholeNumber(values.workers, 'workers', 1)
  if (workers > 1 && databaseUrl === undefined)
    throw new Error(`--workers needs --database-url: the embedded database belongs to one process.\n${usage}`)
  const perMinute = values.traffic === undefined ? null : parseTraffic(values.traffic)
  if (perMinute !== null && !values.demo) throw new Error(`--traffic is for a demo: add --demo.\n${usage}`)
  const members = wholeNumber(values.members, 'members', 2000)
  const {
    issuer,
    audience = '',
    'clerk-claim': clerkClaim = 'sub',
    'client-id': clientId = '',
    bearer = false,
  } = values
  if (issuer === undefined && (audience || clientId || bearer || values['clerk-claim'] !== undefined))
    throw new Error(`--audience, --client-id, --clerk-claim and --bearer belong to --issuer.\n${usage}`)
  if (issuer !== undefined && !(audience && clientId))
    throw new Error(`--issuer needs --audience and --client-id.\n${usage}`)
  const publicUrl = values['public-url']
  return {
    identity: {
      ...(publicUrl !== undefined && { publicUrl }),
      ...(issuer !== undefined && { provider: { issuer, audience, clientId, clerkClaim, bearer } }),
    },
    place: databaseUrl === undefined ? { data: values.data ?? '' } : { databaseUrl },
    host: values.host,
    port: wholeNumber(values.port, 'port', 0),
    workers,
    demo: values.demo ? { members, seed: values.seed, now: clock.now() } : null,
    perMinute,
    seed: values.seed,
  }
}

/** Calls `stop` at the first SIGTERM or SIGINT and ends; a second one does not wait any longer. */
function endBySignal(signals: readonly NodeJS.Signals[], stop: () => Promise<void>): () => void {
  let stopping = false
  const end = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(() => process.exit(0), failed)
  }
  for (const signal of signals) process.on(signal, end)
  return end
}

const configOf = ({ identity, demo }: Pick<Words, 'identity' | 'demo'>): Config =>
  readConfig(process.env, { ...identity, demo: demo !== null })

/** Starts an authority and keeps it up until it is told to stop (SIGTERM, SIGINT). */
async function serve({ place, host, port, demo, perMinute, seed, identity }: Words): Promise<void> {
  const config = configOf({ identity, demo })
  const { database, keepDump } = await open(place, demo)
  const server = await startServer({ database, config, clock, log, host, port })
  // Of several processes one lets members submit.
  const stopTraffic =
    perMinute === null
      ? null
      : await database.lead('traffic', () => startTraffic(server.context, { perMinute, seed }).stop)

  const stopDumping = keepDump && dumpHourly(keepDump, log)
  const end = endBySignal(cluster.isWorker ? ['SIGTERM'] : ['SIGTERM', 'SIGINT'], async () => {
    await stopTraffic?.()
    await server.close()
    await stopDumping?.()
    await database.close()
  })
  if (cluster.isWorker) {
    // The terminal's Ctrl-C reaches every process; the one that started this one tells it when to end, or is gone.
    process.on('SIGINT', () => undefined)
    process.on('disconnect', end)
  }
  const members = await server.countMembers()
  if (!tellParent({ url: server.url, members })) {
    say({ ready: true, url: server.url, demo: demo !== null, members })
  }
}

/** Makes the register ready once, then keeps several processes up that serve it. */
async function serveTogether({ place, demo, workers }: Words): Promise<void> {
  const { database } = await open(place, demo)
  await database.close()
  const { ready, stop } = await startWorkers(workers, log)
  endBySignal(['SIGTERM', 'SIGINT'], stop)
  say({ ready: true, ...ready, demo: demo !== null, workers })
}

/** Moves a whole register out of a database or into one that has none. */
async function transfer(way: 'export' | 'import', args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      'database-url': { type: 'string' },
      out: { type: 'string' },
      from: { type: 'string' },
    },
  })
  const { data, 'database-url': url } = values
  const file = way === 'export' ? values.out : values.from
  if (file === undefined || (data === undefined) === (url === undefined)) throw new Error(usage)
  const folder = data === undefined ? undefined : await openFolder(resolve(data), { log })
  const database = folder ?? openPostgres(url ?? '')
  try {
    const move = way === 'export' ? exportRegister : importRegister
    const rows = await database.alone('begin-register', () => move(database.db, resolve(file)))
    await folder?.settle()
    say({ [way === 'export' ? 'exported' : 'imported']: resolve(file), rows })
  } finally {
    await database.close()
  }
}

/** Accounts and devices from the command line: for the first administrator, and for when there is none. */
async function administer(what: Administered, args: readonly string[]): Promise<void> {
  const { where, run } = readCommand(what, args)
  const place = 'data' in where ? where : { databaseUrl: where.url }
  const { database, keepDump } = await open(place, null)
  try {
    say(await run({ db: database.db, clock }))
    await keepDump?.()
  } finally {
    await database.close()
  }
}

async function main(): Promise<void> {
  const [way, ...args] = process.argv.slice(2)
  if (way === 'export' || way === 'import') return transfer(way, args)
  if (isAdministered(way)) return administer(way, args)
  const words = readWords()
  demandSafeAddress(configOf(words), words.host)
  await (words.workers > 1 && cluster.isPrimary ? serveTogether(words) : serve(words))
}

/** Says in words why the authority cannot go on. */
function failed(error: unknown): never {
  if (error instanceof AppError) {
    const row = getErrorRow(error.code)
    process.stderr.write(`${row.en} ${row.doEn}\n${row.ar} ${row.doAr}\n(${error.message})\n`)
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
  process.exit(1)
}

main().catch(failed)
