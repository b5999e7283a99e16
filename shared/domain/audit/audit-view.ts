import { z } from 'zod'
import type { BranchCode, Clerk } from '../clerks/clerk.ts'
import { may, reachOf } from '../policy/policy.ts'
import { AuditRecord, OpenedValue } from './audit-log.ts'

/** What entries are about, as an auditor asks for them. */
export const AuditGroup = z.enum([
  'decisions',
  'refusals',
  'certificates',
  'appointments',
  'members',
  'reads',
  'copies',
  'sessions',
  'administration',
  'faults',
])
export type AuditGroup = z.infer<typeof AuditGroup>

/** The actions of each group, as patterns of SQL's LIKE. */
export const groupPatterns: Readonly<Record<AuditGroup, readonly string[]>> = {
  decisions: ['decision-%', 'revocation-%'],
  refusals: ['%-refused'],
  certificates: ['certificate-%', 'revocation-%', 'desk.certificate-%'],
  appointments: ['appointment-%', 'appointment.%'],
  members: ['request-%', 'code-%', 'member-%', 'personal-erased'],
  reads: ['desk.%-read', 'desk.members-searched'],
  copies: ['desk.exported', 'desk.paper-saved', 'desk.copied', 'audit-exported'],
  sessions: ['signed-%', 'sign-in-%', 'second-factor-%', 'desk.signed-%', 'desk.unlock%'],
  administration: ['account-%', 'clerk-%', 'branch-%', 'role-%', 'policy-%', 'device-%', 'reference-%'],
  faults: ['desk-chain-%', 'desk.clock-jumped', 'desk.log-%', 'desk.store-%'],
}

/** Which entries: each part narrows. */
export const AuditFilter = z.object({
  group: AuditGroup.optional(),
  /** A clerk's id, `member` or `system`. */
  actor: z.string().min(1).max(64).optional(),
  /** The record: `request:…`, `member:…`. */
  subject: z.string().min(1).max(128).optional(),
  /** The first day and the last, in Riyadh, `2026-11-22`. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** An entry with its place in the log, and what lies behind its commitments as far as it was not erased. */
export const PlacedEntry = z.object({
  seq: z.number().int().nonnegative(),
  entry: AuditRecord,
  opened: z.record(z.string(), OpenedValue),
})
export type PlacedEntry = z.infer<typeof PlacedEntry>

/** What of the log a clerk may read: everything, what the people of a branch did, or how the desks are run. */
export type AuditReach =
  | { readonly of: 'all' }
  | { readonly of: 'branch'; readonly branch: BranchCode }
  | { readonly of: 'administration' }

/** What the policy table lets a clerk read of the log; undefined for nothing. */
export function auditReachOf(clerk: Pick<Clerk, 'role' | 'branch' | 'active'>): AuditReach | undefined {
  if (!clerk.active) return undefined
  const reach = reachOf(clerk, 'audit.read')
  if (reach === 'all') return { of: 'all' }
  if (reach !== 'none') return { of: 'branch', branch: reach }
  return may(clerk, 'audit.read-administration') ? { of: 'administration' } : undefined
}

/** The groups that administrators read. */
export const administrationGroups = ['administration', 'sessions', 'faults'] as const satisfies readonly AuditGroup[]
