import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { bulkText, insertBulk } from '#authority/repositories/bulk.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { removeCertificate } from '#core/repositories/certificates.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { countMembers } from '#core/repositories/tallies.ts'
import { realMachine } from '#core/workers/machine.ts'
import { addWorld, startSmallAuthority } from '#core/workers/test-desk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { buildCertificate } from '#shared/testing/builders.ts'
import { AuthorityClient } from './authority-client.ts'
import { beginEpoch } from './epoch.ts'
import { FillState } from './fill-state.ts'
import { pullChanges } from './pull-changes.ts'
import { rereadScope } from './reread.ts'
import { Sessions } from './sessions.ts'
import { buildSyncContext } from './test-context.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority

beforeAll(async () => {
  authority = await startSmallAuthority()
  const { member } = await addWorld(authority)
  const certificates = Array.from({ length: 8 }, (_, n) =>
    buildCertificate(member, { id: `fc-${n}`, number: `26-F-${n}`, status: { uri: 'urn:f', index: n } }),
  )
  await insertBulk(authority.db, bulkText('certificates', certificates))
})
afterAll(() => authority.close())

const log = 256 * 1024 * 1024
let it: TestStore
let asked: number[]
let free: number

beforeEach(() => {
  it = openTestStore()
  asked = []
  free = Number.POSITIVE_INFINITY
  putSetting(it.store, 'device', randomUUID())
  enrolClerk(it.store, 'noura', '2026-11-22T07:00:00.000Z')
})
afterEach(() => it.end())

/** A round's pull at the authority of this file. */
async function pull(): Promise<void> {
  const { store } = it
  const { after } = realMachine(0)
  const client = new AuthorityClient({ baseUrl: authority.url, fetch: (url, init) => fetch(url, init), after })
  const context = {
    ...buildSyncContext(store, (clerk) => client.openDemoSession(clerk)),
    client,
    requireRoom: (bytes: number) => {
      asked.push(bytes)
      if (bytes > free) throw new AppError('store/full', { wanted: bytes, free })
    },
  }
  const sessions = new Sessions(context)
  beginEpoch(store, await sessions.meet())
  await pullChanges(context, sessions, new FillState(store, context.clock), true, () => Promise.resolve())
}
const totals = () => listCursors(it.store).find(({ scope }) => scope === 'directory')?.totals ?? {}

test('room on the disk is asked for before the first row, and without it nothing is written', async () => {
  free = log
  await expect(pull()).rejects.toMatchObject({ code: 'store/full' })
  expect([countMembers(it.store), listCursors(it.store).map(({ scope }) => scope)]).toEqual([0, ['branch:riyadh']])
  free = Number.POSITIVE_INFINITY
  await pull()
  const rows = Object.values(totals()).reduce((sum, there) => sum + there, 0)
  expect(rows).toBeGreaterThan(11)
  expect(asked).toEqual([rows * 2400 + log, rows * 2400 + log])
})

test('rows that are here need no room: after a restore of the authority, and when a scope is read again', async () => {
  await pull()
  free = log
  rereadScope(it.store, 'directory')
  await pull()
  await setEpoch(authority.db, `restored-${randomUUID()}`)
  await pull()
  expect(asked.slice(1)).toEqual([log, log])
  expect(it.store.findOf('SELECT count(*) AS count FROM members')).toEqual({ count: totals()['members'] })
  for (const id of ['fc-1', 'fc-2', 'fc-3']) removeCertificate(it.store, id)
  rereadScope(it.store, 'directory')
  await expect(pull()).rejects.toMatchObject({ code: 'store/full' })
  expect(asked.at(-1)).toBe(3 * 2400 + log)
})
