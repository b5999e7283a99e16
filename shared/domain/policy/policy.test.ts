import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildClerk } from '#shared/testing/builders.ts'
import { BranchCode, Role } from '../clerks/clerk.ts'
import { Risk } from '../requests/request.ts'
import { branchesOf, demand, gateRefusal, type Matter, may, reachOf, refusalOf, rolesOf } from './policy.ts'
import { type Action, actions, findRow } from './policy-table.ts'

const seniors: Role[] = ['supervisor', 'branch-manager']
const deciders: Role[] = ['clerk', ...seniors]

describe('the roles, as the design tells them', () => {
  test.each<[string, Role[], Action[]]>([
    [
      'clerks decide, book and propose',
      deciders,
      ['requests.approve', 'requests.propose', 'requests.decline', 'appointments.book', 'certificates.revoke'],
    ],
    [
      'supervisors give the second approval, and decline what was proposed',
      seniors,
      ['requests.confirm', 'requests.decline-proposed', 'certificates.confirm', 'certificates.decline'],
    ],
    ['auditors read the audit trail', ['auditor'], ['audit.read']],
    [
      'administrators run the desks',
      ['administrator'],
      [
        'administer.clerks',
        'administer.branches',
        'administer.devices',
        'administer.reference',
        'administer.confirm-reference',
      ],
    ],
    ['requests are read by whoever decides, and by auditors', [...deciders, 'auditor'], ['requests.read']],
  ])('%s', (_, roles, its) => {
    for (const action of its) expect([action, rolesOf(action)]).toEqual([action, roles])
  })

  test('auditors change nothing; administrators decide nothing on members', () => {
    const changes = /^(requests|certificates|appointments)\.(?!read$|verify$)|^administer\./
    const onMembers = /^(requests|certificates|appointments)\.(?!read$|verify$)/
    for (const action of actions) {
      if (changes.test(action))
        expect([action, rolesOf(action)]).not.toEqual([action, expect.arrayContaining(['auditor'])])
      if (onMembers.test(action))
        expect([action, rolesOf(action)]).not.toEqual([action, expect.arrayContaining(['administrator'])])
    }
  })
})

describe('where', () => {
  test('a clerk their own branch, an auditor of the head office every one, an administrator no request at all', () => {
    expect(branchesOf(buildClerk({ branch: 'abha' }), 'requests.read')).toEqual(['abha'])
    expect(branchesOf(buildClerk({ role: 'auditor', branch: 'abha' }), 'requests.read')).toEqual(['abha'])
    expect(branchesOf(buildClerk({ role: 'auditor' }), 'requests.read')).toEqual(BranchCode.options)
    expect(branchesOf(buildClerk({ role: 'administrator' }), 'requests.read')).toEqual([])
    expect(reachOf(buildClerk({ role: 'administrator', branch: 'abha' }), 'administer.clerks')).toBe('all')
  })
})

describe('why not', () => {
  const clerk = buildClerk()
  const salem = buildClerk({ id: 'salem', role: 'supervisor' })
  const high: Matter = { branch: 'riyadh', risk: 'high' }
  test.each<[string, ReturnType<typeof refusalOf>, ReturnType<typeof refusalOf>]>([
    ['another role', refusalOf(clerk, 'requests.confirm', { ...high, first: 'salem' }), 'role'],
    ['another branch', refusalOf(clerk, 'requests.propose', { ...high, branch: 'abha' }), 'branch'],
    ['a grave thing alone', refusalOf(clerk, 'requests.approve', high), 'risk'],
    ['the own proposal', refusalOf(salem, 'requests.confirm', { ...high, first: 'salem' }), 'same-person'],
    ['nothing was proposed', refusalOf(salem, 'requests.confirm', high), 'same-person'],
    ['work of somebody else', refusalOf(clerk, 'outbox.change', { owner: 'salem' }), 'not-own'],
    ['somebody who left', refusalOf({ ...salem, active: false }, 'members.read'), 'inactive'],
    ['an action that there is not', refusalOf(salem, 'toString' as Action, high), 'role'],
    ['nothing in the way', refusalOf(salem, 'requests.confirm', { ...high, first: 'clerk-1' }), null],
    ['the own work', refusalOf(clerk, 'outbox.change', { owner: clerk.id }), null],
  ])('%s', (_, is, expected) => {
    expect(is).toBe(expected)
  })

  test('it is thrown with its reason', () => {
    expect(() => demand(clerk, 'administer.clerks')).toThrow(
      expect.objectContaining({ code: 'permission/denied', detail: { reason: 'role' } }),
    )
  })
})

test('what is not known is not allowed: leaving something out never opens anything', () => {
  const matter = fc.record({
    branch: fc.constantFrom(...BranchCode.options),
    risk: fc.constantFrom(...Risk.options),
    owner: fc.constantFrom('a', 'b'),
    first: fc.constantFrom('a', 'b'),
  })
  const person = fc
    .record({ role: fc.constantFrom(...Role.options), branch: fc.constantFrom(...BranchCode.options) })
    .map((over) => buildClerk({ id: 'a', ...over }))
  fc.assert(
    fc.property(matter, fc.subarray(['branch', 'risk', 'owner', 'first'] as const), person, (whole, known, clerk) => {
      const part = Object.fromEntries(known.map((name) => [name, whole[name]])) as Matter
      for (const action of actions) {
        if (may(clerk, action, part)) expect(may(clerk, action, whole)).toBe(true)
        if (may(clerk, action, whole)) expect(gateRefusal(clerk, action)).toBeNull()
        if (findRow(action)?.second && whole.first === clerk.id) expect(may(clerk, action, whole)).toBe(false)
      }
    }),
    { seed: 11 },
  )
})

test('a gate asks for a role, one of several, or says why it asks for none; never for somebody who left', () => {
  const auditor = buildClerk({ role: 'auditor' })
  expect(gateRefusal(auditor, 'requests.approve')).toBe('role')
  expect(gateRefusal(auditor, ['requests.approve', 'audit.read'])).toBeNull()
  expect(gateRefusal(auditor, [])).toBe('role')
  expect(gateRefusal(auditor, { anyClerk: 'their own session' })).toBeNull()
  expect(gateRefusal({ ...auditor, active: false }, { anyClerk: 'their own session' })).toBe('inactive')
})
