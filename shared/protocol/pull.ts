import { z } from 'zod'
import { Appointment, Schedule } from '../domain/appointments/appointment.ts'
import { AuditCheckpoint, HashText } from '../domain/audit/audit-log.ts'
import { Certificate, EvidenceList, VerificationKey } from '../domain/certificates/certificate.ts'
import { Clerk } from '../domain/clerks/clerk.ts'
import { Instant, Member } from '../domain/members/member.ts'
import { Branch } from '../domain/reference/branch.ts'
import { ReferenceVersion } from '../domain/reference/reference-version.ts'
import { Request } from '../domain/requests/request.ts'

/** Tables of the feed, with the schema of their rows. An unknown table is kept aside until the desk is upgraded. */
export const feedTables = {
  members: Member,
  requests: Request,
  clerks: Clerk,
  certificates: Certificate,
  evidence_lists: EvidenceList,
  reference_versions: ReferenceVersion,
  schedules: Schedule,
  appointments: Appointment,
} as const
export type FeedTable = keyof typeof feedTables
/** A row of any table of the feed. */
export type FeedRecord = z.infer<(typeof feedTables)[FeedTable]>

/** A change in commit order: the row as it stands, or `null` when it is gone (or has left the scope). */
export const Change = z.object({
  table: z.string(),
  id: z.string(),
  version: z.number().int().positive(),
  row: z.record(z.string(), z.unknown()).nullable(),
})
export type Change = z.infer<typeof Change>

/** Most rows in one answer. */
export const maxPullRows = 5000

/**
 * `GET /v1/pull?scope=…&cursor=…&limit=…&witness=…`. Without a cursor: from the beginning. `witness`: how many entries the
 * newest checkpoint of the audit log has that this desk holds; 0 for none. Since protocol 2.
 */
export const PullQuery = z.object({
  scope: z.string().min(1).max(64),
  cursor: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(maxPullRows).default(1000),
  witness: z.coerce.number().int().nonnegative().optional(),
})
export type PullQuery = z.infer<typeof PullQuery>

/**
 * The audit log as it stands: what is signed of it, the key, and the proof (RFC 6962, 2.1.2) that it begins with the
 * entries that the witness has seen; empty where there is nothing to prove.
 */
export const PulledLog = z.object({
  checkpoint: AuditCheckpoint,
  key: VerificationKey,
  consistency: z.array(HashText).max(64),
})
export type PulledLog = z.infer<typeof PulledLog>

/**
 * `cursor` is opaque to the desk and belongs to `epoch`; a restore of the authority changes the epoch and the desk
 * reconciles from the beginning by version. `more`: pull again at once. `totals`: rows of each table in the scope.
 */
export const PullOutput = z.object({
  epoch: z.string(),
  cursor: z.string(),
  changes: z.array(Change),
  more: z.boolean(),
  totals: z.record(z.string(), z.number().int().nonnegative()),
  serverTime: Instant,
  /** With `witness`, once the log has an entry. Since protocol 2. */
  audit: PulledLog.optional(),
})
export type PullOutput = z.infer<typeof PullOutput>

/** `GET /v1/scopes`: what the authority lets this clerk's desk hold. `directory`: members, clerks, certificates, reference data and the signed lists; `branch:<code>`: its requests, schedules and appointments. */
export const ScopesOutput = z.object({
  scopes: z.array(z.string()),
  clerk: Clerk,
  /** What the branches are called, and which are closed; an authority of before does not say. */
  branches: z.array(Branch).default([]),
  serverTime: Instant,
})
export type ScopesOutput = z.infer<typeof ScopesOutput>
