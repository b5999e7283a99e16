import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { HashText } from '../audit/audit-log.ts'
import { calendarDateSchema } from '../calendar.ts'
import { Instant } from '../members/member.ts'
import { findFaults } from './check-rows.ts'
import { type AnyRow, maxRows, ReferenceKind, rowSchemas } from './reference-rows.ts'

/** Longest note on why a version was made. */
export const maxNote = 500

/**
 * All rows of a kind as they hold from a day on (in Riyadh) until the next version's. It never changes; before its day
 * it may be withdrawn, and then stays as what it was. One that takes a second approval away is first a proposal, which
 * counts for nothing until another administrator has confirmed exactly its rows and its day.
 */
export const ReferenceVersion = z
  .object({
    id: z.string().min(1).max(64),
    /** 1; one more when it is confirmed, and when it is withdrawn. */
    version: z.number().int().positive(),
    kind: ReferenceKind,
    effectiveFrom: calendarDateSchema,
    rows: z.array(z.record(z.string(), z.json())).max(maxRows),
    note: z.string().max(maxNote),
    /** When it was published; of one that needs a second person, when it was proposed. */
    publishedAt: Instant,
    /** A clerk's id, or `system` for what a register begins with. */
    publishedBy: z.string(),
    /** Hash of what a second person has to confirm (`proposalText`); null where nobody has to. */
    proposalHash: HashText.nullable(),
    confirmedAt: Instant.nullable(),
    confirmedBy: z.string().nullable(),
    /** Withdrawn, or of a proposal: turned down, by its proposer taken back. */
    withdrawnAt: Instant.nullable(),
    withdrawnBy: z.string().nullable(),
    updatedAt: Instant,
  })
  .superRefine(({ kind, rows }, context) => {
    for (const { row, column, fault } of findFaults(kind, rows))
      context.addIssue({ code: 'custom', path: ['rows', row ?? '', column ?? ''], message: fault })
  })
export type ReferenceVersion = z.infer<typeof ReferenceVersion>

/** Whether it still waits for, or never had, its second person. */
export function isProposal({ proposalHash, confirmedAt }: ReferenceVersion): boolean {
  return proposalHash !== null && confirmedAt === null
}

/** Whether it counts from its day on: published, confirmed where it must be, and not withdrawn. */
export function isStanding(version: ReferenceVersion): boolean {
  return version.withdrawnAt === null && !isProposal(version)
}

/** Whether a second person may still confirm it on a day: from its own day on nobody can. */
export function isWaiting(version: ReferenceVersion, today: string): boolean {
  return isProposal(version) && version.withdrawnAt === null && version.effectiveFrom > today
}

/** The text that a proposal's hash is of: what comes in force, and from when. */
export function proposalText({
  kind,
  effectiveFrom,
  rows,
}: Pick<ReferenceVersion, 'kind' | 'effectiveFrom' | 'rows'>): string {
  return canonicalJson({ kind, effectiveFrom, rows })
}

/** Rows with the columns of their kind and no others, in its order: as they are kept and compared. */
export function plainRows(kind: ReferenceKind, rows: readonly AnyRow[]): ReferenceVersion['rows'] {
  return rows.map((row) => rowSchemas[kind].parse(row))
}

/** How often a kind was changed: grows with every version, proposal, confirmation and withdrawal. */
export function revisionOf(kind: ReferenceKind, versions: readonly ReferenceVersion[]): number {
  return versions.filter((other) => other.kind === kind).reduce((sum, { version }) => sum + version, 0)
}
