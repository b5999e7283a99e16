import { Role } from '../domain/clerks/clerk.ts'
import type { Permission } from '../domain/policy/policy.ts'
import type { Action } from '../domain/policy/policy-table.ts'

/**
 * The policy table said a second time, on purpose: who has an action at all, written from the design and not from the
 * table. What walks routes and channels expects this, so that a slip in the table shows as an open door and not as a new
 * truth. c: clerk, s: supervisor, m: branch manager, a: auditor, d: administrator.
 */
const whoHas: Readonly<Record<Action, string>> = {
  'members.read': 'csmad',
  'requests.read': 'csma-',
  'requests.attach': 'csm--',
  'requests.approve': 'csm--',
  'requests.propose': 'csm--',
  'requests.confirm': '-sm--',
  'requests.decline': 'csm--',
  'requests.decline-proposed': '-sm--',
  'certificates.read': 'csmad',
  'certificates.verify': 'csmad',
  'certificates.revoke': 'csm--',
  'certificates.confirm': '-sm--',
  'certificates.decline': '-sm--',
  'appointments.read': 'csma-',
  'appointments.book': 'csm--',
  'appointments.change': 'csm--',
  'reports.export': 'csma-',
  'papers.print': 'csmad',
  'outbox.change': 'csmad',
  'audit.read': '---a-',
  'audit.read-administration': '----d',
  'audit.export': '---ad',
  'administer.clerks': '----d',
  'administer.branches': '----d',
  'administer.devices': '----d',
  'administer.reference': '----d',
  'administer.confirm-reference': '----d',
}

/** The roles for which a permission is open, by what stands above. */
export function rolesExpected(permission: Permission): readonly Role[] {
  if (typeof permission === 'object' && 'anyClerk' in permission) return Role.options
  const asked: readonly Action[] = typeof permission === 'string' ? [permission] : permission
  return Role.options.filter((_, index) => asked.some((action) => whoHas[action][index] !== '-'))
}
