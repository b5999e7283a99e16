import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import { BranchCode, type Clerk, Role } from '../clerks/clerk.ts'
import type { Risk } from '../requests/request.ts'
import { type Action, findRow, headOffice, type Person, reachOfRole } from './policy-table.ts'

/** Why somebody may not do something; the screens have a sentence for each (`common.refused_…`). */
export const PolicyRefusal = z.enum(['inactive', 'role', 'branch', 'not-own', 'risk', 'same-person'])
export type PolicyRefusal = z.infer<typeof PolicyRefusal>

/** What the thing is about. What is left out is not known, and what is not known is not allowed. */
export interface Matter {
  /** The branch to which it belongs. */
  readonly branch?: BranchCode
  readonly risk?: Risk
  /** Who made it. */
  readonly owner?: string
  /** Who did the first half of four eyes. */
  readonly first?: string
}

/**
 * What a route or a channel asks for before it looks at anything: an action, or one of several; or that any clerk may,
 * and why. It answers only whether there is a way for this role: branch, risk and person are asked with the matter known.
 */
export type Permission = Action | readonly Action[] | { readonly anyClerk: string }

/** The branches in which somebody may do something: all, none, or their own. Deny by default. */
export function reachOf(person: Pick<Person, 'role' | 'branch'>, action: Action): BranchCode | 'all' | 'none' {
  switch (reachOfRole(person.role, action)) {
    case 'all':
      return 'all'
    case 'office':
      return person.branch === headOffice ? 'all' : person.branch
    case 'branch':
      return person.branch
    default:
      return 'none'
  }
}

/** The branches of `reachOf` as a list. */
export function branchesOf(person: Pick<Person, 'role' | 'branch'>, action: Action): readonly BranchCode[] {
  const reach = reachOf(person, action)
  if (reach === 'all') return BranchCode.options
  return reach === 'none' ? [] : [reach]
}

/** Whether a role has an action at all, wherever. */
export function isForRole(role: Role, action: Action): boolean {
  return reachOfRole(role, action) !== 'no'
}

/** The roles that have an action. */
export function rolesOf(action: Action): readonly Role[] {
  return Role.options.filter((role) => isForRole(role, action))
}

/** Why this person may not do this; null when they may. The first reason counts: role, place, risk, person. */
export function refusalOf(person: Person, action: Action, matter: Matter = {}): PolicyRefusal | null {
  const row = findRow(action)
  if (person.active === false) return 'inactive'
  if (!row || !isForRole(person.role, action)) return 'role'
  if (reachOfRole(person.role, action) === 'own') {
    if (person.id === undefined || matter.owner !== person.id) return 'not-own'
  } else {
    const reach = reachOf(person, action)
    if (reach !== 'all' && reach !== matter.branch) return 'branch'
  }
  if (row.risks && (matter.risk === undefined || !row.risks.includes(matter.risk))) return 'risk'
  if (row.second && (person.id === undefined || matter.first === undefined || matter.first === person.id))
    return 'same-person'
  return null
}

/** Whether this person may do this. */
export function may(person: Person, action: Action, matter: Matter = {}): boolean {
  return refusalOf(person, action, matter) === null
}

/** @throws AppError `permission/denied` with the reason. */
export function demand(person: Person, action: Action, matter: Matter = {}): void {
  const reason = refusalOf(person, action, matter)
  if (reason !== null) throw new AppError('permission/denied', { reason })
}

/** Whether a route or channel is open to somebody at all; why not, otherwise. */
export function gateRefusal(
  person: Pick<Clerk, 'role' | 'active'>,
  permission: Permission,
): 'inactive' | 'role' | null {
  if (!person.active) return 'inactive'
  if (typeof permission === 'object' && 'anyClerk' in permission) return null
  const asked: readonly Action[] = typeof permission === 'string' ? [permission] : permission
  return asked.some((action) => isForRole(person.role, action)) ? null : 'role'
}
