import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, PDFDocument, type SKRSContext2D } from '@napi-rs/canvas'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { attachDocuments } from '#authority/repositories/documents.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { drawCode } from '#core/decoding/test-code-picture.ts'
import { TestIssuer } from '#shared/domain/certificates/test-issuer.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildEmailChange } from '#shared/testing/builders.ts'
import { createDeskCore } from './desk-core.ts'
import type { DeskCore, DeskCoreOptions } from './desk-core-types.ts'
import { addWorld, startSmallAuthority, type World } from './test-desk.ts'

// Two busy cores, with other suites beside this one; three threads each load the core from its source.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

let authority: TestAuthority
let world: World
let profileDir: string
const key = new Uint8Array(32).fill(3)

beforeAll(async () => {
  authority = await startSmallAuthority()
  world = await addWorld(authority)
  profileDir = mkdtempSync(join(tmpdir(), 'desk-threads-'))
})
afterAll(async () => {
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
  await authority.close()
})

const options = (over: Partial<DeskCoreOptions> = {}): DeskCoreOptions => ({
  profileDir,
  key,
  authorityUrl: authority.url,
  demo: true,
  protected: false,
  backgroundSync: false,
  network: 'node',
  checkOutput: true,
  ...over,
})

async function value(core: DeskCore, channel: string, input: unknown = {}): Promise<Record<string, unknown>> {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value as Record<string, unknown>
}

test('three threads over one store: sign in, fill, search, decide, documents — on the host’s network', async () => {
  const bytes = new TextEncoder().encode('%PDF-1.7 letter')
  const hash = createHash('sha256').update(bytes).digest('hex')
  const evidence: Request['evidence'] = [
    {
      hash,
      kind: 'employer-letter',
      mediaType: 'application/pdf',
      fileName: 'خطاب.pdf',
      size: bytes.length,
      proves: null,
    },
  ]
  const request = buildEmailChange(world.member, {
    id: 'with-letter',
    number: 'R-48-099999',
    kind: 'data-update',
    // Of a request that has ended: its documents come only when somebody opens them.
    state: 'completed',
    evidence,
  })
  await addRows(authority.db, { requests: [request] })
  await attachDocuments(authority.db, request.id, [{ hash, mediaType: 'application/pdf', size: bytes.length, bytes }])

  const asked: string[] = []
  const core = await createDeskCore(
    options({
      backgroundSync: true,
      network: (url, init) => {
        asked.push(new URL(url).pathname)
        return fetch(url, init)
      },
    }),
  )
  const events: string[] = []
  core.onEvent((name) => events.push(name))
  expect(await core.invoke('members.search', { text: '' })).toEqual({
    ok: false,
    error: { code: 'session/required', detail: {} },
  })
  expect(await core.invoke('members.nothing', {})).toMatchObject({ ok: false, error: { code: 'channel/unknown' } })
  await value(core, 'session.signIn', { clerkId: 'noura' })
  expect(await value(core, 'sync.now')).toMatchObject({ line: 'online', caughtUp: true })
  expect(await core.invoke('members.get', { id: 7 })).toEqual({
    ok: false,
    error: { code: 'input/invalid', detail: { field: 'id' } },
  })
  expect(await value(core, 'members.search', { text: world.member.membershipNo })).toMatchObject({ total: 1 })
  expect(await value(core, 'requests.counts')).toMatchObject({ views: { open: 1 } })

  expect(await value(core, 'requests.get', { id: 'with-letter' })).toMatchObject({ evidence: [{ hash, here: false }] })
  const input = { requestId: 'with-letter', hash }
  const letter = await value(core, 'requests.document', input)
  expect(letter).toMatchObject({ mediaType: 'application/pdf', fileName: 'خطاب.pdf' })
  expect(new TextDecoder().decode(letter['bytes'] as Uint8Array)).toBe('%PDF-1.7 letter')
  await value(core, 'sync.setLine', { connected: false })
  expect(await value(core, 'requests.document', input)).toEqual(letter)
  expect(await core.invoke('requests.document', { ...input, hash: 'f'.repeat(64) })).toMatchObject({
    error: { code: 'record/not-found' },
  })
  await value(core, 'sync.setLine', { connected: true })

  const searches = ['ف', 'فه', 'فهد'].map((text) => core.invoke('members.search', { text }))
  const answers = await Promise.all(searches)
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(['ok', 'channel/superseded', 'ok'])

  expect(asked).toContain('/v1/pull')
  await expect.poll(() => asked.includes('/v1/events'), { timeout: 20_000 }).toBe(true)
  expect(new Set(events)).toEqual(new Set(['session-changed', 'data-changed', 'sync-status']))
  await core.close()
  expect(await core.invoke('session.current', {})).toMatchObject({ ok: false, error: { code: 'store/closed' } })
})

