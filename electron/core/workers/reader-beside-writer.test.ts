import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { findListsHead, keepLists } from '#core/repositories/kept-lists.ts'
import { putMember } from '#core/repositories/members.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import { Lane } from './lane.ts'
import { databaseFile } from './reader-desk.ts'

const clerk = buildClerk()
let profileDir: string
let writer: Store
let reader: Lane
let openReader: () => Lane

const put = (n: number): boolean => {
  const member = buildMember({ id: `m${n}`, membershipNo: String(30_000_000 + n), fileNo: `F-1-${n}` })
  return putMember(writer, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
}

beforeEach(() => {
  profileDir = mkdtempSync(join(tmpdir(), 'desk-beside-'))
  mkdirSync(profileDir, { recursive: true })
  const key = new Uint8Array(randomBytes(32))
  writer = openStore(databaseFile(profileDir), key, 'writer')
  writer.transaction(() => {
    putClerk(writer, clerk, JSON.stringify(clerk), 1)
    for (let n = 0; n < 200; n += 1) put(n)
  })
  const start = {
    profileDir,
    key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    isProtected: false,
    backgroundSync: false,
    offline: true,
    hostNetwork: false,
    clockOffset: 0,
  }
  openReader = () =>
    new Lane({
      thread: () => new Worker(new URL('./reader.ts', import.meta.url)),
      start,
      onMessage: (message) => {
        if (message.type === 'keep-lists') reader.post({ type: 'lists-kept', answer: keepLists(writer, message.lists) })
      },
      onDeath: () => undefined,
    })
  reader = openReader()
})
afterEach(async () => {
  await reader.close()
  writer.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
})

/** The total of a search in the reader's own thread. */
async function count(text: string): Promise<number> {
  const answer = await reader.call('members.search', { text, limit: 50 }, clerk.id)
  if (!answer.ok) throw new Error(answer.code)
  return (answer.value as { total: number }).total
}

test('searches are answered while the writer is in the middle of a transaction, with what was there before it', async () => {
  // The transaction stays open over all the answers: were the reader kept waiting, none would come.
  writer.runOf('BEGIN IMMEDIATE')
  for (let n = 200; n < 400; n += 1) put(n)
  for (let asked = 0; asked < 20; asked += 1) expect(await count('فهد')).toBe(200)
  writer.runOf('COMMIT')
  expect(await count('فهد')).toBe(400)
})

test('while the store is being filled every answer is that of some commit, and the last one of the last', async () => {
  let last = 0
  for (let slice = 0; slice < 30; slice += 1) {
    const answer = count('فهد')
    writer.cheapTransaction(() => {
      for (let n = 0; n < 20; n += 1) put(200 + slice * 20 + n)
    })
    const total = await answer
    expect((total - 200) % 20).toBe(0)
    expect(total).toBeGreaterThanOrEqual(last)
    last = total
  }
  expect(await count('فهد')).toBe(800)
})

test('the lists of the search are kept once they are there, and known at once after the next start', async () => {
  // Nobody is spelled so: with a letter wrong a name is found by the lists alone.
  const misspelt = 'القحطاتي '
  expect(await count(misspelt)).toBe(0)
  while (!findListsHead(writer)) await count('فهد')
  expect(await count(misspelt)).toBe(200)
  await reader.close()
  put(200)
  reader = openReader()
  expect(await count(misspelt)).toBe(201)
})
