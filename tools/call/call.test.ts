import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addWorld, lettersOf, startSmallAuthority, type World } from '#core/workers/test-desk.ts'
import { contracts } from '#shared/contracts/contract-map.ts'

// Each call is a process of its own that loads the core from its source.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const script = join(import.meta.dirname, 'call.ts')
let authority: TestAuthority
let world: World
let profile: string

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  profile = mkdtempSync(join(tmpdir(), 'call-profile-'))
})
afterEach(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
afterAll(() => authority.close())

interface Line {
  ok: boolean
  value?: Record<string, unknown> & { items?: { state: string }[] }
  error?: { code: string }
}

function start(
  words: readonly string[],
): ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream } {
  return spawn(process.execPath, [script, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function call(
  words: readonly string[],
  input = '',
): Promise<{ lines: Line[]; code: number | null; text: string }> {
  const child = start(words)
  child.stdin.end(input)
  let text = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (piece: string) => {
    text += piece
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const printed = words.includes('--list') ? [] : text.trim().split('\n').filter(Boolean)
  return { lines: printed.map((line) => JSON.parse(line) as Line), code, text }
}

const toScript = (...calls: [string, unknown?][]): string =>
  calls.map(([channel, input]) => JSON.stringify({ channel, input: input ?? {} })).join('\n')

describe('call', () => {
  test('--list prints every channel with JSON Schemas, bytes as base64 text', async () => {
    const { text, code } = await call(['--list'])
    const channels = JSON.parse(text) as Record<
      string,
      { input: unknown; output: { properties: Record<string, unknown> } }
    >
    expect(code).toBe(0)
    expect(Object.keys(channels)).toEqual(Object.keys(contracts))
    expect(channels['requests.decide']?.input).toMatchObject({
      required: ['id', 'decision', 'revisionHash'],
      properties: { decision: { enum: ['approve', 'reject', 'return'] } },
    })
    expect(channels['requests.document']?.output.properties['bytes']).toEqual({
      type: 'string',
      contentEncoding: 'base64',
    })
  })

  test('does the job without a screen: the clerk is remembered, sync.now alone pushes, errors end with 1', async () => {
    const { request } = world
    const { revisionHash } = request
    const decide = { id: request.id, decision: 'approve', revisionHash }
    const first = await call(
      ['--profile', profile, '--authority', authority.url, '--as', 'noura', '--stdin'],
      toScript(
        ['sync.now'],
        ['requests.list', { filters: { kind: 'email-change', state: 'submitted', memberId: world.member.id } }],
        ['requests.decide', decide],
        ['nothing.here'],
      ),
    )
    expect(first.lines.map(({ ok }) => ok)).toEqual([true, true, true, false])
    expect(first.lines[1]?.value).toMatchObject({ total: 1, rows: [{ id: request.id }] })
    expect(first.code).toBe(1)
    expect((await findRequest(authority.db, request.id))?.version).toBe(1)

    const remembered = await call(['--profile', profile, 'sync.outbox'])
    expect(remembered).toMatchObject({
      code: 0,
      lines: [{ ok: true, value: { items: [{ state: 'waiting', act: { decision: 'approve' } }] } }],
    })
    const second = await call(
      ['--profile', profile, '--as', 'salem', '--offline', '--stdin'],
      toScript(['requests.decide', decide], ['sync.now']),
    )
    expect(second.lines).toMatchObject([
      { ok: true, value: { step: 'confirm', state: 'completed' } },
      { ok: false, error: { code: 'sync/offline' } },
    ])
    const third = await call(['--profile', profile, 'sync.now'])
    expect(third.lines).toMatchObject([{ ok: true, value: { counts: { waiting: 0, attention: 0, receipted: 1 } } }])
    expect(await findRequest(authority.db, request.id)).toMatchObject({
      state: 'completed',
      decisions: [{ by: 'noura' }, { by: 'salem' }],
    })
    expect(statSync(join(profile, 'call-key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(profile)).toContain('desk.db')
  })

  test('what is no JSON is an error of the table', async () => {
    expect(await call(['--profile', profile, '--offline', 'sync.status', '{'])).toMatchObject({
      code: 1,
      lines: [{ ok: false, error: { code: 'input/invalid' } }],
    })
  })
})

/** Stands between a desk and the authority; holds back the answer of the first push for ever. */
function holdingProxy(target: string, onHeld: () => void): Server {
  let held = false
  return createServer((incoming, outgoing) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const body = pieces.length > 0 ? { body: Buffer.concat(pieces) } : {}
      const { authorization, 'content-type': contentType } = incoming.headers
      const headers = {
        ...(authorization ? { authorization } : {}),
        ...(contentType ? { 'content-type': contentType } : {}),
      }
      void fetch(new URL(incoming.url ?? '/', target), { method: incoming.method ?? 'GET', headers, ...body }).then(
        async (answer) => {
          const text = await answer.text()
          if (incoming.url?.startsWith('/v1/push') && !held) {
            held = true
            onHeld()
            return
          }
          outgoing.writeHead(answer.status, {
            'content-type': answer.headers.get('content-type') ?? 'application/json',
          })
          outgoing.end(text)
        },
      )
    })
  })
}

test('killed between the attempt and its receipt: the desk reopens, and the effect is one', async () => {
  const { request } = world
  let heard: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    heard = resolve
  })
  const proxy = holdingProxy(authority.url, () => heard())
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const child = start(['--profile', profile, '--authority', url, '--as', 'noura', '--stdin'])
  const ended = new Promise((resolve) => child.once('close', resolve))
  const decide = {
    id: request.id,
    decision: 'reject',
    reasons: ['REJ-RECENT-RECOVERY'],
    revisionHash: request.revisionHash,
  }
  child.stdin.write(`${toScript(['sync.now'], ['requests.decide', decide], ['sync.now'])}\n`)
  await held
  child.kill('SIGKILL')
  await ended

  const before = await call(
    ['--profile', profile, '--offline', '--stdin'],
    toScript(['sync.outbox'], ['requests.undo']),
  )
  expect(before.lines).toMatchObject([
    { ok: true, value: { items: [{ state: 'sending' }] } },
    { ok: false, error: { code: 'requests/already-sent' } },
  ])
  const after = await call(['--profile', profile, '--stdin'], toScript(['sync.now'], ['sync.outbox']))
  expect(after.lines[1]).toMatchObject({ value: { items: [{ state: 'applied' }] } })
  expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'rejected', version: 2, decisions: [{}] })
  expect(await lettersOf(authority, request)).toEqual(['request-rejected'])
  proxy.closeAllConnections()
  await new Promise((resolve) => proxy.close(resolve))
})
