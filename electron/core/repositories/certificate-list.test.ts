import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { CertificateFilters } from '#shared/contracts/certificates.ts'
import { CertificateKind, CertificateState } from '#shared/domain/certificates/certificate.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import {
  type CertificateSelection,
  certificateStatement,
  countCertificates,
  isQuicklyCounted,
  listCertificatePage,
  numberStatement,
  selectCertificates,
} from './certificate-list.ts'
import { putCertificate } from './certificates.ts'
import { beginFill, makeOrder } from './index-upkeep.ts'
import { indexFinder, type MemberFinder } from './member-search.ts'
import { putMember } from './members.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const today = '2026-11-22'
const at = '2026-11-22T07:00:00.000Z'

/** A finder who says of everybody that very many were found. */
const crowded = (): MemberFinder => {
  const finder = indexFinder(it.store)
  return {
    ...finder,
    match(groups) {
      const match = finder.match(groups)
      return { ...match, count: match.count === 0 ? 0 : match.count + 1_000_000 }
    },
  }
}

const select = (filters: CertificateFilters, finder: MemberFinder = indexFinder(it.store)) =>
  selectCertificates(it.store, filters, today, () => finder)

/** Numbers of a whole list, page by page. */
function numbers(selection: CertificateSelection, limit: number): string[] {
  const found: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = listCertificatePage(it.store, selection, after, limit)
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    found.push(...page.rows.map(({ certificate }) => certificate.number))
    after = page.after
  }
  return found
}

const plan = (selection: CertificateSelection, { sql, values } = certificateStatement(selection, '7973-88-77|x|y')) =>
  it.store
    .allOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values, 200)
    .map(({ detail }) => detail)
    .join('\n')

const people = ['فهد', 'نورة', 'سعد'].map((first, n) =>
  buildMember({
    id: `m-${n}`,
    idNo: `105555555${n}`,
    membershipNo: `22-M-000000${n}`,
    nameAr: { first, father: 'ناصر', grandfather: '', family: 'القحطاني' },
  }),
)
const held = fc.array(
  fc.record({
    who: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom(...CertificateKind.options),
    state: fc.constantFrom(...CertificateState.options),
    issuedOn: fc.constantFrom('2024-01-01', '2025-06-30', '2026-02-02'),
    expiresOn: fc.constantFrom(null, '2026-11-21', '2026-11-22'),
  }),
  { maxLength: 25 },
)

function fill(certificates: readonly { who: number }[]): void {
  for (const member of people) putMember(it.store, member, JSON.stringify(member), 1, at)
  for (const [n, { who, ...over }] of certificates.entries()) {
    const certificate = buildCertificate(people[who] ?? buildMember(), {
      id: `c-${n}`,
      number: `26-C-${100 + n}`,
      ...over,
    })
    putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
  }
}

