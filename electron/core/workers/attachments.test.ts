import { createHash, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { type Mishap, mishaps, problem, type TestNetwork } from '#core/sync/test-network.ts'
import { maxUploadChunk, uploadHeaders } from '#shared/protocol/documents.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { readSpare } from './rebuild-store.ts'
import { beforeEachSyncedDesk, key } from './test/synced-desk.ts'
import { addWorld, TestDeskCore, type World } from './test-desk.ts'

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore

/** A picture of about 700 kB: three parts on the way up. */
function buildScan(): { bytes: Uint8Array<ArrayBuffer>; hash: string } {
  const beginning = Buffer.from('89504e470d0a1a0a', 'hex')
  const bytes = new Uint8Array(Buffer.concat([beginning, randomBytes(2 * maxUploadChunk + 190_000)]))
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}

beforeEachSyncedDesk((parts) => {
  ;({ authority, network, world, desk } = parts)
})
afterEach(() => desk.end())

/** Attaches a scan and proposes an approval with it. */
async function decideWith(scan: { bytes: Uint8Array<ArrayBuffer> }, at = desk) {
  const { id } = world.request
  const attachment = await at.ask('requests.attach', { requestId: id, name: 'إثبات/هوية.png', bytes: scan.bytes })
  const { revisionHash } = await at.ask('requests.get', { id })
  const decision = { id, decision: 'approve' as const, revisionHash, attachments: [attachment] }
  return { attachment, ...(await at.ask('requests.decide', decision)) }
}

const uploads = () => network.sent.filter(({ path, method }) => method === 'PATCH' && path.startsWith('/v1/documents'))
const pushed = () => network.sent.some(({ path }) => path === '/v1/push')

/** What the authority has of a document that waits for its decision. */
const dropUploads = () => authority.db.deleteFrom('uploads').execute()

test('is kept twice before it is acknowledged, and so is its removal', async () => {
  const { id } = world.request
  const kept = () => readSpare(desk.profileDir, key)?.tables.attachments.map(({ hash }) => hash)
  const { hash } = await desk.ask('requests.attach', { requestId: id, name: 'a.png', bytes: buildScan().bytes })
  expect(kept()).toEqual([hash])
  await desk.ask('requests.detach', { hash })
  expect(kept()).toEqual([])
})

describe('up', () => {
  test('attached and decided without a line, sent with it, opened at another desk', async () => {
    const scan = buildScan()
    await desk.ask('sync.setLine', { connected: false })
    const { attachment } = await decideWith(scan)
    expect(attachment).toEqual({
      hash: scan.hash,
      name: 'إثبات_هوية.png',
      mediaType: 'image/png',
      size: scan.bytes.length,
    })
    const waiting = { attachments: [{ sent: 0, size: scan.bytes.length, acknowledged: false }], state: 'waiting' }
    expect(await desk.outbox()).toMatchObject([waiting])
    const review = await desk.ask('requests.get', { id: world.request.id })
    expect(review.evidence.at(-1)).toMatchObject({ hash: scan.hash, attachedBy: world.noura.id, here: true })

    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
    expect(await desk.outbox()).toMatchObject([
      { state: 'applied', attachments: [{ sent: scan.bytes.length, acknowledged: true }] },
    ])
    const stored = await findRequest(authority.db, world.request.id)
    expect(stored?.decisions).toMatchObject([{ by: world.noura.id, attachments: [attachment] }])

    const other = new TestDeskCore(authority.url)
    await other.signIn(world.salem)
    await other.ask('sync.now', {})
    const there = await other.ask('requests.document', { requestId: world.request.id, hash: scan.hash })
    expect(there.fileName).toBe('إثبات_هوية.png')
    expect(Buffer.compare(there.bytes, scan.bytes)).toBe(0)
    await other.end()
  })

  test('a broken line costs one part; the decision goes after the whole, and only then', async () => {
    const scan = buildScan()
    await decideWith(scan)
    network.sent.length = 0
    network.plan('/v1/documents', (send, { method }) => (method === 'PATCH' ? mishaps.loseAnswer(send) : send()), 3)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/offline/)
    expect(uploads().map(({ headers }) => headers[uploadHeaders.offset])).toEqual(['0'])
    expect(pushed()).toBe(false)
    network.clear()
    // The desk is killed and opened again: the authority says how far it is.
    const again = await desk.reopen()
    await again.ask('sync.now', {})
    const offsets = [0, 1, 2].map((part) => String(part * maxUploadChunk))
    expect(uploads().map(({ headers }) => headers[uploadHeaders.offset])).toEqual(offsets)
    expect(await again.outbox()).toMatchObject([{ state: 'applied' }])
    desk = again
  })

  test('other clerks’ commands do not wait for it', async () => {
    const next = await addWorld(authority)
    await desk.ask('sync.now', {})
    await decideWith(buildScan())
    await desk.signIn(world.salem)
    await desk.decide(next.request.id, 'return', { reasons: ['RTN-DOC-UNCLEAR'] })
    network.plan('/v1/documents', mishaps.loseRequest)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/offline/)
    expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])
  })

  test('it goes in the session of who decided, also when somebody is at the screen who may send none', async () => {
    const auditor = buildClerk({ id: 'hana', role: 'auditor' })
    await addRows(authority.db, { clerks: [auditor] })
    await desk.ask('sync.now', {})
    await decideWith(buildScan())
    await desk.signIn(auditor)
    await desk.ask('sync.now', {})
    await desk.signIn(world.noura)
    expect(await desk.outbox()).toMatchObject([
      { state: 'applied', cause: null, attachments: [{ acknowledged: true }] },
    ])
  })

  test('an authority that lost it is sent it again; a fault of the document parks its decision with the cause', async () => {
    const scan = buildScan()
    await decideWith(scan)
    network.plan('/v1/push', mishaps.loseRequest)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/offline/)
    await dropUploads()
    await desk.ask('sync.now', {})
    await desk.ask('sync.now', {})
    expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])

    world = await addWorld(authority)
    await desk.ask('sync.now', {})
    await decideWith(buildScan())
    network.plan('/v1/documents', problem(422, 'documents/damaged'), 99)
    for (let round = 0; round < 6; round += 1) await desk.ask('sync.now', {})
    expect((await desk.outbox())[0]).toMatchObject({ state: 'parked', cause: 'documents/damaged' })
    network.clear()
    const commandId = (await desk.outbox())[0]?.commandId ?? ''
    await desk.ask('sync.now', {})
    await desk.ask('sync.retry', { commandId })
    await desk.ask('sync.now', {})
    expect((await desk.outbox())[0]).toMatchObject({ state: 'applied', attachments: [{ acknowledged: true }] })
  })

  test('what was taken back sends nothing, and its scan may be taken away', async () => {
    const scan = buildScan()
    const { commandId, attachment } = await decideWith(scan)
    expect(await desk.ask('requests.detach', { hash: attachment.hash })).toEqual({ detached: false })
    await desk.ask('requests.undo', { commandId })
    network.sent.length = 0
    await desk.ask('sync.now', {})
    expect(uploads()).toEqual([])
    const draft = buildScan()
    const kept = await desk.ask('requests.attach', { requestId: world.request.id, name: 'a.png', bytes: draft.bytes })
    const wanted = { requestId: world.request.id, hash: kept.hash }
    expect((await desk.ask('requests.document', wanted)).mediaType).toBe('image/png')
    expect(await desk.ask('requests.detach', { hash: kept.hash })).toEqual({ detached: true })
    await expect(desk.ask('requests.document', wanted)).rejects.toThrow(/^record\/not-found/)
  })

  test('its content counts, not its name; what is too large or was never attached is refused', async () => {
    const attach = (bytes: Uint8Array<ArrayBuffer>) =>
      desk.ask('requests.attach', { requestId: world.request.id, name: 'scan.pdf', bytes })
    await expect(attach(new Uint8Array(Buffer.from('<html>')))).rejects.toThrow(/^documents\/not-allowed/)
    await expect(attach(new Uint8Array(5 * 1024 * 1024 + 1))).rejects.toThrow(/^channel\/too-large/)
    const { revisionHash } = await desk.ask('requests.get', { id: world.request.id })
    const attachments = [{ hash: 'a'.repeat(64), name: 'x', mediaType: 'image/png' as const, size: 1 }]
    const decision = { id: world.request.id, decision: 'approve' as const, revisionHash, attachments }
    await expect(desk.ask('requests.decide', decision)).rejects.toThrow(/^documents\/not-here/)
    expect(await desk.outbox()).toEqual([])
  })
})

