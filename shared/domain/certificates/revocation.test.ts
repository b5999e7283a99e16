import { describe, expect, it } from 'vitest'
import type { Role } from '../clerks/clerk.ts'
import { evidenceLimitsOn } from '../reference/evidence-limits.ts'
import type { Certificate, RevocationRecord } from './certificate.ts'
import { applyRevocation, getRevocationAction, nextRevocationStep, revocationActions } from './revocation.ts'
import { TestIssuer } from './test-issuer.ts'

const certificate = new TestIssuer().certificate()
const record = (over: Partial<RevocationRecord> = {}): RevocationRecord => ({
  commandId: 'command-1',
  step: 'propose',
  by: 'noura',
  at: '2026-11-22T07:00:00.000Z',
  reason: 'REV-ETHICS',
  remarks: '',
  ...over,
})
const proposed = applyRevocation(certificate, record())

function refusals(row: Pick<Certificate, 'state' | 'proposal'>, role: Role, id = 'salem') {
  return Object.fromEntries(
    revocationActions(row, { id, role, branch: 'riyadh' }).map(({ step, refusal }) => [step, refusal]),
  )
}

describe('who may revoke', () => {
  it('whoever decides proposes; nothing is there to confirm yet', () => {
    const open = { propose: null, confirm: 'state', decline: 'state' }
    for (const role of ['clerk', 'supervisor', 'branch-manager'] as const)
      expect(refusals(certificate, role)).toEqual(open)
    for (const role of ['auditor', 'administrator'] as const) {
      expect(refusals(certificate, role)).toEqual({ ...open, propose: 'role' })
      expect(refusals(proposed, role)).toEqual({ propose: 'role', confirm: 'role', decline: 'role' })
    }
  })

  it('a second person of the confirming roles confirms or declines', () => {
    for (const role of ['supervisor', 'branch-manager'] as const) {
      expect(refusals(proposed, role)).toEqual({ propose: 'pending', confirm: null, decline: null })
      expect(refusals(proposed, role, 'noura')).toEqual({
        propose: 'pending',
        confirm: 'same-person',
        decline: 'same-person',
      })
    }
    expect(refusals(proposed, 'clerk')).toEqual({ propose: 'pending', confirm: 'role', decline: 'role' })
  })

  it('a suspended certificate can be revoked, a revoked one no more', () => {
    expect(refusals({ ...certificate, state: 'suspended' }, 'clerk')).toMatchObject({ propose: null })
    expect(refusals({ ...certificate, state: 'revoked' }, 'supervisor')).toEqual({
      propose: 'revoked',
      confirm: 'revoked',
      decline: 'revoked',
    })
    expect(
      getRevocationAction(certificate, { id: 'noura', role: 'clerk', branch: 'abha' }, 'propose').refusal,
    ).toBeNull()
  })
})

describe('what a step does', () => {
  it('propose: waits for the second person and changes no state', () => {
    expect(proposed).toMatchObject({ version: 2, state: 'in-force', proposal: record(), steps: [record()] })
    expect([nextRevocationStep(certificate), nextRevocationStep(proposed)]).toEqual(['propose', 'confirm'])
  })

  it('confirm: revoked, with the reason that was proposed', () => {
    const revoked = applyRevocation(proposed, record({ step: 'confirm', by: 'salem', reason: '' }))
    expect(revoked).toMatchObject({ version: 3, state: 'revoked', proposal: null })
    expect(revoked.steps.map(({ step, by, reason }) => [step, by, reason])).toEqual([
      ['propose', 'noura', 'REV-ETHICS'],
      ['confirm', 'salem', 'REV-ETHICS'],
    ])
  })

  it('decline: as it was before, with both steps told', () => {
    const declined = applyRevocation(proposed, record({ step: 'decline', by: 'salem', reason: '' }))
    expect(declined).toMatchObject({ version: 3, state: 'in-force', proposal: null })
    expect(refusals(declined, 'clerk')).toMatchObject({ propose: null })
  })

  it('does not touch what it was given', () => {
    expect(certificate).toMatchObject({ version: 1, steps: [], proposal: null })
  })
})

describe('reference data', () => {
  it('limits the age of evidence on every day', () => {
    expect(evidenceLimitsOn('2026-11-22')).toEqual({ statusListSeconds: 259_200, trustListSeconds: 2_592_000 })
    expect(evidenceLimitsOn('2020-01-01')).toEqual(evidenceLimitsOn('2026-11-22'))
  })
})
