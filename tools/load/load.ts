import '#tools/setup/guard.mjs'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { openPostgres } from '#authority/db/open-database.ts'
import type { PushItem } from '#shared/protocol/push.ts'
import { addCases, approvals, type SignedIn, signIn, startBenchPostgres } from '#tools/bench/case-load.ts'
import { machine, quantile } from '#tools/bench/measure.ts'
import { startAuthority } from '#tools/run/authority-process.ts'
import { cpuSeconds, findPostmaster } from './cpu.ts'
import { beDesk, type LoadFigures, newFigures } from './load-desk.ts'

const usage = `npm run -s load -- [--desks 200] [--seconds 20] [--commands 40] [--workers 2] [--members 20000]
  [--database-url URL] [--json]
Starts an authority on 127.0.0.1 over a PostgreSQL of its own (or URL) and lets so many desks pull and push; each has
that many commands to push, ten at a time. Ends by itself. Processor time of PostgreSQL is told where its processes can be
seen: on Linux, on this machine.`
/** Commands in a push: what a clerk has decided since the last one. */
const parcel = 10
const most = { desks: 1000, seconds: 300, commands: 400, workers: 16, members: 2_000_000 }

function readWords() {
  const { values } = parseArgs({
    options: {
      desks: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '20' },
      commands: { type: 'string', default: '40' },
      workers: { type: 'string', default: '2' },
      members: { type: 'string', default: '20000' },
      'database-url': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const number = (name: keyof typeof most): number => {
    const value = Number(values[name])
    if (Number.isSafeInteger(value) && value >= 1 && value <= most[name]) return value
    throw new Error(`--${name} is a whole number from 1 to ${most[name]}, not "${values[name]}".\n${usage}`)
  }
  return {
    desks: number('desks'),
    seconds: number('seconds'),
    commands: number('commands'),
    workers: number('workers'),
    members: number('members'),
    databaseUrl: values['database-url'],
    json: values.json,
  }
}

const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits

function spread(took: readonly number[]) {
  if (took.length === 0) return { answers: 0 }
  const at = (part: number) => round(quantile(took, part))
  return { answers: took.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), unit: 'ms' }
}

/** Seconds of processor time by now; null where it cannot be told. */
interface Spent {
  readonly authority: number | null
  readonly postgres: number | null
  /** The desks: they share the machine. */
  readonly load: number | null
}

function spentBy(authority: number, postmaster: number | null): Spent {
  const { user, system } = process.cpuUsage()
  return {
    authority: cpuSeconds(authority),
    postgres: postmaster === null ? null : cpuSeconds(postmaster),
    load: (user + system) / 1e6,
  }
}

/** What was spent between two moments, divided by `by`. */
function shares(before: Spent, after: Spent, by: number): Spent {
  const share = (name: keyof Spent): number | null => {
    const [from, to] = [before[name], after[name]]
    return from === null || to === null || by === 0 ? null : round((to - from) / by, 2)
  }
  return { authority: share('authority'), postgres: share('postgres'), load: share('load') }
}

async function run(words: ReturnType<typeof readWords>) {
  const { desks, seconds, commands, workers, members } = words
  const postgres = words.databaseUrl === undefined ? await startBenchPostgres() : undefined
  const databaseUrl = postgres?.url ?? words.databaseUrl ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'authority-load-'))
  // Two hundred desks behind one address, and each asks as fast as it is answered: no limit is to be measured here.
  process.env['AUTHORITY_DESK_CALLS_PER_MINUTE'] = '10000000'
  const authority = await startAuthority({
    dataFolder: folder,
    databaseUrl,
    members,
    workers,
    timeoutMilliseconds: 3_600_000,
  })
  const database = openPostgres(databaseUrl)
  try {
    const figures: LoadFigures = newFigures()
    const cases = await addCases(database.db, desks * commands)
    const storedBefore = await countCommands(database.db)
    const ready: { signedIn: SignedIn; parcels: PushItem[][] }[] = []
    for (let n = 0; n < desks; n += 1) {
      const signedIn = await signIn(authority.url, `load-${process.pid}-${n}`)
      ready.push({ signedIn, parcels: approvals(signedIn, cases.slice(n * commands, (n + 1) * commands), parcel) })
    }
    const postmaster = await findPostmaster(database.db)
    const before = spentBy(authority.pid, postmaster)
    const began = performance.now()
    const agent = new Agent({ keepAlive: true, maxSockets: desks })
    const isOver = () => performance.now() - began >= seconds * 1000
    await Promise.all(ready.map((one) => beDesk({ url: authority.url, agent, figures, ...one }, isOver)))
    agent.destroy()
    const elapsed = (performance.now() - began) / 1000
    const after = spentBy(authority.pid, postmaster)
    const answers = figures.took.pull.length + figures.took.push.length
    const stored = (await countCommands(database.db)) - storedBefore
    return {
      load: { desks, seconds: round(elapsed), workers, members, commandsInAPush: parcel },
      machine: machine(),
      pull: spread(figures.took.pull),
      push: spread(figures.took.push),
      answersPerSecond: round(answers / elapsed),
      rowsPerSecond: Math.round(figures.rows / elapsed),
      commandsPerSecond: round(figures.applied / elapsed),
      /** Cores that were busy on average. */
      cores: shares(before, after, elapsed),
      /** Processor time of an answer, pulls and pushes together, in milliseconds. */
      millisecondsAnAnswer: shares(before, after, answers / 1000),
      /** By status; 0: no answer. */
      faults: Object.fromEntries(figures.odd),
      /** Stored at the authority, and acknowledged to a desk. */
      commands: { stored, acknowledged: figures.applied, lost: Math.max(0, figures.applied - stored) },
    }
  } finally {
    await database.close()
    await authority.close()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function countCommands(db: ReturnType<typeof openPostgres>['db']): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from commands`.execute(db)
  return rows[0]?.total ?? 0
}

try {
  const words = readWords()
  const report = await run(words)
  const told = (_: string, value: unknown): unknown => (value === null ? 'not told' : value)
  console.log(words.json ? JSON.stringify(report) : JSON.stringify(report, told, 2))
  process.exitCode = report.commands.lost === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
