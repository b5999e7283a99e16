import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyClerk, anyDecision, anyEmailChange } from '#shared/testing/arbitraries.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { applyDecision } from './apply-decision.ts'
import { getAction } from './available-actions.ts'
import { type Decision, type DecisionRecord, type DecisionStep, Request } from './request.ts'

const at = '2026-11-22T07:00:00.000Z'

function record(decision: Decision, step: DecisionStep, by = 'clerk-1'): DecisionRecord {
  return { commandId: `c-${by}`, decision, step, by, at, reasons: [], remarks: '' }
}

const request = buildEmailChange()

test('a proposal changes no field of the member and sends no letter', () => {
  const effect = applyDecision(request, record('approve', 'propose'))
  expect(effect.request).toMatchObject({ state: 'awaiting-second', version: 2, proposal: { by: 'clerk-1' } })
  expect(effect.memberFields).toEqual({})
  expect(effect.notices).toEqual([])
  expect(effect.request.dueAt).toBe(request.dueAt)
})

test('the confirmation changes the address and tells both addresses', () => {
  const proposed = applyDecision(request, record('approve', 'propose')).request
  const effect = applyDecision(proposed, record('approve', 'confirm', 'clerk-2'))
  expect(effect.request).toMatchObject({ state: 'completed', version: 3, proposal: null, dueAt: null })
  expect(effect.request.decisions.map((decision) => decision.by)).toEqual(['clerk-1', 'clerk-2'])
  expect(effect.request.events.slice(-2).map((event) => event.kind)).toEqual(['confirmed', 'completed'])
  expect(effect.memberFields).toEqual({ email: 'f.alqahtani@alwaha.sa' })
  expect(effect.notices.map((notice) => notice.to)).toEqual(['old-address', 'new-address'])
})

test('returning pauses the clock, rejecting ends it; neither touches the member', () => {
  const returned = applyDecision(request, record('return', 'decide'))
  expect(returned.request).toMatchObject({ state: 'returned', pausedAt: at, dueAt: null })
  const rejected = applyDecision(request, record('reject', 'decide'))
  expect(rejected.request).toMatchObject({ state: 'rejected', pausedAt: null, dueAt: null })
  for (const effect of [returned, rejected]) {
    expect(effect.memberFields).toEqual({})
    expect(effect.notices).toHaveLength(1)
  }
})

test('a value proposed as it already was changes nothing', () => {
  const member = buildMember()
  const same = buildEmailChange(member, { proposed: { email: member.email } })
  expect(applyDecision(same, record('approve', 'decide')).memberFields).toEqual({})
})

test('every result is still a request, and the one that came in is untouched', () => {
  const before = structuredClone(request)
  for (const decision of ['approve', 'reject', 'return'] as const) {
    expect(Request.parse(applyDecision(request, record(decision, 'decide')).request)).toBeTruthy()
  }
  expect(request).toEqual(before)
})

test('whatever is allowed leads to a whole request one version later, and only a last approval touches the member', () => {
  fc.assert(
    fc.property(anyEmailChange, anyClerk, anyDecision, (anyOne, clerk, decision) => {
      const { step } = getAction(anyOne, clerk, decision)
      fc.pre(step !== null)
      const effect = applyDecision(anyOne, record(decision, step, clerk.id))
      expect(Request.parse(effect.request).version).toBe(anyOne.version + 1)
      expect(effect.request.state).not.toBe(anyOne.state)
      const touches = decision === 'approve' && step !== 'propose' && anyOne.proposed.email !== anyOne.base.email
      expect(Object.keys(effect.memberFields)).toEqual(touches ? ['email'] : [])
    }),
  )
})
