import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { changeEntry } from '#core/repositories/outbox.ts'
import { queueOf, queueStatement } from '#core/repositories/request-queue.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { QueueView } from '#shared/contracts/requests.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type DecisionRecord, type Request, RequestState, Risk } from '#shared/domain/requests/request.ts'
import { buildClerk, buildEmailChange, buildMember, countingIds, fixedClock } from '#shared/testing/builders.ts'
import type { WriteContext } from '../desk-context.ts'
import { decideRequest } from './decide-request.ts'
import { getRequest } from './get-request.ts'
import { countRequests, listRequests } from './list-requests.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor', nameAr: 'سالم', nameEn: 'Salem' })
const away = buildClerk({ id: 'away', branch: 'jeddah' })
const auditor = buildClerk({ id: 'auditor', role: 'auditor' })

let it: TestStore
let desk: WriteContext
let clock: ReturnType<typeof fixedClock>
beforeEach(() => {
  it = openTestStore()
  clock = fixedClock()
  const { store } = it
  desk = { store, clock, newId: countingIds('command'), lineIsUp: () => false }
  putSetting(store, 'device', 'desk-1')
  for (const clerk of [noura, salem, away, auditor]) {
    putClerk(store, clerk, JSON.stringify(clerk), 1)
    enrolClerk(store, clerk.id, '2026-11-22T07:00:00.000Z')
  }
  putCursor(store, {
    scope: 'directory',
    epoch: 'e',
    cursor: 'c',
    caughtUp: true,
    totals: {},
    rows: 0,
    pulledAt: '2026-11-22T07:00:00.000Z',
  })
})
afterEach(() => it.end())

