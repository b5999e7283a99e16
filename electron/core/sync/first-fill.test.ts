import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bulkText, insertBulk } from '#authority/repositories/bulk.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { listAside } from '#core/repositories/aside.ts'
import { buildWorld, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import { fillMediaTypes } from '#shared/protocol/fill.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import type { AuthorityFetch } from './authority-line.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const key = new Uint8Array(32).fill(9)
let authority: TestAuthority
let world: World

beforeAll(async () => {
  authority = await startAuthority({ members: 0, config: { fillRows: 3 } })
  world = buildWorld(500)
  const { noura, salem, huda, member, request } = world
  const members = Array.from({ length: 8 }, (_, n) =>
    buildMember({ id: `f-${n}`, membershipNo: `9000${n}`, email: `f${n}@example.com`, idNo: `109000000${n}` }),
  )
  const certificates = members.map((holder, n) =>
    buildCertificate(holder, { id: `fc-${n}`, number: `26-F-${n}`, status: { uri: 'urn:f', index: n } }),
  )
  await addRows(authority.db, { clerks: [noura, salem, huda], members: [member, ...members], requests: [request] })
  await insertBulk(authority.db, bulkText('certificates', certificates))
})
afterAll(() => authority.close())

/** Lines of the next fills on their way; undefined lets them through. */
type Change = ((lines: string[]) => string[] | AsyncIterable<string[]>) | undefined

/** The network to the authority, on which fills are changed; remembers what was asked of the fill. */
class FillNetwork {
  change: Change
  readonly asked: URLSearchParams[] = []

  readonly fetch: AuthorityFetch = async (url, init) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname !== '/v1/fill') return globalThis.fetch(url, init)
    this.asked.push(searchParams)
    const response = await globalThis.fetch(url, init)
    if (!this.change || !response.ok) return response
    const text = zstdDecompressSync(new Uint8Array(await response.arrayBuffer())).toString('utf8')
    const changed = this.change(text.split('\n').slice(0, -1))
    const headers = { 'content-type': fillMediaTypes.zstd }
    const press = (lines: readonly string[]) =>
      new Uint8Array(zstdCompressSync(lines.map((line) => `${line}\n`).join('')))
    if (Array.isArray(changed)) return new Response(press(changed), { headers })
    // Frames that follow each other are one stream.
    const parts = changed[Symbol.asyncIterator]()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(press(value))
      },
    })
    return new Response(body, { headers })
  }
}

async function newDesk(network: FillNetwork): Promise<TestDeskCore> {
  const desk = new TestDeskCore(authority.url, { fetch: network.fetch, key })
  await desk.ask('session.clerks', {})
  await desk.signIn(world.noura)
  return desk
}

const isCursor = (line: string) => line.startsWith('["cursor"')
const cursorsBefore = (lines: readonly string[], end: number) => lines.slice(0, end).filter(isCursor).length
const isWhole = { caughtUp: true, reconciled: true, progress: null }

