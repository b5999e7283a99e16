import { afterEach, beforeEach, expect, test } from 'vitest'
import { Random } from '#authority/demo/prng.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { damagePageOf } from '#core/use-cases/store/test-damage.ts'
import { buildAppointment, buildCertificate, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { putAppointment } from './appointments.ts'
import { putCertificate } from './certificates.ts'
import { putMember } from './members.ts'
import { putRequest } from './requests.ts'
import { pickKey, readSamples } from './store-health.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

/** Rows of each kind. */
const rows = 400
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.int(0, 15).toString(16)).join('')

const shapes: [string, (n: number) => string][] = [
  ['request-1', (n) => `request-${n}`],
  ['certificate-0000001', (n) => `certificate-${String(n).padStart(7, '0')}`],
  ['random hexadecimal', (n) => hex(new Random('id', n), 32)],
  ['UUIDs that grow with time', (n) => `01932f1b-${String(1000 + n).padStart(4, '0')}-7${hex(new Random('u', n), 15)}`],
  ['letters and digits', (n) => `${'AbzQ-9_'[n % 7]}${n.toString(36)}`],
  ['Arabic letters', (n) => `طلب-${'ابجدهوز'[n % 7]}-${n}`],
]

function fill(store: Store, idOf: (n: number) => string): void {
  store.transaction(() => {
    for (let n = 1; n <= rows; n += 1) {
      const member = buildMember({
        id: `m-${n}`,
        membershipNo: String(20_000_000 + n),
        nameAr: { first: `${'ابجدهوز'[n % 7]}هد`, father: `ناصر${n}`, grandfather: 'سعد', family: 'القحطاني' },
      })
      putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
      const request = buildEmailChange(member, { id: idOf(n), number: `R-48-${n}` })
      putRequest(store, request, JSON.stringify(request), 1)
      const certificate = buildCertificate(member, { id: idOf(n), number: `C-48-${n}` })
      putCertificate(store, certificate, JSON.stringify(certificate), 1)
      const appointment = buildAppointment({ id: idOf(n), number: `A-48-${n}` })
      putAppointment(store, appointment, JSON.stringify(appointment), 1)
    }
  })
}

test.each(shapes)('with ids like %s the sample reads different rows, and all parts of a table', (_, idOf) => {
  fill(it.store, idOf)
  for (const table of ['members', 'requests', 'certificates', 'appointments'] as const) {
    const random = new Random('sample', 1)
    const column = table === 'members' ? 'place' : table === 'certificates' ? 'rowid' : 'id'
    const all = it.store.columnOf<string | number>(`SELECT ${column} FROM ${table} ORDER BY ${column}`)
    const picked = Array.from({ length: 96 }, () => pickKey(it.store, table, () => random.next()))
    const places = new Set(picked.map((key) => (key === undefined ? -1 : all.indexOf(key))))
    expect(places.has(-1)).toBe(false)
    expect(places.size, table).toBeGreaterThan(40)
    for (const part of [0, 1, 2, 3])
      expect(
        [...places].filter((place) => Math.floor((place * 4) / all.length) === part).length,
        table,
      ).toBeGreaterThan(1)
  }
})

test('nothing is picked of an empty table, and the one row of another', () => {
  expect(pickKey(it.store, 'requests', () => 0.5)).toBeUndefined()
  expect([...readSamples(it.store, () => 0.5)].every((table) => table === null)).toBe(true)
  const request = buildEmailChange(buildMember(), { id: 'the-one' })
  putRequest(it.store, request, JSON.stringify(request), 1)
  expect(pickKey(it.store, 'requests', () => 0.5)).toBe('the-one')
})

test.each([
  ['members', 'place'],
  ['requests', 'id'],
  ['certificates', 'rowid'],
  ['appointments', 'id'],
] as const)('a page in the middle of %s that is damaged is met within a few starts', (table, column) => {
  fill(it.store, (n) => `request-${n}`)
  const all = it.store.columnOf<string | number>(`SELECT ${column} FROM ${table} ORDER BY ${column}`)
  it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  damagePageOf(it, { table, column, key: all[rows / 2] ?? 0 })
  const starts = Array.from({ length: 40 }, (_, start) => {
    // A start has nothing of the file in memory yet.
    const store = openStore(it.file, it.key, 'reader')
    const random = new Random('start', start)
    const met = [...readSamples(store, () => random.next())].includes(table)
    store.close()
    return met
  })
  expect(starts.indexOf(true)).toBeGreaterThanOrEqual(0)
  expect(starts.indexOf(true)).toBeLessThan(20)
})