test('a certificate is read off a picture and a PDF by the thread of counts, and stays in the log', async () => {
  const issuer = new TestIssuer()
  const draw = (target: Pick<SKRSContext2D, 'fillRect' | 'fillStyle'>) => {
    target.fillStyle = '#ffffff'
    target.fillRect(0, 0, 595, 595)
    drawCode(target, issuer.code(), 60, 60, 470)
  }
  const canvas = createCanvas(595, 595)
  draw(canvas.getContext('2d'))
  const paper = new PDFDocument()
  draw(paper.beginPage(595, 842))
  paper.endPage()
  const core = await createDeskCore(options({ rememberClerk: true, offline: true }))
  try {
    const verify = (name: string, bytes: Uint8Array) => value(core, 'certificates.verify', { file: { name, bytes } })
    const found = [
      await verify('شهادة.png', new Uint8Array(canvas.toBuffer('image/png'))),
      await verify('certificate.pdf', new Uint8Array(paper.close())),
    ]
    expect(found).toMatchObject([
      { by: 'image', verdict: 'unknown-issuer', reason: 'key-unknown' },
      { by: 'pdf', verdict: 'unknown-issuer', reason: 'key-unknown' },
    ])
    expect(await value(core, 'certificates.verifications')).toMatchObject({
      total: 2,
      rows: [{ by: 'pdf' }, { by: 'image' }],
    })
    const none = { file: { name: 'a.png', bytes: new Uint8Array(createCanvas(50, 50).toBuffer('image/png')) } }
    expect(await core.invoke('certificates.verify', none)).toMatchObject({ error: { code: 'certificates/no-code' } })
  } finally {
    await core.close()
  }
})

test('whoever asks while the desk closes gets an answer, or an error of the table that says so', async () => {
  const bytes = new Uint8Array(createCanvas(900, 900).toBuffer('image/png'))
  const faults: string[] = []
  const onFault: DeskCoreOptions['onFault'] = ({ channel, trace }) => void faults.push(`${channel}: ${trace}`)
  for (const pause of [0, 5, 40]) {
    const core = await createDeskCore(options({ rememberClerk: true, offline: true, onFault }))
    // Each thread is at work when it is told to close: the one that looks at pictures in the middle of it.
    await Promise.all(
      ['session.current', 'home.get', 'certificates.verifications'].map((name) => core.invoke(name, {})),
    )
    const asked = [
      ...[1, 2, 3].map(() => core.invoke('certificates.verify', { file: { name: 'a.png', bytes: bytes.slice() } })),
      core.invoke('certificates.verify', { number: 'C-48-1' }),
      core.invoke('members.search', { text: 'نورة' }),
      core.invoke('store.check', { depth: 'full' }),
      core.invoke('sync.now', {}),
    ]
    await new Promise((resolve) => setTimeout(resolve, pause))
    await core.close()
    const answers = await Promise.all([...asked, core.invoke('certificates.verify', { number: 'C-48-1' })])
    for (const answer of answers) expect(answer.ok ? 'ok' : answer.error.code).not.toBe('internal')
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'store/closed' } })
  }
  expect(faults).toEqual([])
})

test('a profile: one process at a time, the right key, and the clerk who is remembered', async () => {
  const core = await createDeskCore(options({ rememberClerk: true, offline: true }))
  expect(await value(core, 'session.current')).toMatchObject({ clerk: { id: 'noura' }, protected: false })
  expect(await core.invoke('sync.now', {})).toMatchObject({ ok: false, error: { code: 'sync/offline' } })
  await expect(createDeskCore(options())).rejects.toThrow(/^store\/busy/)
  await core.close()
  await expect(createDeskCore(options({ key: new Uint8Array(32) }))).rejects.toThrow(/^store\/unreadable/)
  await expect(createDeskCore(options({ demo: false }))).rejects.toThrow(/^store\/unprotected/)
})