describe('a first fill', () => {
  test('comes as one stream and then pulls only what has changed since', async () => {
    const network = new FillNetwork()
    const desk = await newDesk(network)
    expect(await desk.ask('sync.now', {})).toMatchObject(isWhole)
    expect(network.asked).toHaveLength(1)
    expect(network.asked[0]?.get('cursor')).toBeNull()
    expect((await desk.ask('members.search', { text: 'فهد' })).total).toBe(9)
    await authority.correctMember('f-1', { email: 'moved@example.com' })
    await desk.ask('sync.now', {})
    expect((await desk.ask('members.get', { id: 'f-1' })).member.email).toBe('moved@example.com')
    expect(network.asked).toHaveLength(1)
    await desk.end()
  })

  test('broken off after any line, and killed, goes on behind the last cursor that came', async () => {
    const network = new FillNetwork()
    let count = 1000
    const positions = [0, 1, 3, 6, 10, 14, 19, 23, 1000]
    for (const position of positions) {
      let cursors = 0
      network.change = (lines) => {
        count = lines.length
        cursors = cursorsBefore(lines, position)
        return lines.slice(0, Math.min(position, lines.length - 1))
      }
      const desk = await newDesk(network)
      await expect(desk.ask('sync.now', {})).rejects.toThrow(/^authority\/bad-answer/)
      network.change = undefined
      network.asked.length = 0
      // As after a power cut: what was not committed is gone.
      const again = desk.reopenAfterCut()
      await again.signIn(world.noura)
      expect(await again.ask('sync.now', {})).toMatchObject(isWhole)
      expect(network.asked.map((asked) => asked.has('cursor'))).toEqual([cursors > 0])
      expect((await again.ask('members.search', { text: 'فهد' })).total).toBe(9)
      await again.end()
      await desk.end()
    }
    expect(count).toBeGreaterThan(23)
  })

  test('poisoned rows and unknown tables are set aside and stop nothing', async () => {
    const network = new FillNetwork()
    network.change = (lines) => {
      const member = lines.findIndex((line) => line.startsWith('{"id":"f-') && line.includes('membershipNo'))
      const poisoned = lines.map((line, at) => (at === member ? line.replace('"state":"', '"state":"no-') : line))
      return [
        ...poisoned.slice(0, -1),
        '["table","letters"]',
        '{"id":"l-1","version":1}',
        '["cursor",{"cursor":"somewhere","rows":1,"done":false}]',
        ...poisoned.slice(-1),
      ]
    }
    const desk = await newDesk(network)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: false, aside: 2 })
    expect((await desk.ask('members.search', { text: 'فهد' })).total).toBe(8)
    const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
    expect(listAside(store).map(({ table, cause }) => `${table} ${cause}`)).toEqual([
      'letters unknown-table',
      'members unreadable: state',
    ])
    store.close()
    await desk.end()
  })

  test('paused, it stops at a cursor and goes on from there; progress tells the rows', async () => {
    const network = new FillNetwork()
    const desk = await newDesk(network)
    network.change = async function* (lines) {
      const second = lines.findIndex((_, at) => cursorsBefore(lines, at) === 2)
      yield lines.slice(0, second)
      await desk.ask('sync.setFill', { paused: true })
      yield lines.slice(second)
    }
    const paused = await desk.ask('sync.now', {})
    expect(paused).toMatchObject({ caughtUp: false, progress: { paused: true, cause: null } })
    expect(paused.progress?.done).toBeGreaterThan(0)
    expect(paused.progress?.done).toBeLessThan(paused.progress?.total ?? 0)
    network.change = undefined
    // The branch is kept up meanwhile; the directory waits.
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: false, progress: { done: paused.progress?.done } })
    expect(network.asked).toHaveLength(1)
    await desk.ask('sync.setFill', { paused: false })
    expect(await desk.ask('sync.now', {})).toMatchObject(isWhole)
    expect(network.asked.at(-1)?.has('cursor')).toBe(true)
    await desk.end()
  })

  test('an authority that has no such stream any more is pulled page by page', async () => {
    const network = new FillNetwork()
    network.change = (lines) => lines.slice(0, -1)
    const desk = await newDesk(network)
    await desk.ask('sync.now', {}).catch(() => undefined)
    const older: AuthorityFetch = async (url, init) => {
      const response = await globalThis.fetch(url, init)
      if (new URL(url).pathname !== '/v1/meta') return response
      return Response.json({ ...((await response.json()) as object), protocol: 1 })
    }
    const again = await desk.reopen({ fetch: older })
    await again.signIn(world.noura)
    expect(await again.ask('sync.now', {})).toMatchObject(isWhole)
    await again.end()
  })
})

test('a clerk decides while it fills: the decision is sent between two parcels', async () => {
  const network = new FillNetwork()
  const desk = await newDesk(network)
  network.change = async function* (lines) {
    const certificates = lines.indexOf('["table","certificates"]')
    yield lines.slice(0, certificates)
    await expect.poll(async () => (await desk.ask('sync.status', {})).members.here, { timeout: 20_000 }).toBe(9)
    await desk.decide(world.request.id, 'approve')
    await desk.ask('sync.release', {})
    const next = lines.findIndex((line, at) => at > certificates && isCursor(line)) + 1
    yield lines.slice(certificates, next)
    await expect
      .poll(async () => (await findRequest(authority.db, world.request.id))?.state, { timeout: 20_000 })
      .toBe('awaiting-second')
    yield lines.slice(next)
  }
  expect(await desk.ask('sync.now', {})).toMatchObject({ ...isWhole, counts: { receipted: 1, waiting: 0 } })
  await desk.end()
})

test('an authority restored in the middle of a fill is read from the beginning', async () => {
  const network = new FillNetwork()
  network.change = (lines) =>
    lines.slice(
      0,
      lines.findIndex((_, at) => cursorsBefore(lines, at) === 3),
    )
  const desk = await newDesk(network)
  await expect(desk.ask('sync.now', {})).rejects.toThrow(/^authority\/bad-answer/)
  network.change = undefined
  await setEpoch(authority.db, 'restored')
  const again = await desk.reopen()
  await again.signIn(world.noura)
  expect(await again.ask('sync.now', {})).toMatchObject(isWhole)
  expect(network.asked.at(-1)?.has('cursor')).toBe(false)
  expect((await again.ask('members.search', { text: 'فهد' })).total).toBe(9)
  await again.end()
})

test('to be read again in the middle of a fill, it is read from the beginning, and no row is taken for gone', async () => {
  const network = new FillNetwork()
  const desk = await newDesk(network)
  let again = false
  network.change = async function* (lines) {
    const half = lines.indexOf('["table","certificates"]')
    yield lines.slice(0, half)
    if (!again) {
      again = true
      await expect.poll(async () => (await desk.ask('sync.status', {})).members.here, { timeout: 20_000 }).toBe(9)
      await desk.ask('sync.reread', { scope: 'directory' })
    }
    yield lines.slice(half)
  }
  expect(await desk.ask('sync.now', {})).toMatchObject(isWhole)
  expect(network.asked.map((asked) => asked.has('cursor'))).toEqual([false, false])
  expect((await desk.ask('members.search', { text: 'فهد' })).total).toBe(9)
  await desk.end()
})
