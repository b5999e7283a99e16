import { canonicalJson } from '../../kernel/canonical-json.ts'
import { referenceColumns } from './reference-columns.ts'
import { type AnyRow, keyOf, type ReferenceKind } from './reference-rows.ts'

/** What became of a row between two versions. */
export interface RowChange {
  readonly key: string
  readonly state: 'same' | 'added' | 'removed' | 'changed' | 'moved'
  /** As it stands in the later version; in the earlier one where it was removed. */
  readonly row: AnyRow
  readonly before: AnyRow | null
  /** Columns whose values are others. */
  readonly columns: readonly string[]
}

/**
 * The rows of the later version in their order, and then those that it does not have any more. One that stands in another
 * place among the rows that both have, and is the same otherwise, has moved.
 */
export function diffRows(kind: ReferenceKind, earlier: readonly AnyRow[], later: readonly AnyRow[]): RowChange[] {
  const before = new Map(earlier.map((row) => [keyOf(kind, row), row]))
  const keys = later.map((row) => keyOf(kind, row))
  const there = new Set(keys)
  const commonBefore = [...before.keys()].filter((key) => there.has(key))
  const commonAfter = keys.filter((key) => before.has(key))
  const changes = later.map((row, at): RowChange => {
    const key = keys[at] ?? ''
    const old = before.get(key) ?? null
    if (!old) return { key, state: 'added', row, before: null, columns: [] }
    const columns = referenceColumns[kind]
      .map(({ id }) => id)
      .filter((id) => canonicalJson(old[id] ?? null) !== canonicalJson(row[id] ?? null))
    const moved = commonAfter.indexOf(key) !== commonBefore.indexOf(key)
    return { key, state: columns.length > 0 ? 'changed' : moved ? 'moved' : 'same', row, before: old, columns }
  })
  const removed = earlier
    .filter((row) => !there.has(keyOf(kind, row)))
    .map((row): RowChange => ({ key: keyOf(kind, row), state: 'removed', row, before: row, columns: [] }))
  return [...changes, ...removed]
}
