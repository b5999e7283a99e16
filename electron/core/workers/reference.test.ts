import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { publish } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { revisionOf } from '#shared/domain/reference/reference-version.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import { buildClerk, buildSchedule } from '#shared/testing/builders.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const admin = buildClerk({ id: 'admin', nameEn: 'Reem Admin', role: 'administrator' })
const other = buildClerk({ id: 'other', nameEn: 'Salman Admin', role: 'administrator' })
let authority: TestAuthority
let world: World
let office: TestDeskCore
let counter: TestDeskCore

beforeAll(async () => {
  authority = await startSmallAuthority()
  await addRows(authority.db, { clerks: [admin, other] })
})
beforeEach(async () => {
  world = await addWorld(authority)
  office = new TestDeskCore(authority.url)
  counter = new TestDeskCore(authority.url)
  await office.signIn(admin)
  await office.ask('sync.now', {})
  await counter.signIn(world.noura)
  await counter.ask('sync.now', {})
})
afterEach(async () => {
  await office.end()
  await counter.end()
})
afterAll(() => authority.close())

/** The first day on which a version of a kind can begin, and the revision that an administrator sees. */
async function openFrom(kind: ReferenceKind) {
  await office.ask('sync.now', {})
  const { versions } = await office.ask('reference.list', {})
  const last = versions
    .filter((version) => version.kind === kind && version.withdrawnAt === null)
    .reduce((latest, { effectiveFrom }) => (effectiveFrom > latest ? effectiveFrom : latest), riyadhDateOf(Date.now()))
  return { effectiveFrom: addDays(last, 1), seen: revisionOf(kind, versions) }
}
const retired = (code: string) => shippedVersions.reasons.rows.map((row) => ({ ...row, active: row['code'] !== code }))

test('every desk has what the register began with, and what an administrator publishes, with who did it', async () => {
  const { versions } = await counter.ask('reference.list', {})
  expect(versions.map(({ kind }) => kind).toSorted()).toEqual(ReferenceKind.options.toSorted())
  const rows = shippedVersions.sla.rows.map((row) => ({ ...row, days: Number(row['days']) + 1 }))
  const input = { kind: 'sla' as const, ...(await openFrom('sla')), rows, note: 'قرار 12' }
  const dry = await office.ask('administration.publishReference', { ...input, dryRun: true })
  expect(dry.impact.moved).toBe(0)
  const { version } = await office.ask('administration.publishReference', input)
  await expect(office.ask('administration.publishReference', input)).rejects.toThrow(/^reference\/changed/)
  await expect(counter.ask('administration.publishReference', input)).rejects.toThrow(/^permission\/denied/)
  await counter.ask('sync.now', {})
  const after = await counter.ask('reference.list', {})
  expect(after.versions).toContainEqual(version)
  expect(after.people['admin']).toEqual({ nameAr: admin.nameAr, nameEn: 'Reem Admin' })
  // Changes are gathered for a moment before the screens hear of them.
  const told = () =>
    counter.events.filter(({ name }) => name === 'data-changed').map(({ payload }) => JSON.stringify(payload))
  await vi.waitFor(() => expect(told().join()).toContain('reference_versions'), { timeout: 10_000 })

  const gone = await office.ask('administration.withdrawReference', { id: version.id, seen: input.seen + 1 })
  expect(gone.version).toMatchObject({ withdrawnBy: 'admin', version: 2 })
  await counter.ask('sync.now', {})
  expect((await counter.ask('reference.list', {})).versions).toContainEqual(gone.version)
})

test('announced days close the counter and move due times at every desk', async () => {
  const schedule = buildSchedule({
    id: `schedule-${world.member.id}`,
    weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: '08:00', to: '09:00' })),
  })
  await insertSchedule(authority.db, schedule)
  await publish(authority.db, [{ scope: 'branch:riyadh', table: 'schedules', id: schedule.id, version: 1 }])
  const { effectiveFrom, seen } = await openFrom('holidays')
  const from = addDays(effectiveFrom, 5)
  const slots = async () => {
    await counter.ask('sync.now', {})
    const { days } = await counter.ask('appointments.slots', { from, to: from })
    return { holiday: days[0]?.holiday, slots: days[0]?.slots.length }
  }
  expect((await slots()).holiday).toBeNull()
  const announced = {
    code: 'storm',
    ar: 'تعليق الدوام',
    en: 'Offices closed',
    calendar: 'announced',
    from,
    nextDay: false,
    to: from,
  }
  const rows = [...shippedVersions.holidays.rows, announced]
  await office.ask('administration.publishReference', { kind: 'holidays', effectiveFrom, rows, seen })
  expect(await slots()).toEqual({ holiday: 'storm', slots: 0 })
})

test('a reason counts by the day: one that is to end is given until then, one that never was is refused at the desk', async () => {
  const { effectiveFrom, seen } = await openFrom('reasons')
  const rows = retired('REJ-EMAIL-IN-USE')
  await office.ask('administration.publishReference', { kind: 'reasons', effectiveFrom, rows, seen })
  await counter.ask('sync.now', {})
  const reject = (reasons: string[]) => counter.decide(world.request.id, 'reject', { reasons })
  await expect(reject(['REJ-NEVER-THERE'])).rejects.toThrow(/^reference\/not-in-force/)
  expect(await reject(['REJ-EMAIL-IN-USE'])).toMatchObject({ state: 'rejected' })
  await counter.ask('sync.now', {})
  await counter.ask('sync.release', {})
  await counter.ask('sync.now', {})
  expect((await counter.outbox())[0]).toMatchObject({ state: 'applied' })
})

test('a proposal counts at no desk until a second administrator has confirmed what their desk shows', async () => {
  await counter.signIn(other)
  const input = { kind: 'field-risk' as const, ...(await openFrom('field-risk')) }
  const rows = shippedVersions['field-risk'].rows.map((row) =>
    row['field'] === 'idNo' ? { ...row, risk: 'medium' } : row,
  )
  const { version } = await office.ask('administration.publishReference', { ...input, rows })
  const seen = input.seen + 1
  await office.ask('sync.now', {})
  await expect(office.ask('administration.confirmReference', { id: version.id, seen })).rejects.toThrow(
    /^permission\/denied/,
  )
  const risk = async () => {
    await counter.ask('sync.now', {})
    const { versions } = await counter.ask('reference.list', {})
    return new ReferenceBook(versions).riskOf('idNo', input.effectiveFrom)
  }
  // A desk that has not heard of it has no rows to confirm.
  await expect(counter.ask('administration.confirmReference', { id: version.id, seen })).rejects.toThrow(
    /^record\/not-found/,
  )
  expect(await risk()).toBe('high')
  await counter.ask('administration.confirmReference', { id: version.id, seen })
  expect(await risk()).toBe('medium')
  const { people } = await counter.ask('reference.list', {})
  expect(people['other']?.nameEn).toBe('Salman Admin')
})
