import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '#authority/test/postgres.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { startAuthority } from '#tools/run/authority-process.ts'
import { atLeast, atMost, type Bench, quantile, type Turn } from './measure.ts'

/** What clerks type while it fills: a frequent name, two names, beginnings, Latin letters, a number. */
const typed = ['محمد', 'فهد ناصر', 'نو', 'alqah', 'mohammed al', 'عبد الله', '2050', 'سارة خ']
/** Page by page takes many times as long: its rate is taken over this many rows. */
const mostPaged = 60_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function value<T>(core: DeskCore, channel: string, input: unknown): Promise<T> {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(`${channel}: ${answer.error.code}`)
  return answer.value as T
}

/** Asks again and again until told to stop; how long each answer took, in milliseconds. */
function ask(work: (n: number) => Promise<unknown>, every: number): () => Promise<number[]> {
  let running = true
  const times: number[] = []
  const loop = (async () => {
    for (let n = 0; running; n += 1) {
      const began = performance.now()
      await work(n)
      times.push(performance.now() - began)
      await pause(every)
    }
  })()
  return async () => {
    running = false
    await loop
    return times
  }
}

/** CPU time of a process and those it has waited for, in seconds; 0 where the system does not tell. */
function cpuOf(pid: number): number {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(words[11]) + Number(words[12])) / 100
  } catch {
    return 0
  }
}

/** A desk of its own fills itself from the authority; searching and asking the writer go on meanwhile. */
async function fillOne(url: string, pid: number, network: AuthorityFetch, most: number): Promise<Turn> {
  const profileDir = mkdtempSync(join(tmpdir(), 'bench-fill-'))
  const core = await createDeskCore({
    profileDir,
    key: new Uint8Array(randomBytes(32)),
    authorityUrl: url,
    demo: true,
    protected: false,
    backgroundSync: false,
    network,
  })
  try {
    const { clerks } = await value<{ clerks: { id: string; role: string }[] }>(core, 'session.clerks', {})
    await value(core, 'session.signIn', { clerkId: clerks.find(({ role }) => role === 'clerk')?.id ?? '' })
    await value(core, 'members.search', { text: 'فهد' })
    const searches = ask((n) => value(core, 'members.search', { text: typed[n % typed.length] }), 15)
    const commands = ask(() => value(core, 'sync.status', {}), 40)
    let done = 0
    const enough = new Promise<void>((resolve) =>
      core.onEvent((name, payload) => {
        if (name !== 'sync-status') return
        done = (payload as SyncStatus).progress?.done ?? done
        if (done >= most) resolve()
      }),
    )
    const [usage, authority] = [process.cpuUsage(), cpuOf(pid)]
    const began = performance.now()
    const whole = value<SyncStatus>(core, 'sync.now', {}).then(({ members }) => members.here)
    const members = await Promise.race([whole, enough.then(() => null)])
    const took = performance.now() - began
    const { user, system } = process.cpuUsage(usage)
    const [times, waits] = [await searches(), await commands()]
    // Both are watched to their end: a fill that fails after the race is a failed turn all the same.
    if (members === null) await value(core, 'sync.setLine', { connected: false }).then(() => whole.catch(() => 0))
    const rows = members === null ? done : members * 3
    return {
      units: rows,
      samples: times,
      figures: {
        'rows/s of the fill': (rows * 1000) / took,
        'desk µs of CPU a row': (user + system) / rows,
        'authority µs of CPU a row': ((cpuOf(pid) - authority) * 1e6) / rows,
        'command waits, p95 ms': quantile(waits, 0.95),
        'command waits, most ms': Math.max(...waits),
        'memory MB': process.memoryUsage.rss() / 1e6,
      },
    }
  } finally {
    await core.close()
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The authority as one of the protocol before, which has no stream. */
const paged: AuthorityFetch = async (url, init) => {
  const response = await globalThis.fetch(url, init)
  if (new URL(url).pathname !== '/v1/meta') return response
  return Response.json({ ...((await response.json()) as object), protocol: 1 })
}

/** The first fill of an empty, encrypted desk over loopback. */
export const bench: Bench = {
  title:
    'a first fill from an authority on PostgreSQL over loopback, two certificates a member; times are searches meanwhile; members',
  units: 'rows',
  rows: 1_000_000,
  prepare: async ({ rows }) => {
    const postgres = await startPostgres()
    const dataFolder = mkdtempSync(join(tmpdir(), 'bench-authority-'))
    if ('reason' in postgres) process.stderr.write(`On PGlite: ${postgres.reason}\n`)
    const authority = await startAuthority({
      dataFolder,
      members: rows,
      timeoutMilliseconds: 3_600_000,
      ...('url' in postgres ? { databaseUrl: postgres.url } : {}),
    })
    const direct: AuthorityFetch = (url, init) => globalThis.fetch(url, init)
    return {
      comparisons: [{ name: 'rate of the stream to pages', of: 'stream', to: 'pages', by: 'rate' }],
      contestants: [
        {
          name: 'stream',
          warmUp: false,
          turn: () => fillOne(authority.url, authority.pid, direct, Number.POSITIVE_INFINITY),
        },
        { name: 'pages', warmUp: false, turn: () => fillOne(authority.url, authority.pid, paged, mostPaged) },
      ],
      tearDown: async () => {
        await authority.close()
        if ('stop' in postgres) await postgres.stop()
        rmSync(dataFolder, { recursive: true, force: true })
      },
    }
  },
  goals: (results) => {
    const stream = results.find(({ name }) => name === 'stream')
    return [
      atLeast('rows a second', 60_000, stream?.figures['rows/s of the fill']),
      atMost('search meanwhile, p95 ms', 20, stream?.p95),
    ]
  },
}
