import { expect, test } from 'vitest'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { type EmailChangeFacts, evaluateEmailChange } from './email-change-rules.ts'
import { blockingRules } from './rules.ts'

const member = buildMember()
const facts: EmailChangeFacts = { request: buildEmailChange(member), member, addressHolder: 'none' }

function outcomes(over: Partial<EmailChangeFacts>) {
  return Object.fromEntries(evaluateEmailChange({ ...facts, ...over }).map((rule) => [rule.id, rule.outcome]))
}

test('a proven, free address of an open file stops at nothing', () => {
  expect(outcomes({})).toEqual({
    'EM-01': 'met',
    'EM-02': 'met',
    'EM-03': 'met',
    'EM-04': 'met',
    'EM-06': 'not-evaluated',
  })
  expect(blockingRules(evaluateEmailChange(facts))).toEqual([])
})

test('an address of somebody else blocks; the member who holds it already does not', () => {
  expect(outcomes({ addressHolder: 'member-2' })['EM-03']).toBe('not-met')
  expect(outcomes({ addressHolder: member.id })['EM-03']).toBe('met')
})

test('a code that was not entered blocks; an old address that was not told is shown and does not block', () => {
  const request = buildEmailChange(member, {
    addressProof: { codeSentAt: '2026-11-18T15:02:00.000Z', codeEnteredAt: null, oldAddressNotifiedAt: null },
  })
  expect(blockingRules(evaluateEmailChange({ ...facts, request })).map((rule) => rule.id)).toEqual(['EM-02'])
  expect(outcomes({ request })['EM-04']).toBe('not-met')
})

test('closed files block', () => {
  for (const state of ['revoked', 'deceased', 'merged'] as const) {
    expect(outcomes({ member: { ...member, state } })['EM-01']).toBe('not-met')
  }
})

test('what cannot be known here is not evaluated and never blocks', () => {
  const unknown = { ...facts, member: null, addressHolder: null }
  expect(blockingRules(evaluateEmailChange(unknown))).toEqual([])
  expect(outcomes({ member: null, addressHolder: null })).toMatchObject({
    'EM-01': 'not-evaluated',
    'EM-03': 'not-evaluated',
  })
})