const put = (member: Member) => putMember(it.store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
const ask = (over: Partial<Request> = {}, member: Member = buildMember()): Request => {
  put(member)
  const request = buildEmailChange(member, over)
  putRequest(it.store, request, JSON.stringify(request), 1)
  return request
}
const approve = (request: Request, clerk: Clerk = noura) =>
  decideRequest(desk, clerk, {
    id: request.id,
    decision: 'approve',
    reasons: [],
    remarks: 'سر',
    revisionHash: request.revisionHash,
  })
const decision = (by: string): DecisionRecord => ({
  commandId: null,
  decision: 'approve',
  step: 'propose',
  by,
  at: '2026-11-20T07:00:00.000Z',
  reasons: [],
  remarks: '',
})
const list = (clerk: Clerk, view: QueueView, more: Partial<Parameters<typeof listRequests>[3]> = {}) =>
  listRequests(desk, {}, clerk, { view, filters: {}, limit: 100, ...more })
const numbers = (clerk: Clerk, view: QueueView) => list(clerk, view).rows.map(({ id }) => id)

describe('the queue', () => {
  test('each view holds what it says, and its count is the length of its list', () => {
    const at = (id: string, over: Partial<Request>) => ask({ id, number: `R-48-${id}`, ...over })
    at('1-mine', { assigneeId: 'noura', dueAt: '2026-11-22T20:59:59.000Z' })
    at('2-free', { risk: 'medium', dueAt: '2026-11-22T21:00:00.000Z' })
    at('3-taken', { assigneeId: 'somebody', dueAt: '2026-11-20T12:00:00.000Z' })
    at('4-second', { state: 'awaiting-second', proposal: decision('noura') })
    at('5-own-second', { state: 'awaiting-second', proposal: decision('salem') })
    at('6-returned', { state: 'returned', dueAt: null, pausedAt: '2026-11-21T07:00:00.000Z' })
    at('7-done', { state: 'completed', dueAt: null })
    at('8-elsewhere', { branch: 'jeddah' })
    at('9-other-kind', { kind: 'cpd', risk: 'low', dueAt: '2026-12-01T07:00:00.000Z' })

    expect(numbers(noura, 'mine')).toEqual(['1-mine', '2-free'])
    expect(numbers(salem, 'mine')).toEqual(['4-second', '2-free'])
    expect(numbers(noura, 'due-today')).toEqual(['3-taken', '4-second', '5-own-second', '1-mine'])
    expect(numbers(noura, 'high-risk')).toEqual(['3-taken', '4-second', '5-own-second', '1-mine', '6-returned'])
    expect(numbers(noura, 'unassigned')).toEqual(['2-free', '9-other-kind'])
    expect(numbers(noura, 'second-approval')).toEqual(['4-second', '5-own-second'])
    expect(numbers(noura, 'returned')).toEqual(['6-returned'])
    expect(numbers(noura, 'open')).toHaveLength(7)
    expect(numbers(noura, 'all')).toHaveLength(8)
    expect(numbers(away, 'all')).toEqual(['8-elsewhere'])
    expect(numbers(auditor, 'all')).toHaveLength(9)
    expect(numbers(auditor, 'mine')).toEqual([])
    for (const clerk of [noura, salem, away, auditor]) {
      const { views } = countRequests(desk, clerk)
      for (const view of QueueView.options) expect([view, views[view]]).toEqual([view, list(clerk, view).total])
      for (const view of QueueView.options) expect(list(clerk, view).rows).toHaveLength(views[view])
    }
  })

  test('pages follow one another without a gap: due first, undue last, then risk, then number', () => {
    const states = RequestState.options
    for (let i = 0; i < 60; i += 1)
      ask({
        id: `r-${i}`,
        number: `R-48-${100 + ((i * 37) % 60)}`,
        state: states[i % states.length] ?? 'submitted',
        risk: Risk.options[i % 3] ?? 'low',
        dueAt: i % 5 === 0 ? null : `2026-11-${10 + (i % 7)}T12:00:00.000Z`,
      })
    const whole = list(noura, 'all').rows
    const pages: string[] = []
    let after: string | undefined
    do {
      const page = list(noura, 'all', { limit: 7, ...(after === undefined ? {} : { after }) })
      pages.push(...page.rows.map(({ id }) => id))
      after = page.after ?? undefined
    } while (after !== undefined)
    expect(pages).toEqual(whole.map(({ id }) => id))
    const order = whole.map(
      ({ dueAt, risk, number }) => `${dueAt ?? '~'} ${['high', 'medium', 'low'].indexOf(risk)} ${number}`,
    )
    expect(order).toEqual(order.toSorted())
  })

  test('filters: kind, state, risk, member, and text by number or name', () => {
    const other = buildMember({
      id: 'member-2',
      nameAr: { first: 'هدى', father: '', grandfather: '', family: 'الحربي' },
    })
    ask({ id: 'a' })
    ask({ id: 'b', number: 'R-48-020000', risk: 'low' }, other)
    const found = (filters: Parameters<typeof listRequests>[3]['filters']) =>
      list(noura, 'all', { filters }).rows.map(({ id }) => id)
    expect(found({ kind: 'email-change', state: 'submitted' })).toEqual(['a', 'b'])
    expect(found({ risk: 'low' })).toEqual(['b'])
    expect(found({ memberId: 'member-1' })).toEqual(['a'])
    expect(found({ text: '20000' })).toEqual(['b'])
    expect(found({ text: 'هدى' })).toEqual(['b'])
    expect(found({ text: '20417735' })).toEqual(['a', 'b'])
    expect(found({ text: 'لا أحد' })).toEqual([])
  })

  test('a pending decision moves its request between the views at once, marked', () => {
    const request = ask()
    approve(request)
    expect(list(noura, 'mine').rows).toEqual([])
    expect(list(salem, 'second-approval').rows).toMatchObject([{ state: 'awaiting-second', pending: true }])
    expect(countRequests(desk, salem).views).toMatchObject({ 'second-approval': 1, mine: 1, open: 1 })
  })

  test('the queue is read in the order of an index: nothing of the register is sorted or scanned', () => {
    const plan = (view: QueueView) => {
      const { sql, values } = queueStatement(queueOf(view, { clerk: noura, now: clock.now() }), undefined)
      return it.store.allOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values, 100).map(({ detail }) => detail)
    }
    for (const view of QueueView.options) {
      const lines = plan(view)
      expect(lines.join('; ')).toContain('MERGE (UNION ALL)')
      const replica = lines.filter((line) => /\brequests\b/.test(line))
      expect(replica).toEqual([
        expect.stringMatching(
          view === 'all'
            ? /^SEARCH requests USING INDEX requests_of_branch \(branch=\?\)/
            : /^SEARCH requests USING INDEX requests_by_order \(branch=\? AND is_open=\?/,
        ),
      ])
      // One sort only: of the few rows that are pending.
      expect(lines.filter((line) => line.includes('TEMP B-TREE')).length).toBeLessThanOrEqual(1)
    }
  })
})

describe('the review', () => {
  const review = (request: Request, clerk: Clerk = noura) => getRequest(desk, clerk, { id: request.id })

  test('shows the difference, its risk, what moved since, and the rules of now', () => {
    const request = ask()
    put(buildMember({ version: 2, mobile: '+966500000000' }))
    const shown = review(request)
    expect(shown.changes).toEqual([
      { field: 'email', base: 'fahad_nq88@hotmail.com', proposed: 'f.alqahtani@alwaha.sa', risk: 'high', state: null },
    ])
    expect(shown.moved).toEqual([{ field: 'mobile', base: '+966550128841', current: '+966500000000' }])
    expect(shown.rulesNow.map(({ outcome }) => outcome)).toEqual(['met', 'met', 'met', 'met', 'not-evaluated'])
    expect(shown.actions.map(({ step }) => step)).toEqual(['propose', 'decide', 'decide'])
  })

  test('an address that another member holds, or will hold by a pending decision, stops an approval', () => {
    const request = ask()
    put(buildMember({ id: 'holder', email: 'F.Alqahtani@alwaha.sa', mobile: '+966511111111', idNo: '1000000016' }))
    expect(review(request).actions[0]).toEqual({ decision: 'approve', step: null, refusal: 'rules' })
    expect(() => approve(request)).toThrow(/^requests\/rules-not-met \{"rule":"EM-03"\}/)

    put(buildMember({ id: 'holder', version: 2, email: 'free@alwaha.sa', mobile: '+966511111111', idNo: '1000000016' }))
    expect(review(request).actions[0]?.refusal).toBeNull()
    const rival = ask(
      { id: 'rival', number: 'R-48-000001' },
      buildMember({ id: 'holder', version: 3, email: 'free@alwaha.sa', mobile: '+966511111111', idNo: '1000000016' }),
    )
    approve(rival)
    approve(rival, salem)
    expect(review(request).actions[0]?.refusal).toBe('rules')
  })

  test('names those who may be the same person, and why', () => {
    const request = ask()
    put(buildMember({ id: 'twin', membershipNo: '1', idNo: '1000000016', email: 'a@x.sa', mobile: '+966511111111' }))
    put(
      buildMember({
        id: 'same-phone',
        membershipNo: '2',
        idNo: '1000000024',
        email: 'b@x.sa',
        birthDate: '1990-01-01',
        nameAr: { first: 'هدى', father: '', grandfather: '', family: 'الحربي' },
      }),
    )
    put(
      buildMember({
        id: 'nobody',
        membershipNo: '3',
        idNo: '1000000032',
        email: 'c@x.sa',
        mobile: '+966522222222',
        birthDate: '1991-01-01',
      }),
    )
    expect(review(request).duplicates.map(({ memberId, same }) => [memberId, same])).toEqual([
      ['twin', ['name', 'birthDate']],
      ['same-phone', ['mobile']],
    ])
  })

  test('remarks of a decision in the outbox are its clerk’s own', () => {
    const request = ask()
    approve(request)
    expect(review(request, noura).request.proposal?.remarks).toBe('سر')
    const seen = review(request, salem)
    expect(seen.request).toMatchObject({ proposal: { remarks: '' }, decisions: [{ remarks: '' }] })
    expect(seen.clerks['noura']?.nameAr).toBe(noura.nameAr)
  })

  test('nobody decides twice, and a stranger’s branch is not there', () => {
    const request = ask()
    approve(request)
    expect(() => approve(request)).toThrow(/^requests\/action-not-allowed \{"reason":"role"\}/)
    approve(request, salem)
    expect(review(request, salem).actions.map(({ refusal }) => refusal)).toEqual(['pending', 'pending', 'pending'])
    expect(() => review(request, away)).toThrow(/^record\/not-found/)
    expect(() => approve(request, away)).toThrow(/^record\/not-found/)
    expect(() =>
      decideRequest(desk, noura, {
        id: request.id,
        decision: 'reject',
        reasons: ['x'],
        remarks: '',
        revisionHash: 'b'.repeat(64),
      }),
    ).toThrow(/^requests\/revision-changed/)
  })

  test('a supervisor does not confirm their own proposal', () => {
    const request = ask()
    approve(request, salem)
    expect(review(request, salem).actions[0]).toMatchObject({ decision: 'approve', refusal: 'same-person' })
  })

  test('with the line up a decision is held for six seconds, and says until when', () => {
    const request = ask()
    desk = { ...desk, lineIsUp: () => true }
    expect(approve(request).heldUntil).toBe('2026-11-22T07:00:06.000Z')
    expect(review(request).pending).toMatchObject([
      { state: 'held', heldUntil: '2026-11-22T07:00:06.000Z', canUndo: true },
    ])
    clock.advance(6000)
    expect(review(request).pending).toMatchObject([{ state: 'waiting', heldUntil: null, canUndo: true }])
  })

  test('nothing is half done when the disk is full', () => {
    const request = ask()
    const pages = it.store.findOf<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
    it.store.findOf(`PRAGMA max_page_count = ${pages}`)
    const long = {
      id: request.id,
      decision: 'reject',
      reasons: ['REJ-EMAIL-IN-USE'],
      remarks: 'س'.repeat(4000),
      revisionHash: request.revisionHash,
    } as const
    expect(() => {
      for (let i = 0; i < 3; i += 1) decideRequest(desk, noura, { ...long, reasons: [...long.reasons] })
    }).toThrow(/^store\/full/)
    expect(review(request)).toMatchObject({ pending: [], request: { state: 'submitted' } })
    it.store.findOf('PRAGMA max_page_count = 1000000')
    approve(request)
    expect(it.store.allOf('SELECT seq, state FROM outbox')).toEqual([{ seq: 1, state: 'waiting' }])
  })

  test('a parked decision lets nothing be built on it', () => {
    const request = ask()
    const { commandId } = approve(request)
    changeEntry(it.store, commandId, { state: 'parked', cause: 'internal', deferral: 'due' })
    expect(() => approve(request, salem)).toThrow(/"reason":"pending"/)
  })
})
