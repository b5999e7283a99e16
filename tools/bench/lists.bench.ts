import { openStore } from '#core/db/open-store.ts'
import { selectCertificates } from '#core/repositories/certificate-list.ts'
import { countNow } from '#core/repositories/conditions.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { indexFinder, RecentMembers } from '#core/repositories/member-search.ts'
import { listCertificates } from '#core/use-cases/certificates/list-certificates.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import { CertificateKind } from '#shared/domain/certificates/certificate.ts'
import { fullName } from '#shared/domain/members/member.ts'
import type { Bench, Contestant } from './measure.ts'
import { benchMemberAt, openCertificateRegister } from './register.ts'

const now = Date.parse('2026-11-22T07:00:00.000Z')
const pages = 20

/** Pages of the list of certificates, as the reader's thread reads them, with two certificates a member. */
export const bench: Bench = {
  title: 'a page of a hundred certificates with their number, two certificates a member; members',
  units: 'pages',
  rows: 1_000_000,
  paired: true,
  prepare: ({ rows }) => {
    const register = openCertificateRegister(rows)
    const store = openStore(register.file, register.key, 'reader')
    const aids = { postings: new MemberPostings(), recent: new RecentMembers() }
    while (aids.postings.warm(store, 100) !== 'warm') continue
    const clock = { now: () => now }
    const timed = (name: string, work: (n: number) => unknown, times = pages): Contestant => ({
      name,
      turn: () => ({
        units: times,
        samples: Array.from({ length: times }, (_, n) => {
          const began = performance.now()
          work(n)
          return performance.now() - began
        }),
      }),
    })
    const list = (name: string, filtersOf: (n: number) => object, times?: number): Contestant =>
      timed(
        name,
        (n) => {
          const input = contracts['certificates.list'].input.parse({ filters: filtersOf(n) })
          return listCertificates({ store, clock }, aids, input)
        },
        times,
      )
    const someone = (n: number) => benchMemberAt((n * 7919) % rows)
    const kindAt = (n: number) => CertificateKind.options[n % CertificateKind.options.length]
    const first = (n: number) => someone(n).nameAr.first
    const everything = selectCertificates(store, { state: 'in-force' }, '2026-11-22', () => indexFinder(store))
    const apart = (n: number) =>
      Array.from({ length: 100 }, (_, row) =>
        JSON.parse(
          store.findOf<{ row: string }>(
            'SELECT row FROM certificates WHERE rowid = ?',
            1 + (((n * 100 + row) * 7919) % (rows * 2)),
          )?.row ?? 'null',
        ),
      )
    return {
      contestants: [
        list('all', () => ({})),
        list('one kind', (n) => ({ kind: kindAt(n) })),
        list('expired', () => ({ state: 'expired' })),
        list('revoked, of one kind', (n) => ({ state: 'revoked', kind: kindAt(n) })),
        list('of a member', (n) => ({ memberId: someone(n).id })),
        list('a number', (n) => ({ text: `25-C-${String(1 + ((n * 7919) % (rows * 2))).padStart(7, '0')}` })),
        list('a full name', (n) => ({ text: fullName(someone(n).nameAr) })),
        list('a first name', (n) => ({ text: first(n) })),
        list('a first name, revoked', (n) => ({ text: first(n), state: 'revoked' })),
        list('محمد', () => ({ text: 'محمد' })),
        timed('limit: a hundred rows that lie apart, read and parsed', apart),
        timed('counted by an index, as before', () => countNow(store, 'certificates', everything.where), 3),
      ],
      comparisons: [
        { name: 'all to what counting took', of: 'all', to: 'counted by an index, as before', by: 'p50' },
        {
          name: 'a first name to the limit',
          of: 'a first name',
          to: 'limit: a hundred rows that lie apart, read and parsed',
          by: 'p50',
        },
      ],
      tearDown: () => store.close(),
    }
  },
}
