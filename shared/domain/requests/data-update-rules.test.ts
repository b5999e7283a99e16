import { expect, test } from 'vitest'
import { buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fiveFields, type OtherField, otherValues } from '#shared/testing/data-updates.ts'
import type { MemberField } from '../members/member.ts'
import { type DataUpdateFacts, evaluateDataUpdate } from './data-update-rules.ts'
import { blockingRules, unprovenRules } from './rules.ts'

const member = buildMember()
const facts = (fields: readonly OtherField[], over: Partial<DataUpdateFacts> = {}): DataUpdateFacts => ({
  request: buildDataUpdate(member, fields),
  member,
  idHolder: 'none',
  ...over,
})
const outcome = (given: DataUpdateFacts, id: string, field?: MemberField) =>
  evaluateDataUpdate(given).find((rule) => rule.id === id && rule.field === field)?.outcome

test('five fields of an open file, the grave one proven, stop at nothing', () => {
  const results = evaluateDataUpdate(facts(fiveFields))
  expect(blockingRules(results)).toEqual([])
  expect(unprovenRules(results)).toEqual([])
  expect(results.map(({ id, field }) => `${id} ${field ?? ''}`.trim())).toEqual([
    'DU-01',
    'DU-02 nameAr',
    'DU-08 nameAr',
    'DU-06 nameAr',
    'DU-07 nameAr',
    'DU-03 mobile',
    'DU-06 mobile',
    'DU-08 city',
    'DU-06 city',
    'DU-08 poBox',
    'DU-06 poBox',
    'DU-02 employer',
    'DU-08 employer',
    'DU-06 employer',
  ])
})

test('a blocking rule stops its own field, and one of the request stops all', () => {
  const unproven = facts(fiveFields)
  const results = evaluateDataUpdate({ ...unproven, request: { ...unproven.request, evidence: [] } })
  expect(blockingRules(results, ['nameAr']).map(({ id }) => id)).toEqual(['DU-02'])
  expect(blockingRules(results, ['mobile', 'city', 'employer'])).toEqual([])
  const closed = evaluateDataUpdate(facts(fiveFields, { member: { ...member, state: 'deceased' } }))
  expect(blockingRules(closed, ['city']).map(({ id }) => id)).toEqual(['DU-01'])
})

test.each([
  ['+966507712094', 'met'],
  ['0507712094', 'not-met'],
  ['+96650771209', 'not-met'],
])('mobile %s: %s', (mobile, expected) => {
  const given = facts(['mobile'])
  expect(outcome({ ...given, request: { ...given.request, proposed: { mobile } } }, 'DU-03', 'mobile')).toBe(expected)
})

test.each([
  ['1000000016', 'SA', 'none', 'met'],
  ['1000000010', 'SA', 'none', 'not-met'],
  ['1000000016', 'JO', 'none', 'not-met'],
  ['1000000016', 'SA', 'member-2', 'not-met'],
  ['1000000016', 'SA', 'member-1', 'met'],
  ['1000000016', 'SA', null, 'not-evaluated'],
  ['1000000010', 'SA', null, 'not-met'],
] as const)('ID number %s of a national of %s, held by %s: %s', (idNo, nationality, idHolder, expected) => {
  const given = facts(['idNo'], { idHolder, member: { ...member, nationality } })
  const request = { ...given.request, proposed: { idNo } }
  expect(outcome({ ...given, request }, 'DU-04', 'idNo')).toBe(expected)
})

test('an ID number may fit the nationality that the same request asks for', () => {
  const given = facts(['idNo'], { member: { ...member, nationality: 'JO', idKind: 'resident' } })
  const request = { ...given.request, proposed: { idNo: otherValues.idNo, nationality: 'SA' } }
  expect(outcome({ ...given, request }, 'DU-04', 'idNo')).toBe('met')
})

test.each([
  ['1984-11-01', 'met'],
  ['1404-01-25', 'not-met'],
  ['1984-02-30', 'not-met'],
  ['2010-11-22', 'not-met'],
  ['2008-11-18', 'met'],
  ['2008-11-19', 'not-met'],
])('born on %s: %s', (birthDate, expected) => {
  const given = facts(['birthDate'])
  const request = { ...given.request, proposed: { birthDate } }
  expect(outcome({ ...given, request }, 'DU-05', 'birthDate')).toBe(expected)
})

test('a value that stands in the register already is shown and never blocks', () => {
  const given = facts(['city'], { member: { ...member, city: 'jeddah' } })
  expect(outcome(given, 'DU-06', 'city')).toBe('not-met')
  expect(blockingRules(evaluateDataUpdate(given), ['city'])).toEqual([])
})

test('what cannot be known here never blocks the desk, and is not proven for the authority', () => {
  const results = evaluateDataUpdate(facts(['idNo', 'city'], { member: null, idHolder: null }))
  expect(blockingRules(results)).toEqual([])
  expect(unprovenRules(results, ['city']).map(({ id }) => id)).toEqual(['DU-01'])
  expect(unprovenRules(results, ['idNo']).map(({ id }) => id)).toEqual(['DU-01', 'DU-04'])
})
