import { type BranchCode, type Clerk, Role } from '../clerks/clerk.ts'
import type { Risk } from '../requests/request.ts'

/**
 * How far a permission reaches: `no` nowhere; `own` what the person made themselves; `branch` their branch; `office`
 * their branch, and from the head office every one; `all` everywhere.
 */
export type Reach = 'no' | 'own' | 'branch' | 'office' | 'all'

interface Row {
  /** The reach of each role, in the order of `Role`: clerk, supervisor, branch manager, auditor, administrator. */
  readonly by: readonly [clerk: Reach, supervisor: Reach, manager: Reach, auditor: Reach, administrator: Reach]
  /** The only risks that it is about; every risk, and what has none, when absent. */
  readonly risks?: readonly Risk[]
  /** It is the second half of four eyes: never by whoever did the first. */
  readonly second?: true
}

const nobody = 'no'

/**
 * The one policy table: action × role × reach × risk (docs/adr/0023). Screen, core and authority ask it, and nothing else
 * compares roles. What is not in it is not allowed. Whether something can be done at all *now* is the state tables'
 * (`requests/available-actions.ts`, `certificates/revocation.ts`, `appointments/booking-rules.ts`): they know states and
 * ask here who may. Source of each row: the roles of the design, and docs/adr/0002 (who declines).
 */
const table = {
  // The directory is one scope of the feed, so whoever has a desk holds it.
  'members.read': { by: ['all', 'all', 'all', 'all', 'all'] },
  'requests.read': { by: ['branch', 'branch', 'branch', 'office', nobody] },
  'requests.attach': { by: ['branch', 'branch', 'branch', nobody, nobody] },
  // An approval that one person makes alone.
  'requests.approve': { by: ['branch', 'branch', 'branch', nobody, nobody], risks: ['low', 'medium'] },
  'requests.propose': { by: ['branch', 'branch', 'branch', nobody, nobody], risks: ['high'] },
  'requests.confirm': { by: [nobody, 'branch', 'branch', nobody, nobody], risks: ['high'], second: true },
  'requests.decline': { by: ['branch', 'branch', 'branch', nobody, nobody] },
  // Whoever proposed may take it back by declining: it changes nothing in the register.
  'requests.decline-proposed': { by: [nobody, 'branch', 'branch', nobody, nobody] },
  'certificates.read': { by: ['all', 'all', 'all', 'all', 'all'] },
  'certificates.verify': { by: ['all', 'all', 'all', 'all', 'all'] },
  // Certificates belong to no branch.
  'certificates.revoke': { by: ['all', 'all', 'all', nobody, nobody] },
  'certificates.confirm': { by: [nobody, 'all', 'all', nobody, nobody], second: true },
  'certificates.decline': { by: [nobody, 'all', 'all', nobody, nobody], second: true },
  'appointments.read': { by: ['branch', 'branch', 'branch', 'office', nobody] },
  'appointments.book': { by: ['branch', 'branch', 'branch', nobody, nobody] },
  'appointments.change': { by: ['branch', 'branch', 'branch', nobody, nobody] },
  'reports.export': { by: ['branch', 'branch', 'branch', 'office', nobody] },
  'papers.print': { by: ['all', 'all', 'all', 'all', 'all'] },
  // Also of whoever has another role by now: what they left in the outbox is theirs to settle.
  'outbox.change': { by: ['own', 'own', 'own', 'own', 'own'] },
  'audit.read': { by: [nobody, nobody, nobody, 'office', nobody] },
  'audit.read-administration': { by: [nobody, nobody, nobody, nobody, 'all'] },
  'audit.export': { by: [nobody, nobody, nobody, 'office', 'all'] },
  'administer.clerks': { by: [nobody, nobody, nobody, nobody, 'all'] },
  'administer.branches': { by: [nobody, nobody, nobody, nobody, 'all'] },
  'administer.devices': { by: [nobody, nobody, nobody, nobody, 'all'] },
  'administer.reference': { by: [nobody, nobody, nobody, nobody, 'all'] },
  // A version that takes a second approval away (docs/adr/0025).
  'administer.confirm-reference': { by: [nobody, nobody, nobody, nobody, 'all'], second: true },
} as const satisfies Record<string, Row>

/** Everything that a person can be allowed to do. */
export type Action = keyof typeof table

export const actions = Object.keys(table) as readonly Action[]

/** The row of an action. Undefined for a word that is none: it came from outside of the types, and is not allowed. */
export function findRow(action: Action): Row | undefined {
  return Object.hasOwn(table, action) ? table[action] : undefined
}

/** Who acts, as far as the table asks. */
export type Person = Pick<Clerk, 'role' | 'branch'> & Partial<Pick<Clerk, 'id' | 'active'>>

/** How far a role reaches with an action. */
export function reachOfRole(role: Role, action: Action): Reach {
  return findRow(action)?.by[Role.options.indexOf(role)] ?? 'no'
}

/** The head office: from it, auditors see every branch. */
export const headOffice: BranchCode = 'riyadh'
