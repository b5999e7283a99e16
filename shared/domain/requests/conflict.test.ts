import { expect, test } from 'vitest'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { baseSnapshot } from '../members/member.ts'
import { collidingFields, conflictTable, fieldsAtStake, movedSinceSnapshot } from './conflict.ts'

const member = buildMember()
const request = buildEmailChange(member)
const seen = { email: member.email }

test('a change of another field is no conflict', () => {
  const moved = buildMember({ version: 2, mobile: '+966507712094' })
  expect(collidingFields(request, { seen, current: baseSnapshot(moved) })).toEqual([])
  expect(movedSinceSnapshot(request.base, baseSnapshot(moved))).toEqual(['mobile'])
})

test('a change of the field that is decided is one, with all three values side by side', () => {
  const moved = buildMember({ version: 2, email: 'other@example.sa' })
  const ground = { seen, current: baseSnapshot(moved) }
  expect(collidingFields(request, ground)).toEqual(['email'])
  expect(conflictTable(request, ground)).toEqual([
    { field: 'email', base: member.email, theirs: 'other@example.sa', mine: 'f.alqahtani@alwaha.sa' },
  ])
})

test('what counts is what the clerk saw, not the snapshot: a change seen before deciding is no conflict', () => {
  const moved = buildMember({ version: 2, email: 'other@example.sa' })
  expect(collidingFields(request, { seen: { email: 'other@example.sa' }, current: baseSnapshot(moved) })).toEqual([])
})

test('of a data update only what is approved is at stake, and what stands there already collides with nothing', () => {
  const update = buildDataUpdate(member)
  const atStake = fieldsAtStake(update, fieldDecisions({ city: 'approve', mobile: 'approve', poBox: 'return' }))
  expect(atStake).toEqual(['mobile', 'city'])
  const current = baseSnapshot(buildMember({ version: 2, mobile: '+966500000000', city: 'jeddah', poBox: '1' }))
  const ground = { seen: baseSnapshot(member), current }
  expect(collidingFields(update, ground, atStake)).toEqual(['mobile'])
  expect(conflictTable(update, ground, atStake).map(({ field }) => field)).toEqual(['mobile', 'city'])
  expect(fieldsAtStake(request)).toEqual(['email'])
})
