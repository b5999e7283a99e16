import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { openProfileStore } from '#core/workers/open-profile.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from '#core/workers/test-desk.ts'

const script = join(import.meta.dirname, 'desk-process.ts')
const key = new Uint8Array(randomBytes(32))
let authority: TestAuthority
let profileDir: string

beforeAll(async () => {
  authority = await startSmallAuthority()
  profileDir = mkdtempSync(join(tmpdir(), 'desk-kills-'))
})
afterAll(async () => {
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
  await authority.close()
})

/** A desk's process on the profile, to its end: what it said, and whether it was killed. */
async function runDesk(moment: 'leaving' | 'arrived' | 'never', exchange: number) {
  const requests = [(await addWorld(authority)).request.id, (await addWorld(authority)).request.id]
  const words = [script, authority.url, profileDir, Buffer.from(key).toString('hex'), moment, String(exchange)]
  const child = spawn(process.execPath, [...words, ...requests], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<string | null>((resolve) => child.once('close', (_, signal) => resolve(signal)))
  const said: { acknowledged?: string; exchanges?: number }[] = []
  for await (const line of createInterface({ input: child.stdout }))
    said.push(JSON.parse(line) as (typeof said)[number])
  return { said, signal: await ended }
}

/** How often each command took effect, by the audit trail. */
async function countEffects(): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { detail } of await authority.db.selectFrom('audit').select('detail').execute()) {
    const command = detail['command']
    if (typeof command === 'string') counts.set(command, (counts.get(command) ?? 0) + 1)
  }
  return counts
}

test('killed at every exchange, before it leaves and when its answer is there: nothing lost, nothing twice', {
  timeout: 600_000,
}, async () => {
  const first = new TestDeskCore(authority.url, { profileDir, key })
  await first.signIn({ id: 'noura' })
  await first.ask('sync.now', {})
  await first.close()
  const acknowledged: string[] = []
  // One more exchange each time, until a desk has ended before its exchange came: how many there are is not always the
  // same, for a log that has grown meanwhile asks for one more.
  let [exchange, through] = [0, false]
  while (!through) {
    exchange += 1
    for (const moment of ['leaving', 'arrived'] as const) {
      const { said, signal } = await runDesk(moment, exchange)
      // After the last answer, the desk may have ended before the kill comes.
      if (moment === 'leaving' && signal !== 'SIGKILL') {
        expect(said.at(-1)?.exchanges, `${moment} ${exchange}`).toBeLessThan(exchange)
        through = true
      }
      acknowledged.push(...said.flatMap(({ acknowledged: id }) => id ?? []))
      const desk = new TestDeskCore(authority.url, { profileDir, key })
      await desk.ask('sync.now', {})
      const outbox = await desk.outbox()
      expect(outbox.filter(({ state }) => state !== 'applied')).toEqual([])
      expect(acknowledged.filter((id) => !outbox.some(({ commandId }) => commandId === id))).toEqual([])
      await desk.close()
    }
  }
  const store = openProfileStore(storeFiles(profileDir).file, key, 'writer')
  const { signal } = new AbortController()
  const { findings } = await checkFully(store, { onStep: () => undefined, signal, breathe: async () => {} })
  expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([])
  store.close()
  const desk = new TestDeskCore(authority.url, { profileDir, key })
  const effects = await countEffects()
  const outbox = await desk.outbox()
  expect(outbox.map(({ commandId }) => effects.get(commandId))).toEqual(outbox.map(() => 1))
  expect(effects.size).toBe(outbox.length)
  expect(exchange).toBeGreaterThan(7)
  expect(acknowledged.length).toBeGreaterThan(exchange)
  await desk.close()
})
