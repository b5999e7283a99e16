import { z } from 'zod'
import { calendarDateSchema } from '../calendar.ts'
import { Instant } from '../members/member.ts'
import { findFaults } from './check-rows.ts'
import { type AnyRow, maxRows, ReferenceKind, rowSchemas } from './reference-rows.ts'

/** Longest note on why a version was made. */
export const maxNote = 500

/**
 * All rows of a kind as they hold from a day on (in Riyadh) until the next version's. It never changes; before its day
 * it may be withdrawn, and then stays as what it was.
 */
export const ReferenceVersion = z
  .object({
    id: z.string().min(1).max(64),
    /** 1; 2 once it is withdrawn. */
    version: z.number().int().positive(),
    kind: ReferenceKind,
    effectiveFrom: calendarDateSchema,
    rows: z.array(z.record(z.string(), z.json())).max(maxRows),
    note: z.string().max(maxNote),
    publishedAt: Instant,
    /** A clerk's id, or `system` for what a register begins with. */
    publishedBy: z.string(),
    withdrawnAt: Instant.nullable(),
    withdrawnBy: z.string().nullable(),
    updatedAt: Instant,
  })
  .superRefine(({ kind, rows }, context) => {
    for (const { row, column, fault } of findFaults(kind, rows))
      context.addIssue({ code: 'custom', path: ['rows', row ?? '', column ?? ''], message: fault })
  })
export type ReferenceVersion = z.infer<typeof ReferenceVersion>

/** Rows with the columns of their kind and no others, in its order: as they are kept and compared. */
export function plainRows(kind: ReferenceKind, rows: readonly AnyRow[]): ReferenceVersion['rows'] {
  return rows.map((row) => rowSchemas[kind].parse(row))
}

/** How often a kind was changed: grows with every version and every withdrawal. */
export function revisionOf(kind: ReferenceKind, versions: readonly ReferenceVersion[]): number {
  return versions.filter((other) => other.kind === kind).reduce((sum, { version }) => sum + version, 0)
}
