import { z } from 'zod'
import { addDays, type CalendarDate, isCalendarDate } from '#shared/domain/calendar.ts'
import { findFaults } from '#shared/domain/reference/check-rows.ts'
import { emptyRow } from '#shared/domain/reference/reference-columns.ts'
import {
  type AnyRow,
  codedKinds,
  keyOf,
  type ReferenceFault,
  type ReferenceKind,
} from '#shared/domain/reference/reference-rows.ts'
import { isProposal, isWaiting, type ReferenceVersion, revisionOf } from '#shared/domain/reference/reference-version.ts'

/** A version that is being made: an edit of a copy of the newest one. */
export const ReferenceDraft = z.object({
  effectiveFrom: z.string(),
  note: z.string(),
  rows: z.array(z.record(z.string(), z.unknown())),
  /** The version it is a copy of, and the kind's revision at that time: another one, and it must be looked at again. */
  basedOn: z.string(),
  seen: z.number(),
})
export type ReferenceDraft = z.infer<typeof ReferenceDraft>

/** The first day on which another version can begin: after today, and after the newest one. */
export function firstDay(newest: Pick<ReferenceVersion, 'effectiveFrom'>, today: string): CalendarDate {
  const { effectiveFrom } = newest
  return addDays(isCalendarDate(today) && today > effectiveFrom ? today : effectiveFrom, 1)
}

/** A copy of the newest version, from the first day that is possible. `rows`: other rows, those of a file. */
export function beginDraft(
  newest: ReferenceVersion,
  versions: readonly ReferenceVersion[],
  today: string,
  rows: readonly AnyRow[] = newest.rows,
): ReferenceDraft {
  return {
    effectiveFrom: firstDay(newest, today),
    note: '',
    rows: rows.map((row) => ({ ...row })),
    basedOn: newest.id,
    seen: revisionOf(newest.kind, versions),
  }
}

/** The draft with a column of a row changed. */
export function changeCell(draft: ReferenceDraft, at: number, column: string, value: unknown): ReferenceDraft {
  return { ...draft, rows: draft.rows.map((row, index) => (index === at ? { ...row, [column]: value } : row)) }
}

/** The draft with a row more, at its end. */
export function addRow(draft: ReferenceDraft, kind: ReferenceKind): ReferenceDraft {
  return { ...draft, rows: [...draft.rows, emptyRow(kind)] }
}

/** The draft without a row. */
export function removeRow(draft: ReferenceDraft, at: number): ReferenceDraft {
  return { ...draft, rows: draft.rows.filter((_, index) => index !== at) }
}

/** The draft with a row one place up (-1) or down (1); the same draft at an end. */
export function moveRow(draft: ReferenceDraft, at: number, by: -1 | 1): ReferenceDraft {
  const [row, other] = [draft.rows[at], draft.rows[at + by]]
  if (!row || !other) return draft
  const rows = draft.rows.map((standing, index) => (index === at ? other : index === at + by ? row : standing))
  return { ...draft, rows }
}

/** Whether a row stands in the version that the draft is a copy of under a code that must not go. */
export function mustStay(kind: ReferenceKind, row: AnyRow, before: readonly AnyRow[]): boolean {
  return codedKinds.includes(kind) && before.some((other) => keyOf(kind, other) === keyOf(kind, row))
}

/** What is wrong with a draft's rows. */
export function draftFaults(
  kind: ReferenceKind,
  { rows }: ReferenceDraft,
  before: readonly AnyRow[],
  ranks: readonly string[],
): ReferenceFault[] {
  return findFaults(kind, rows, before, ranks)
}

/** Whether a version may begin on the day that was typed. */
export function isDayOpen(text: string, newest: ReferenceVersion, today: string): text is CalendarDate {
  return isCalendarDate(text) && text >= firstDay(newest, today)
}

/** The version that stood before another one; undefined for the first. `versions`: those that stand, oldest first. */
export function findBefore(
  versions: readonly ReferenceVersion[],
  { effectiveFrom }: Pick<ReferenceVersion, 'effectiveFrom'>,
): ReferenceVersion | undefined {
  return versions.findLast((other) => other.effectiveFrom < effectiveFrom)
}

/** How a version stands on a day. */
export type VersionStanding =
  | 'withdrawn'
  | 'future'
  | 'in-force'
  | 'past'
  /** Of proposals: it waits, its day came too soon, another one said no, its proposer took it back. */
  | 'proposed'
  | 'lapsed'
  | 'declined'
  | 'taken-back'
export function standingOf(
  version: ReferenceVersion,
  inForce: Pick<ReferenceVersion, 'id'>,
  today: string,
): VersionStanding {
  if (version.withdrawnAt !== null && isProposal(version))
    return version.withdrawnBy === version.publishedBy ? 'taken-back' : 'declined'
  if (version.withdrawnAt !== null) return 'withdrawn'
  if (isProposal(version)) return isWaiting(version, today) ? 'proposed' : 'lapsed'
  if (version.id === inForce.id) return 'in-force'
  return version.effectiveFrom > today ? 'future' : 'past'
}

/** How a standing is drawn. */
export const standingShapes = {
  'in-force': 'green',
  future: 'hollow',
  past: 'ink',
  proposed: 'violet',
  withdrawn: 'dashed',
  lapsed: 'dashed',
  declined: 'dashed',
  'taken-back': 'dashed',
} as const satisfies Record<VersionStanding, string>
