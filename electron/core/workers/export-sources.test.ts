import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { createWords } from '#core/exports/words.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { keepLists } from '#core/repositories/kept-lists.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { putMember } from '#core/repositories/members.ts'
import { listCertificates } from '#core/use-cases/certificates/list-certificates.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import type { ExportInput } from '#shared/contracts/reports.ts'
import { buildCertificate, buildClerk, buildMember, fixedClock } from '#shared/testing/builders.ts'
import { certificateSource, memberSource } from './export-sources.ts'

let it: TestStore
const clock = fixedClock()
const clerk = buildClerk({ role: 'supervisor' })
const postings = () => ({ postings: new MemberPostings() })

/** People of two names with a certificate each, and the lists of the search put down, as after an hour of use. */
beforeEach(() => {
  it = openTestStore()
  for (let n = 0; n < 6; n += 1) {
    const member = buildMember({
      id: `m-${n}`,
      email: `m${n}@example.com`,
      nameAr: { first: n % 2 ? 'إبراهيم' : 'سعد', father: '', grandfather: '', family: 'القحطاني' },
      nameEn: { first: n % 2 ? 'Ibrahim' : 'Saad', father: '', grandfather: '', family: 'Alqahtani' },
    })
    putMember(it.store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
    const certificate = buildCertificate(member, { id: `c-${n}`, number: `26-C-${n}` })
    putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
  }
  const lists = new MemberPostings()
  while (lists.warm(it.store, 1) !== 'warm') continue
  const keeping = lists.toKeep(it.store)
  for (let next = keeping.next(); !next.done; next = keeping.next(keepLists(it.store, next.value))) continue
})
afterEach(() => it.end())

test.each(['إبراهيم ', 'ابراهبم ', 'Ibrahym ', 'سعد القحطاني'])(
  'an export by %j holds whom the list shows, a letter wrong or not',
  (text) => {
    const context = { store: it.store, clerk, words: createWords('en'), now: clock.now() }
    const asked = <R extends ExportInput['report']>(report: R) =>
      contracts['reports.export'].input.parse({ report, filters: { text } }) as Extract<ExportInput, { report: R }>
    const members = searchMembers({ store: it.store, clock }, postings(), clerk, { text, limit: 50 })
    expect(members.total).toBe(3)
    const people = it.store.snapshot(() => [...memberSource(context, asked('members')).rows])
    expect(people.map(({ id }) => id)).toEqual(members.hits.map(({ member }) => member.id))

    const list = contracts['certificates.list'].input.parse({ filters: { text } })
    const shown = listCertificates({ store: it.store, clock }, postings(), list).rows
    expect(shown).toHaveLength(3)
    const exported = it.store.snapshot(() => [...certificateSource(context, asked('certificates')).rows])
    expect(exported.map(({ id }) => id)).toEqual(shown.map(({ id }) => id))
  },
)