describe('down', () => {
  /** Half of the bytes come, then the line breaks. */
  const half: Mishap = async (send) => {
    const response = await send()
    const bytes = new Uint8Array(await response.arrayBuffer())
    let told = false
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (told) return controller.error(new Error('network'))
        told = true
        controller.enqueue(bytes.subarray(0, 400_000))
      },
    })
    return new Response(stream, { status: response.status, headers: response.headers })
  }

  test('what came of a document is kept over a restart; only the rest is asked for', async () => {
    const scan = buildScan()
    await decideWith(scan)
    await desk.ask('sync.now', {})
    const other = new TestDeskCore(authority.url, { fetch: network.fetch, key })
    await other.signIn(world.salem)
    await other.ask('sync.now', {})
    const wanted = { requestId: world.request.id, hash: scan.hash }
    network.plan('/v1/documents', half)
    await expect(other.ask('requests.document', wanted)).rejects.toThrow(/^documents\/not-here/)
    const again = await other.reopen()
    network.sent.length = 0
    expect(Buffer.compare((await again.ask('requests.document', wanted)).bytes, scan.bytes)).toBe(0)
    expect(network.sent.map(({ headers }) => headers['range'])).toEqual(['bytes=400000-'])
    await again.end()
  })

  test('on a metered line it is counted among what waits, beside the evidence', async () => {
    const other = new TestDeskCore(authority.url, { fetch: network.fetch, key, backgroundSync: true })
    await other.signIn(world.salem)
    await other.ask('sync.now', {})
    await other.ask('sync.setMetered', { metered: true })
    const waiting = async () => (await other.ask('sync.status', {})).postponed.documents
    await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0)
    const evidence = await waiting()
    await decideWith(buildScan())
    await desk.ask('sync.now', {})
    await expect.poll(waiting, { timeout: 20_000 }).toBe(evidence + 1)
    await other.end()
  })

  test('a kept part that is wrong is found by the hash, and the whole is fetched', async () => {
    const scan = buildScan()
    await decideWith(scan)
    await desk.ask('sync.now', {})
    const other = new TestDeskCore(authority.url, { fetch: network.fetch, key })
    await other.signIn(world.salem)
    await other.ask('sync.now', {})
    const store = openStore(`${other.profileDir}/desk.db`, key, 'writer')
    store.runOf('INSERT INTO document_parts VALUES (?, 0, ?)', scan.hash, randomBytes(1000))
    store.close()
    const wanted = { requestId: world.request.id, hash: scan.hash }
    expect(Buffer.compare((await other.ask('requests.document', wanted)).bytes, scan.bytes)).toBe(0)
    await other.end()
  })
})