test('few or very many, with and without the order: the same certificates, each once', () => {
  const filters = fc.record(
    {
      kind: fc.constantFrom(...CertificateKind.options),
      state: fc.constantFrom('in-force', 'expired', 'suspended', 'revoked', 'awaiting-second'),
      memberId: fc.constantFrom('m-0', 'm-1', 'nobody'),
      text: fc.constantFrom('فهد', 'ناصر', 'نورة سعد', '26-C-10', '26', '105555555', 'nobody'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(held, filters, fc.integer({ min: 1, max: 7 }), (certificates, wanted, limit) => {
      it.store.runOf('DELETE FROM certificates')
      makeOrder(it.store)
      fill(certificates)
      const { text, ...others } = wanted
      const isFound = (number: string, who: number): boolean =>
        text === undefined ||
        number.replaceAll('-', '').startsWith(text.replaceAll('-', '')) ||
        (text === 'فهد' && who === 0) ||
        text === 'ناصر' ||
        text === '105555555'
      const every = numbers(select(others), 50)
      const expected = every.filter((number) => {
        const who = certificates[Number(number.slice(5)) - 100]?.who ?? -1
        return isFound(number, who)
      })
      for (const finder of [indexFinder(it.store), crowded()]) {
        const selection = select(wanted, finder)
        expect(numbers(selection, limit)).toEqual(expected)
        expect(countCertificates(it.store, selection)).toBe(expected.length)
      }
      it.store.runOf('DROP INDEX certificates_by_sort')
      for (const finder of [indexFinder(it.store), crowded()]) {
        const without = numbers(select(wanted, finder), limit)
        expect(without.toSorted()).toEqual(expected.toSorted())
      }
    }),
    { numRuns: 150 },
  )
})

test('without an order a page ends where much was looked through, and the next goes on behind it', () => {
  it.store.transaction(() => {
    for (let n = 0; n < 11_000; n += 1) {
      const certificate = buildCertificate(buildMember(), {
        id: `c-${n}`,
        number: `26-C-${10_000 + n}`,
        state: n === 7 ? 'revoked' : 'in-force',
      })
      putCertificate(it.store, certificate, '{"number":"x"}', 1)
    }
  })
  it.store.runOf('DROP INDEX certificates_by_sort')
  const selection = select({ state: 'revoked' })
  const first = listCertificatePage(it.store, selection, undefined, 10)
  expect(first).toEqual({ rows: [], after: '#26c15999' })
  const second = listCertificatePage(it.store, selection, first.after ?? undefined, 10)
  const third = listCertificatePage(it.store, selection, second.after ?? undefined, 10)
  expect([second.rows.length, third.rows.length, third.after]).toEqual([0, 1, null])
  expect(countCertificates(it.store, selection)).toBe(1)
  expect(listCertificatePage(it.store, select({}), undefined, 10)).toMatchObject({ after: '#26c20990' })
})

test('the order comes behind a fill, and the list goes by it', () => {
  beginFill(it.store, 1_000_000)
  fill([{ who: 0 }, { who: 1 }])
  expect(listCertificatePage(it.store, select({}), undefined, 1).after).toBe('#26c101')
  makeOrder(it.store)
  expect(listCertificatePage(it.store, select({}), undefined, 1).after).toContain('|26-C-')
})

test.each<CertificateFilters>([
  {},
  { state: 'in-force' },
  { state: 'expired', kind: 'registration' },
  { state: 'awaiting-second' },
])('a page of %j walks the order by an index', (filters) => {
  expect(plan(select(filters))).toMatch(
    /SEARCH certificates USING INDEX certificates_(by_sort|awaiting) \(sort_key>\?\)/,
  )
  expect(isQuicklyCounted(select(filters))).toBe(true)
})

test('a text that finds few is read from the numbers and the members it finds, each by its index', () => {
  fill([{ who: 0 }, { who: 1 }])
  const steps = plan(select({ text: '26-C' }))
  expect(steps).toContain('certificates_by_number (number_key>? AND number_key<?)')
  expect(plan(select({ text: 'فهد' }))).toContain('certificates_by_member (member_id=?')
  expect(`${steps}${plan(select({ text: 'فهد' }))}`).not.toMatch(/SCAN certificates\b/)
})

test('a text that finds very many walks the order, looks nothing up in it, and is not counted while somebody waits', () => {
  fill([{ who: 0 }, { who: 1 }])
  const selection = select({ text: 'ناصر' }, crowded())
  expect(plan(selection)).toMatch(/SEARCH certificates USING INDEX certificates_by_sort \(sort_key>\?\)/)
  expect(isQuicklyCounted(selection)).toBe(false)
  expect(isQuicklyCounted(select({ text: 'ناصر' }))).toBe(true)
})

test('a page by numbers reads as many as it shows', () => {
  it.store.runOf('DROP INDEX certificates_by_sort')
  const selection = select({ state: 'revoked' })
  const steps = plan(selection, numberStatement(selection, 'b', 'a'))
  expect(steps).toMatch(/MERGE \(UNION ALL\)[^]*SEARCH certificates USING INDEX certificates_by_number/)
})
