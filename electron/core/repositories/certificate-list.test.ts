import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { CertificateFilters } from '#shared/contracts/certificates.ts'
import { certificateStatement } from './certificate-list.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const plan = (filters: CertificateFilters) => {
  const { sql, values } = certificateStatement(filters, '2026-11-22', '7973-88-77|x|y')
  return it.store
    .allOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values, 200)
    .map(({ detail }) => detail)
    .join('\n')
}

test.each<CertificateFilters>([
  {},
  { state: 'in-force' },
  { state: 'expired', kind: 'registration' },
  { state: 'awaiting-second' },
])('a page of %j walks the order by an index', (filters) => {
  expect(plan(filters)).toMatch(/SEARCH certificates USING INDEX certificates_(by_sort|awaiting) \(sort_key>\?\)/)
})

test('a text is found by the number and by the members whom the search finds, each by its index', () => {
  expect(plan({ text: '26-C' })).toContain('certificates_by_number (number_key>? AND number_key<?)')
  expect(plan({ text: '26-C' })).toContain('certificates_by_member (member_id=?')
  expect(plan({ text: '26-C' })).not.toContain('SCAN certificates')
})
