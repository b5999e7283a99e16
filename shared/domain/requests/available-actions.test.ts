import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { Role } from '../clerks/clerk.ts'
import { availableActions, getAction } from './available-actions.ts'
import { Decision, type DecisionRecord, RequestKind, RequestState, Risk } from './request.ts'

const proposal: DecisionRecord = {
  commandId: 'c-1',
  decision: 'approve',
  step: 'propose',
  by: 'clerk-1',
  at: '2026-11-22T07:00:00.000Z',
  reasons: [],
  remarks: '',
}
const request = buildEmailChange()
const awaiting = { ...request, state: 'awaiting-second' as const, proposal }

describe('an e-mail change', () => {
  test('a clerk proposes and does not decide alone', () => {
    expect(getAction(request, buildClerk(), 'approve')).toEqual({ decision: 'approve', step: 'propose', refusal: null })
  })

  test('a supervisor confirms what a clerk proposed, and so does a branch manager', () => {
    for (const role of ['supervisor', 'branch-manager'] as const) {
      expect(getAction(awaiting, buildClerk({ id: 'other', role }), 'approve').step).toBe('confirm')
    }
  })

  test('nobody confirms their own proposal, and clerks confirm nothing', () => {
    expect(getAction(awaiting, buildClerk({ role: 'supervisor' }), 'approve').refusal).toBe('same-person')
    expect(getAction(awaiting, buildClerk({ id: 'other' }), 'approve').refusal).toBe('role')
  })

  test('rejecting and returning need one person', () => {
    expect(getAction(request, buildClerk(), 'reject').step).toBe('decide')
    expect(getAction(request, buildClerk(), 'return').step).toBe('decide')
  })

  test('a request with the member waits for the member', () => {
    expect(getAction({ ...request, state: 'returned' }, buildClerk(), 'approve').refusal).toBe('with-the-member')
  })

  test("another branch's request is read only", () => {
    expect(getAction(request, buildClerk({ branch: 'jeddah' }), 'approve').refusal).toBe('branch')
  })
})

test('over the whole table: a step or a refusal, never both; one person never approves a high risk alone', () => {
  const anyRequest = fc
    .record({
      state: fc.constantFrom(...RequestState.options),
      risk: fc.constantFrom(...Risk.options),
      kind: fc.constantFrom(...RequestKind.options),
      proposedBy: fc.constantFrom('clerk-1', 'clerk-2'),
    })
    .map(({ proposedBy, ...over }) =>
      buildEmailChange(buildMember(), {
        ...over,
        proposal: over.state === 'awaiting-second' ? { ...proposal, by: proposedBy } : null,
      }),
    )
  const anyClerk = fc
    .record({ id: fc.constantFrom('clerk-1', 'clerk-2'), role: fc.constantFrom(...Role.options) })
    .map((over) => buildClerk(over))
  fc.assert(
    fc.property(anyRequest, anyClerk, (anyOne, clerk) => {
      const actions = availableActions(anyOne, clerk)
      expect(actions.map((action) => action.decision).sort()).toEqual([...Decision.options].sort())
      for (const { decision, step, refusal } of actions) {
        expect((step === null) !== (refusal === null)).toBe(true)
        if (step && ['auditor', 'administrator'].includes(clerk.role)) throw new Error('a reader decides')
        if (step === 'decide' && decision === 'approve') expect(anyOne.risk).not.toBe('high')
        if (step === 'confirm') {
          expect(anyOne.proposal?.by).not.toBe(clerk.id)
          expect(['supervisor', 'branch-manager']).toContain(clerk.role)
        }
      }
    }),
  )
})
