import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { CertificateKind, CertificateState } from '#shared/domain/certificates/certificate.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import { putCertificate, removeCertificate } from './certificates.ts'
import { condition } from './conditions.ts'
import { putMember, removeMember } from './members.ts'
import { countTallyDifferences } from './store-health.ts'
import { countKeptCertificates, countMembers } from './tallies.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const at = '2026-11-22T07:00:00.000Z'
const certificateChange = fc.record({
  what: fc.constantFrom('put', 'put', 'put', 'remove'),
  n: fc.integer({ min: 0, max: 9 }),
  kind: fc.constantFrom(...CertificateKind.options),
  state: fc.constantFrom(...CertificateState.options),
  expiresOn: fc.constantFrom(null, '2026-11-21', '2026-11-22', '2027-01-01'),
})
const memberChange = fc.record({
  what: fc.constantFrom('put', 'put', 'remove'),
  n: fc.integer({ min: 0, max: 9 }),
  // A state moves a member in the display order: the row goes and comes again.
  state: fc.constantFrom('active' as const, 'suspended' as const),
})

const counted = (table: string, where = '1 = 1') =>
  it.store.findOf<{ count: number }>(`SELECT count(*) AS count FROM ${table} WHERE ${where}`)?.count

test('whatever comes, changes and goes, the tallies are what counting the rows gives', () => {
  let version = 0
  fc.assert(
    fc.property(
      fc.array(certificateChange, { maxLength: 40 }),
      fc.array(memberChange, { maxLength: 40 }),
      (certificates, members) => {
        for (const { what, n, state } of members) {
          version += 1
          const member = buildMember({ id: `m-${n}`, version, state })
          if (what === 'put') putMember(it.store, member, JSON.stringify(member), 1, at)
          else removeMember(it.store, member.id)
        }
        for (const { what, n, ...facets } of certificates) {
          version += 1
          const over = { id: `c-${n}`, number: `26-C-${n}`, version, ...facets }
          const certificate = buildCertificate(buildMember(), over)
          if (what === 'put') putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
          else removeCertificate(it.store, certificate.id)
        }
        expect(countMembers(it.store)).toBe(counted('members'))
        expect(countKeptCertificates(it.store)).toBe(counted('certificates'))
        for (const where of [
          "state = 'in-force' AND (expires_on IS NULL OR expires_on >= '2026-11-22')",
          "state = 'in-force' AND expires_on < '2026-11-22' AND kind = 'registration'",
          'awaiting_second = 1',
        ])
          expect(countKeptCertificates(it.store, condition(where))).toBe(counted('certificates', where))
        expect(countTallyDifferences(it.store)).toBe(0)
      },
    ),
    { numRuns: 60 },
  )
})

test('what is rolled back is not counted', () => {
  const member = buildMember()
  expect(() =>
    it.store.inBulk(() => {
      putMember(it.store, member, JSON.stringify(member), 1, at)
      expect(countMembers(it.store)).toBe(1)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(countMembers(it.store)).toBe(0)
})
