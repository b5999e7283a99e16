import type { MemberField } from '../members/member.ts'
import { reasonsFor } from '../reference/reasons.ts'
import type { Reason } from '../reference/reference-rows.ts'
import type { Decision } from './request.ts'

/** Reasons to choose from for a decision on one field of a data update: its own first, none that speak of another field. */
export function reasonsForField(reasons: readonly Reason[], field: MemberField, decision: Decision): Reason[] {
  const fitting = reasonsFor(reasons, 'data-update', decision).filter((reason) => (reason.field ?? field) === field)
  return [...fitting.filter((reason) => reason.field === field), ...fitting.filter((reason) => reason.field === null)]
}
