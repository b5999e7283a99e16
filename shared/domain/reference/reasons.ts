/** Reasons that a return or a rejection carries, in both languages. All wording is the product's own. */
import type { Decision, RequestKind } from '../requests/request.ts'
import type { Reason } from './reference-rows.ts'

/** The row with this code, inactive ones too; undefined for one that these rows do not know. */
export function findCode<Row extends { readonly code: string }>(rows: readonly Row[], code: string): Row | undefined {
  return rows.find((row) => row.code === code)
}

/** Reasons to choose from for a decision on a request: those of its service first, then those of all services. */
export function reasonsFor(reasons: readonly Reason[], kind: RequestKind, decision: Decision): Reason[] {
  const open = reasons.filter(({ active, decisions }) => active && decisions.some((other) => other === decision))
  return [...open.filter((reason) => reason.kinds?.includes(kind)), ...open.filter((reason) => reason.kinds === null)]
}

/** Codes that may not be given any more, or were never there. */
export function unusableCodes(
  rows: readonly { readonly code: string; readonly active: boolean }[],
  codes: readonly string[],
): string[] {
  return codes.filter((code) => findCode(rows, code)?.active !== true)
}
