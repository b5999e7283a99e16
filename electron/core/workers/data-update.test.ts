import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { publish } from '#authority/repositories/feed.ts'
import { findMember, updateMember } from '#authority/repositories/members.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import type { FieldValues, Member } from '#shared/domain/members/member.ts'
import { summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import { buildDataUpdate, fieldDecisions, otherValues } from '#shared/testing/data-updates.ts'
import { addWorld, lettersOf, startSmallAuthority, TestDeskCore, type World } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let world: World
let update: Request
let one: TestDeskCore
let two: TestDeskCore
let updates = 0

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  updates += 1
  update = buildDataUpdate(world.member, undefined, { id: `update-${updates}`, number: `R-48-02${1000 + updates}` })
  await addRows(authority.db, { requests: [update] })
  one = new TestDeskCore(authority.url)
  two = new TestDeskCore(authority.url)
  for (const [desk, clerk] of [
    [one, world.noura],
    [two, world.salem],
  ] as const) {
    await desk.signIn(clerk)
    await desk.ask('sync.now', {})
  }
})
afterEach(async () => {
  await one.end()
  await two.end()
})
afterAll(() => authority.close())

async function decide(desk: TestDeskCore, fields: FieldDecisions) {
  const { id, revisionHash } = update
  return desk.ask('requests.decide', { id, decision: summariseFields(fields), fields, revisionHash })
}
const member = async (): Promise<Member> => {
  const found = await findMember(authority.db, world.member.id)
  if (!found) throw new Error('gone')
  return found
}
/** Another office changes the member while the desks are away. */
async function correct(fields: Partial<Member>): Promise<void> {
  const before = await member()
  const version = before.version + 1
  await updateMember(authority.db, { ...before, ...fields, version })
  await publish(authority.db, [{ scope: 'directory', table: 'members', id: before.id, version }])
}
const statesAt = async () => {
  const request = await findRequest(authority.db, update.id)
  return Object.fromEntries(Object.entries(request?.fieldStates ?? {}).map(([field, { state }]) => [field, state]))
}

test('field by field through two desks: decided offline, confirmed elsewhere, effects and letters at the authority', async () => {
  await one.ask('sync.setLine', { connected: false })
  const made = await decide(
    one,
    fieldDecisions({ nameAr: 'approve', mobile: 'approve', city: 'approve', poBox: 'return', employer: 'reject' }),
  )
  expect(made).toMatchObject({ step: 'propose', state: 'awaiting-second' })
  expect(await member()).toMatchObject({ version: 1 })
  await one.ask('sync.setLine', { connected: true })
  await one.ask('sync.now', {})
  expect(await member()).toMatchObject({ version: 2, mobile: otherValues.mobile, city: 'jeddah', poBox: '94656' })
  expect((await one.ask('requests.get', { id: update.id })).pending).toEqual([])

  await two.ask('sync.now', {})
  const seen = await two.ask('requests.get', { id: update.id })
  expect(seen.changes.map(({ field, state }) => [field, state?.state])).toEqual([
    ['nameAr', 'awaiting-second'],
    ['mobile', 'applied'],
    ['city', 'applied'],
    ['poBox', 'returned'],
    ['employer', 'rejected'],
  ])
  expect(await decide(two, fieldDecisions({ nameAr: 'approve' }))).toMatchObject({ step: 'confirm', state: 'returned' })
  await two.ask('sync.now', {})
  expect((await member()).nameAr.family).toBe('العتيبي')
  expect(await findRequest(authority.db, update.id)).toMatchObject({ state: 'returned', version: 3 })
  expect(await lettersOf(authority, update)).toEqual(['data-update-decided', 'data-update-decided'])
})

test('a member who changed in another field is no obstacle: applied, rebased', async () => {
  await one.ask('sync.setLine', { connected: false })
  await decide(one, fieldDecisions({ city: 'approve' }))
  await correct({ mobile: '+966509999999' })
  await one.ask('sync.setLine', { connected: true })
  await one.ask('sync.now', {})
  expect(await member()).toMatchObject({ city: 'jeddah', mobile: '+966509999999', version: 3 })
  expect(await one.outbox()).toMatchObject([{ state: 'applied', rebased: true }])
})

test('a change of an approved field is a conflict that stands side by side and is redone with its fields', async () => {
  await one.ask('sync.setLine', { connected: false })
  const fields = fieldDecisions({ city: 'approve', mobile: 'approve', poBox: 'reject' })
  const { commandId } = await decide(one, fields)
  await correct({ mobile: '+966509999999' })
  await one.ask('sync.setLine', { connected: true })
  await one.ask('sync.now', {})
  expect(await statesAt()).toMatchObject({ city: 'open', mobile: 'open', poBox: 'open' })
  const [refused] = await one.outbox()
  expect(refused).toMatchObject({
    state: 'refused',
    cause: 'sync/conflict',
    act: { fields },
    conflict: {
      fields: [
        { field: 'mobile', base: world.member.mobile, theirs: '+966509999999', mine: otherValues.mobile },
        { field: 'city', base: 'riyadh', theirs: 'riyadh', mine: 'jeddah' },
      ] satisfies { field: keyof FieldValues; base: string; theirs: string; mine: string }[],
    },
  })
  await one.ask('sync.redo', { commandId })
  await one.ask('sync.now', {})
  expect(await statesAt()).toMatchObject({ city: 'applied', mobile: 'applied', poBox: 'rejected', nameAr: 'open' })
  expect(await member()).toMatchObject({ mobile: otherValues.mobile, city: 'jeddah' })
})

test('two desks decide different fields offline: both count; the same field: the later one comes back', async () => {
  for (const desk of [one, two]) await desk.ask('sync.setLine', { connected: false })
  await decide(one, fieldDecisions({ city: 'approve', poBox: 'reject' }))
  await decide(two, fieldDecisions({ mobile: 'approve' }))
  await decide(two, fieldDecisions({ poBox: 'approve' }))
  for (const desk of [one, two]) {
    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
  }
  expect(await statesAt()).toMatchObject({ city: 'applied', poBox: 'rejected', mobile: 'applied', nameAr: 'open' })
  expect((await two.outbox()).map(({ state, cause }) => [state, cause])).toEqual([
    ['refused', 'sync/conflict'],
    ['applied', null],
  ])
  expect((await one.ask('sync.outbox', {})).items).toMatchObject([{ state: 'applied' }])
})
