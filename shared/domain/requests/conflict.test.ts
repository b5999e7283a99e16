import { expect, test } from 'vitest'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { baseSnapshot } from '../members/member.ts'
import { collidingFields, conflictTable, movedSinceSnapshot } from './conflict.ts'

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
