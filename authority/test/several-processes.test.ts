import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#authority/db/migrate.ts'
import { type OpenDatabase, openPostgres } from '#authority/db/open-database.ts'
import { PullOutput } from '#shared/protocol/pull.ts'
import { type PushItem, PushOutput, type Receipt } from '#shared/protocol/push.ts'
import { addCases, approvals, type SignedIn, signIn } from '#tools/bench/case-load.ts'
import { endProcess } from '#tools/run/end-process.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

const found = await startPostgres()
const missing = 'reason' in found ? found.reason : null
const main = join(import.meta.dirname, '..', 'main.ts')
const children: ChildProcess[] = []

interface Running {
  readonly child: ChildProcess
  readonly url: string
  /** Lines that it wrote while it filled the register. */
  readonly progress: number
  readonly log: string[]
}

async function start(...words: string[]): Promise<Running> {
  const { url: database } = found as TestPostgres
  const all = [main, '--database-url', database, '--demo', '--members', '30', ...words]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  let progress = 0
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { ready?: boolean; url?: string }
      if (said.ready) resolve(said.url ?? '')
      else progress += 1
    })
    child.once('close', () => reject(new Error(log.join('\n'))))
  })
  return { child, url: await ready, progress, log }
}

/** Pushes until it is answered, at one authority after the other: what a desk does. */
async function pushAnywhere(urls: readonly string[], { desk, headers }: SignedIn, items: readonly PushItem[]) {
  const body = JSON.stringify({ protocol: 1, device: desk.device, items })
  for (let tries = 0; tries < 200; tries += 1) {
    const url = urls[tries % urls.length] ?? ''
    const answer = await fetch(`${url}/v1/push`, { method: 'POST', headers, body }).catch(() => undefined)
    if (answer?.status !== 200) continue
    const { receipts, stop } = PushOutput.parse(await answer.json())
    if (stop === null) return receipts
  }
  throw new Error('Nobody answered.')
}

async function pullAll(url: string, { headers }: SignedIn, scope: string): Promise<Map<string, number>> {
  const versions = new Map<string, number>()
  for (let cursor: string | undefined; ; ) {
    const query = new URLSearchParams({ scope, limit: '500', ...(cursor !== undefined && { cursor }) })
    const page = PullOutput.parse(await (await fetch(`${url}/v1/pull?${query}`, { headers })).json())
    for (const { table, id, version } of page.changes) if (table === 'requests') versions.set(id, version)
    cursor = page.cursor
    if (!page.more) return versions
  }
}

describe.skipIf(missing !== null)(`several processes${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = openPostgres((found as TestPostgres).url)
    await migrate(database.db)
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await database.close()
    await (found as TestPostgres).stop()
  })

  test('three that start at once fill the register once; one that is killed in a push loses and doubles nothing', async () => {
    const running = await Promise.all([start(), start(), start()])
    const filled = running.filter(({ progress }) => progress > 0)
    expect(filled).toHaveLength(1)
    const [first, second, third] = running as [Running, Running, Running]
    const urls = [first.url, second.url]

    const cases = await addCases(database.db, 360)
    // A session that one process gave is known to all.
    const desks = await Promise.all(Array.from({ length: 6 }, (_, n) => signIn(first.url, `several-${n}`)))
    const moved = await fetch(`${third.url}/v1/events`, {
      headers: { authorization: desks[0]?.headers.authorization ?? '' },
    })
    const reader = moved.body?.pipeThrough(new TextDecoderStream()).getReader()

    const acknowledged: Receipt[] = []
    let killed: Promise<unknown> | undefined
    await Promise.all(
      desks.map(async (signedIn, n) => {
        const own = cases.filter((_, index) => index % desks.length === n)
        for (const parcel of approvals(signedIn, own, 20)) {
          acknowledged.push(...(await pushAnywhere(n % 2 === 0 ? urls : [...urls].reverse(), signedIn, parcel)))
          if (acknowledged.length >= 100 && !killed) {
            killed = once(first.child, 'close')
            // In the middle of what the other desks push to it.
            first.child.kill('SIGKILL')
          }
        }
      }),
    )
    await killed
    expect(first.child.signalCode).toBe('SIGKILL')
    expect(acknowledged.map(({ outcome }) => outcome)).toEqual(cases.map(() => 'applied'))
    expect(new Set(acknowledged.map(({ id }) => id)).size).toBe(cases.length)

    // Every one had exactly one effect: a version, an approval, an audit entry, a stored receipt.
    const { rows } = await sql<{ versions: number; approvals: number; audits: number; commands: number }>`
      select (select count(*) from requests where id like 'bench-%' and version = 2 and state = 'awaiting-second') as versions,
        (select count(*) from approvals where request_id like 'bench-%') as approvals,
        (select count(*) from audit where action = 'decision-propose-approve') as audits,
        (select count(*) from commands) as commands
    `.execute(database.db)
    expect(rows).toEqual([{ versions: 360, approvals: 360, audits: 360, commands: 360 }])
    // What was pushed at two is pulled at the third, which was told of it.
    const versions = await pullAll(third.url, desks[0] as SignedIn, 'branch:riyadh')
    expect(cases.filter(({ request }) => versions.get(request.id) !== 2)).toEqual([])
    let heard = ''
    while (!heard.includes('event: moved')) heard += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    for (const { child } of [second, third]) await endProcess(child, 30_000)
    expect([second.child.exitCode, third.child.exitCode]).toEqual([0, 0])
  }, 180_000)

  test('workers on one port: one is killed, another takes its place, and all end in order', async () => {
    const { child, url, log } = await start('--workers', '2')
    const signedIn = await signIn(url, 'workers')
    const parcels = approvals(signedIn, await addCases(database.db, 60), 20)
    const pidsOf = (event: string) =>
      log
        .map((line) => JSON.parse(line) as { event: string; pid: number })
        .flatMap((line) => (line.event === event ? line.pid : []))
    const [victim = 0] = pidsOf('worker-ready')
    const receipts: Receipt[] = []
    for (const [n, parcel] of parcels.entries()) {
      if (n === 1) process.kill(victim, 'SIGKILL')
      receipts.push(...(await pushAnywhere([url], signedIn, parcel)))
    }
    expect(receipts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 60 }, () => 'applied'))
    await expect.poll(() => pidsOf('worker-ready').length, { timeout: 60_000 }).toBe(3)
    expect(pidsOf('worker-ended')).toEqual([victim])
    await endProcess(child, 30_000)
    expect(child.exitCode).toBe(0)
  }, 120_000)

  test('workers are not for the embedded database', async () => {
    const child = spawn(process.execPath, [main, '--data', '/nowhere', '--workers', '2'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const [code] = (await once(child, 'close')) as [number]
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('--workers needs --database-url') })
  }, 30_000)
})
