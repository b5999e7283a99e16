import type { AnyRow, ReferenceKind } from './reference-rows.ts'
import { textOfValue } from './reference-rows.ts'

const gravelyHeld = (rows: readonly AnyRow[]): string[] =>
  rows.filter(({ risk }) => risk === 'high').map(({ field }) => textOfValue(field))

/**
 * The fields of a member whose changes two people decide by the earlier rows, and one alone by the later ones. None for
 * kinds that say nothing of four eyes. Whatever does this needs a second person (docs/adr/0025): a version against the
 * one before it, and a withdrawal, where the version that goes is the earlier one and what stays the later.
 */
export function loweredFields(kind: ReferenceKind, earlier: readonly AnyRow[], later: readonly AnyRow[]): string[] {
  if (kind !== 'field-risk') return []
  const still = new Set(gravelyHeld(later))
  return gravelyHeld(earlier).filter((field) => !still.has(field))
}
