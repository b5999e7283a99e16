import { describe, expect, test } from 'vitest'
import { finding } from '#shared/domain/store/finding-table.ts'
import { detailsOf, healthOf } from './health-model.ts'
import type { StoreReport } from './use-store-check.ts'

const report = (part: Partial<StoreReport>): StoreReport => ({
  id: 'a',
  depth: 'full',
  complete: true,
  findings: [],
  facts: {
    fileBytes: 1,
    logBytes: 0,
    freeBytes: null,
    pageBytes: 4096,
    pages: 1,
    freePages: 0,
    schemaVersion: 4,
    backup: null,
    spareAt: null,
    rows: {},
    oldestUnsent: null,
    keptAside: [],
  },
  checkedAt: '2026-11-27T00:00:00.000Z',
  tookMs: 3,
  ...part,
})

describe('the health of the store', () => {
  test.each([
    ['sound', { findings: [] }],
    ['notes', { findings: [finding('backup-kept')] }],
    ['warning', { findings: [finding('disk-low'), finding('backup-kept')] }],
    ['damage', { findings: [finding('page-damaged'), finding('disk-low')] }],
    ['unfinished', { findings: [finding('disk-low')], complete: false }],
    ['damage', { findings: [finding('page-damaged')], complete: false }],
  ] as const)('is %s', (health, part) =>
    expect(healthOf(report({ ...part, findings: [...part.findings] }))).toBe(health),
  )
})

test('what is copied names codes and measures, and repeats no sentence', () => {
  const text = detailsOf(report({ findings: [finding('rows-aside', { table: 'members', count: 2 })] }))
  expect(JSON.parse(text)).toMatchObject({ findings: [{ code: 'rows-aside', table: 'members', count: 2 }] })
  expect(text).not.toContain('authority')
})
