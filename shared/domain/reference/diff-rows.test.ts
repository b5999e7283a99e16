import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findFaults } from './check-rows.ts'
import { diffRows } from './diff-rows.ts'
import { emptyRow, referenceColumns, takesRows } from './reference-columns.ts'
import { ReferenceKind, rowSchemas } from './reference-rows.ts'
import { shippedVersions } from './shipped.ts'

const { rows } = shippedVersions.ranks
const states = (later: readonly Record<string, unknown>[]) =>
  diffRows('ranks', rows, later).flatMap(({ key, state, columns }) =>
    state === 'same' ? [] : [`${state} ${key} ${columns.join()}`.trim()],
  )

describe('the difference of two versions', () => {
  it('is none of a version with itself, of every kind', () => {
    for (const kind of ReferenceKind.options) {
      const own = shippedVersions[kind].rows
      expect(new Set(diffRows(kind, own, own).map(({ state }) => state))).toEqual(new Set(['same']))
    }
  })

  it('names what was added, removed, changed in which column, and moved', () => {
    const [first, second, ...rest] = rows.map((row) => ({ ...row }))
    const added = { code: 'fellow', ar: 'زميل', en: 'Fellow', active: true }
    expect(states([...rows, added])).toEqual(['added fellow'])
    expect(states(rows.slice(1))).toEqual(['removed subspecialty-consultant'])
    expect(states([{ ...first, en: 'Other', active: false }, ...rows.slice(1)])).toEqual([
      'changed subspecialty-consultant en,active',
    ])
    expect(states([{ ...second }, { ...first }, ...rest])).toEqual([
      'moved consultant',
      'moved subspecialty-consultant',
    ])
  })

  it('has every row of the later version in its order, and each row of the earlier one once', () => {
    const some = fc.subarray([...rows])
    fc.assert(
      fc.property(some, some, (earlier, later) => {
        const changes = diffRows('ranks', earlier, later)
        const standing = changes.filter(({ state }) => state !== 'removed')
        expect(standing.map(({ row }) => row)).toEqual(later)
        expect(changes.filter(({ before }) => before !== null)).toHaveLength(earlier.length)
      }),
    )
  })
})

describe('columns', () => {
  it('are those of the rows, and a row that is begun only lacks what is to be typed', () => {
    for (const kind of ReferenceKind.options) {
      const ids = referenceColumns[kind].map(({ id }) => id)
      expect(ids.toSorted()).toEqual(Object.keys(rowSchemas[kind].shape).toSorted())
      if (!takesRows(kind)) continue
      const faults = findFaults(kind, [...shippedVersions[kind].rows, emptyRow(kind)])
      expect(new Set(faults.map(({ fault }) => fault).filter((fault) => fault !== 'choice'))).toEqual(
        new Set(['empty']),
      )
    }
  })
})
