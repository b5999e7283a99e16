import { describe, expect, it } from 'vitest'
import { acceptList, openEvidence, type SignedList } from './evidence.ts'
import { newKey, TestIssuer, testPorts } from './test-issuer.ts'

const authority = new TestIssuer()
const later = '2026-11-22T06:45:00.000Z'
const trustList = authority.trustList()

function accept(arriving: SignedList, stored: SignedList | null = null, over: { trustList?: SignedList | null } = {}) {
  return acceptList({ stored, arriving, anchor: authority.anchor, trustList, ...over }, testPorts)
}

describe('a list that arrives', () => {
  it('is taken when there is none, with its version and time', () => {
    expect(accept(authority.statusList({ version: 3 }))).toEqual({
      accepted: true,
      version: 3,
      signedAt: '2026-11-22T06:30:00.000Z',
    })
    expect(accept(authority.trustList({ version: 9 }))).toMatchObject({ accepted: true, version: 9 })
  })

  it.each(['trustList', 'statusList'] as const)('goes forward only: %s', (kind) => {
    const stored = authority[kind]({ version: 5 })
    expect(accept(authority[kind]({ version: 6, at: '2026-11-22T06:00:00.000Z' }), stored)).toMatchObject({
      accepted: true,
    })
    expect(accept(authority[kind]({ version: 5, at: later }), stored)).toMatchObject({ accepted: true })
    expect(accept(stored, stored)).toMatchObject({ accepted: true })
    expect(accept(authority[kind]({ version: 4, at: later }), stored)).toEqual({
      accepted: false,
      reason: 'older-version',
    })
    expect(accept(stored, authority[kind]({ version: 5, at: later }))).toEqual({
      accepted: false,
      reason: 'older-time',
    })
  })

  it('is refused from a stranger, without an anchor, and without a trust list', () => {
    const stranger = newKey('x')
    expect(accept(authority.trustList({ by: stranger }))).toEqual({ accepted: false, reason: 'not-trusted' })
    expect(accept(authority.trustList({ by: { ...stranger, kid: authority.anchor.kid } }))).toMatchObject({
      reason: 'not-trusted',
    })
    expect(accept(authority.statusList({ by: stranger }))).toMatchObject({ reason: 'not-trusted' })
    expect(accept(authority.statusList(), null, { trustList: null })).toMatchObject({ reason: 'not-trusted' })
    const noAnchor = { stored: null, arriving: trustList, anchor: null, trustList: null }
    expect(acceptList(noAnchor, testPorts)).toMatchObject({ reason: 'not-trusted' })
  })

  it('is refused when it is another list, or no list', () => {
    const status = authority.statusList()
    expect(accept({ ...status, uri: 'urn:mumaris:status:2' })).toMatchObject({ reason: 'other-list' })
    expect(accept(status, trustList)).toMatchObject({ reason: 'other-list' })
    expect(accept({ ...trustList, uri: 'urn:other' })).toMatchObject({ reason: 'other-list' })
    expect(accept({ ...status, signed: '!' })).toMatchObject({ reason: 'unreadable' })
    expect(accept({ ...status, signed: '' })).toMatchObject({ reason: 'unreadable' })
    // A status list in the trust list's place, well signed by the anchor or not: its type says what it is.
    const dressed = {
      ...authority.statusList({ by: authority.anchor, uri: trustList.uri }),
      kind: 'trust-list' as const,
    }
    expect(accept(dressed)).toMatchObject({ accepted: false })
  })

  it('takes the place of one that cannot be read any more', () => {
    expect(accept(authority.statusList(), { ...authority.statusList(), signed: 'AAAA' })).toMatchObject({
      accepted: true,
    })
  })
})

describe('opened evidence', () => {
  it('keeps each status list under its name and notes those that cannot be trusted', () => {
    const second = authority.statusList({ uri: 'urn:mumaris:status:2', by: newKey('x') })
    const { trust, statusLists } = authority.evidence([trustList, authority.statusList({ version: 4 }), second])
    expect(trust).toMatchObject({
      kind: 'list',
      list: { version: 1, keys: [{ use: 'certificates' }, { use: 'lists' }] },
    })
    expect(statusLists.get('urn:mumaris:status:1')).toMatchObject({ version: 4 })
    expect(statusLists.get('urn:mumaris:status:2')).toBe('not-trusted')
  })

  it('takes no status list under another name than its own', () => {
    const renamed = { ...authority.statusList(), uri: 'urn:mumaris:status:9' }
    expect(authority.evidence([trustList, renamed]).statusLists.get('urn:mumaris:status:9')).toBe('not-trusted')
  })

  it('says that the trust list is missing or not trusted', () => {
    expect(authority.evidence([]).trust).toEqual({ kind: 'missing' })
    expect(openEvidence({ anchor: newKey('x'), lists: [trustList] }, testPorts).trust).toEqual({ kind: 'not-trusted' })
  })
})
