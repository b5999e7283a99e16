import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import type { SignedList } from '#shared/domain/certificates/evidence.ts'
import { TestIssuer } from '#shared/domain/certificates/test-issuer.ts'
import { listAside } from './aside.ts'
import { Departures } from './departures.ts'
import { listEvidence, retryLists } from './evidence-lists.ts'
import { applyChange } from './replica.ts'
import { putSetting } from './settings.ts'

const at = '2026-11-22T07:00:00.000Z'

let it: TestStore
let issuer: TestIssuer
beforeEach(() => {
  it = openTestStore()
  issuer = new TestIssuer()
})
afterEach(() => it.end())

/** A row of the feed; its version grows like the authority's, whatever is signed in it. */
function arrive(list: SignedList, version: number, generation = 1): boolean {
  const row: EvidenceList = { ...list, id: list.uri, version, updatedAt: at }
  const change = { table: 'evidence_lists', id: row.id, version, row }
  return applyChange(it.store, change, { scope: 'directory', generation, at }) !== null
}
const kept = () => listEvidence(it.store).map(({ signed }) => signed)
const causes = () => listAside(it.store).map(({ cause }) => cause)
const tellAnchor = (key = issuer.anchor) =>
  putSetting(it.store, 'trust-anchor', { kid: key.kid, publicKey: key.publicKey })

test('an older list never replaces a newer one, in no epoch and not after it was taken away', () => {
  tellAnchor()
  const [trust, newer] = [issuer.trustList(), issuer.statusList({ version: 5 })]
  arrive(trust, 1)
  expect(arrive(newer, 2)).toBe(true)
  const older = issuer.statusList({ version: 4, at: '2026-11-22T06:59:00.000Z' })
  expect(arrive(older, 9)).toBe(false)
  expect(arrive(older, 1, 2)).toBe(false)
  expect(causes()).toEqual(['refused: older-version'])
  const gone = { table: 'evidence_lists', id: newer.uri, version: 10, row: null }
  applyChange(it.store, gone, { scope: 'directory', generation: 2, at })
  new Departures('directory', { before: 3 }).take(it.store, () => false)
  arrive(older, 11, 3)
  expect(kept().sort()).toEqual([newer.signed, trust.signed].sort())
})

test('a list under another name, or by a key that nobody vouches for, is set aside', () => {
  tellAnchor()
  const [trust, status] = [issuer.trustList(), issuer.statusList()]
  arrive(trust, 1)
  arrive(status, 1)
  const other = new TestIssuer()
  expect(arrive(other.statusList({ version: 9 }), 2)).toBe(false)
  expect(arrive(other.trustList({ version: 9 }), 2)).toBe(false)
  expect(arrive({ ...issuer.statusList({ version: 9, uri: 'urn:mumaris:status:2' }), uri: status.uri }, 2)).toBe(false)
  expect(arrive({ ...status, signed: 'AAAA' }, 3)).toBe(false)
  expect(kept().sort()).toEqual([status.signed, trust.signed].sort())
})

test('a list that comes before the one that vouches for it waits for it', () => {
  const [trust, status] = [issuer.trustList(), issuer.statusList()]
  arrive(status, 1)
  arrive(trust, 1)
  expect(kept()).toEqual([])
  tellAnchor()
  retryLists(it.store, { scope: 'directory', generation: 1, at })
  expect(kept().sort()).toEqual([status.signed, trust.signed].sort())
  expect(causes()).toEqual([])
})
