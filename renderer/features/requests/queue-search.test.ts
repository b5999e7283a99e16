import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contracts } from '#shared/contracts/contract-map.ts'
import { QueueView } from '#shared/contracts/requests.ts'
import {
  compact,
  filtersIn,
  queueInput,
  queueSearchSchema,
  queueViews,
  withFilter,
  withoutFilters,
} from './queue-search.ts'

describe('queueSearchSchema', () => {
  it('reads a link and leaves out what this version does not know', () => {
    expect(compact(queueSearchSchema.parse({ view: 'mine', kind: 'email-change', text: '٢٠٤' }))).toEqual({
      view: 'mine',
      kind: 'email-change',
      text: '٢٠٤',
    })
    expect(queueSearchSchema.parse({ text: 204 }).text).toBe('204')
    expect(compact(queueSearchSchema.parse({ view: 'someday', risk: 'huge', branch: 7, other: 'x' }))).toEqual({})
  })

  it('asks a question that the contract accepts, whatever stands in the link', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('view', 'kind', 'state', 'risk', 'branch', 'text'), fc.anything()),
        (link) => {
          const input = queueInput(queueSearchSchema.parse(link))
          expect(contracts['requests.list'].input.safeParse(input).success).toBe(true)
        },
      ),
    )
  })
})

describe('filters of a link', () => {
  const search = compact({ view: 'mine', risk: 'high', text: 'فهد' })
  it('are set, replaced and taken away without a trace', () => {
    expect(filtersIn(search)).toEqual(['risk', 'text'])
    expect(withFilter(search, 'risk', undefined)).toEqual({ view: 'mine', text: 'فهد' })
    expect(withFilter(search, 'text', '')).toEqual({ view: 'mine', risk: 'high' })
    expect(withFilter(search, 'kind', 'cpd')).toEqual({ ...search, kind: 'cpd' })
    expect(withoutFilters(search)).toEqual({ view: 'mine' })
  })

  it('has a tab for every view there is', () => {
    expect([...queueViews].sort()).toEqual([...QueueView.options].sort())
  })
})
