import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { calendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { isEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot } from '#shared/domain/members/member.ts'
import { checkNationalId } from '#shared/domain/national-id.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { movedSinceSnapshot } from '#shared/domain/requests/conflict.ts'
import { changedFields, Request, RequestKind, RequestState, revisionContent } from '#shared/domain/requests/request.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { demoClerks } from './clerks.ts'
import { createPress, type Press } from './documents.ts'
import { createRegister } from './members.ts'
import { type DemoRequests, generateRequests } from './requests.ts'

const now = Date.UTC(2026, 10, 22, 7)
const today = calendarDate('2026-11-22')
const clerks = demoClerks()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A press that draws nothing but stays distinct by its facts. */
const blank = (mediaType: 'application/pdf' | 'image/jpeg', facts: string) => {
  const bytes = Buffer.from(facts)
  return { hash: sha256(facts), mediaType, size: bytes.length, bytes }
}
const fakePress: Press = {
  employerLetter: (member, email, on) => ({
    document: blank('application/pdf', `letter ${member.id} ${email} ${on}`),
    emailRegion: { x: 0.1, y: 0.5, width: 0.6, height: 0.03 },
  }),
  idCard: (member) => blank('image/jpeg', `card ${member.id}`),
  specimen: (kind, n) => blank('application/pdf', `${kind} ${n}`),
}

const register = createRegister({ seed: 'demo', today })
const members = { memberAt: register.memberAt, count: 2000 }
const make = (seed = 'demo', at = now) =>
  generateRequests({ seed, count: 300, members, clerks, now: at, press: fakePress, portraits: ['a'.repeat(64)] })
const byId = new Map(Array.from({ length: 2000 }, (_, i) => register.memberAt(i)).map((member) => [member.id, member]))

let demo: DemoRequests
let emailChanges: readonly Request[]
beforeAll(() => {
  demo = make()
  emailChanges = demo.requests.filter((request) => request.kind === 'email-change')
})

describe('generateRequests', () => {
  it('makes sound requests in all services, states and branches, mostly e-mail changes', () => {
    for (const request of demo.requests) Request.parse(request)
    expect(demo.requests).toHaveLength(300)
    expect(new Set(demo.requests.map((request) => request.kind))).toEqual(new Set(RequestKind.options))
    expect(new Set(demo.requests.map((request) => request.state))).toEqual(new Set(RequestState.options))
    expect(new Set(demo.requests.map((request) => request.branch))).toEqual(new Set(BranchCode.options))
    expect(new Set(demo.requests.map((request) => request.id)).size).toBe(300)
    expect(new Set(demo.requests.map((request) => request.number)).size).toBe(300)
    expect(emailChanges.length).toBeGreaterThan(130)
    expect(demo.requests.map((request) => request.submittedAt)).toEqual(
      demo.requests.map((request) => request.submittedAt).toSorted(),
    )
  })

  it('repeats for the same seed and moment only', () => {
    const digest = (made: DemoRequests) => sha256(JSON.stringify(made))
    expect(digest(make())).toBe(digest(demo))
    expect(digest(make('other'))).not.toBe(digest(demo))
  })

  it('tells stories in order that end before now, by people of the branch', () => {
    const clerkById = new Map(clerks.map((clerk) => [clerk.id, clerk]))
    for (const request of demo.requests) {
      const times = request.events.map((event) => event.at)
      expect(times).toEqual(times.toSorted())
      for (const at of [request.submittedAt, ...times]) expect(Date.parse(at)).toBeLessThan(now)
      const people = [...request.events.map((event) => event.by), ...request.decisions.map((decision) => decision.by)]
      for (const by of people.filter((name) => name !== 'member' && name !== 'system')) {
        expect(clerkById.get(by)?.branch).toBe(request.branch)
      }
      for (const decision of request.decisions) {
        for (const code of decision.reasons)
          expect(findCode(shippedBook.inForce('reasons', '2026-11-22'), code)?.decisions).toContain(decision.decision)
        expect(decision.reasons.length > 0).toBe(decision.decision !== 'approve')
      }
      if (request.state === 'awaiting-second') expect(request.proposal?.step).toBe('propose')
      else expect(request.proposal).toBeNull()
      const [first, second] = request.decisions
      if (second !== undefined && second.step === 'confirm') expect(second.by).not.toBe(first?.by)
    }
  })

  it('has a clock that runs, stands or has ended, with late ones and some due today', () => {
    const running = ['submitted', 'in-review', 'resubmitted', 'awaiting-second', 'draft']
    for (const request of demo.requests) {
      if (request.state !== 'draft') expect(request.dueAt !== null).toBe(running.includes(request.state))
      expect(request.pausedAt !== null).toBe(request.state === 'returned')
    }
    const due = demo.requests.flatMap((request) => (request.dueAt === null ? [] : [riyadhDateOf(request.dueAt)]))
    expect(due.filter((date) => date < today).length).toBeGreaterThan(15)
    expect(due.filter((date) => date === today).length).toBeGreaterThan(15)
    expect(due.filter((date) => date > today).length).toBeGreaterThan(60)
  })

  it('binds each revision to its hash', () => {
    for (const request of demo.requests) {
      expect(request.revisionHash).toBe(sha256(canonicalJson(revisionContent(request))))
    }
    expect(new Set(demo.requests.map((request) => request.revisionHash)).size).toBe(300)
  })

  it('asks for something that differs, from a snapshot of the member', () => {
    const proposed: string[] = []
    for (const request of emailChanges) {
      const member = byId.get(request.memberId)
      if (member === undefined) throw new Error(`${request.id} is nobody's`)
      expect(changedFields(request)).toEqual(['email'])
      expect(isEmail(request.proposed.email ?? '')).toBe(true)
      expect(request.baseVersion <= member.version).toBe(true)
      if (request.state === 'completed') expect(member.email).toBe(request.proposed.email)
      else proposed.push(request.proposed.email ?? '')
      if (request.state !== 'completed') expect(request.base.email).toBe(member.email)
    }
    expect(new Set(proposed).size).toBe(proposed.length)
    for (const request of demo.requests) {
      if (request.kind === 'data-update') expect(changedFields(request).length).toBeGreaterThan(0)
      if (request.kind !== 'account-new') continue
      expect(byId.has(request.memberId)).toBe(false)
      expect(checkNationalId(request.proposed.idNo ?? '').ok).toBe(true)
    }
  })

  it('shows every case that the review screen is for', () => {
    const open = emailChanges.filter((request) => ['submitted', 'in-review', 'resubmitted'].includes(request.state))
    const count = (of: (request: Request) => boolean) => open.filter(of).length
    const rule = (request: Request, id: string) => request.rulesAtSubmission.find((result) => result.id === id)?.outcome
    expect(count((request) => rule(request, 'EM-03') === 'not-met')).toBeGreaterThan(0)
    expect(count((request) => rule(request, 'EM-02') === 'not-met')).toBeGreaterThan(0)
    const moved = count((request) => {
      const member = byId.get(request.memberId)
      return member !== undefined && movedSinceSnapshot(request.base, baseSnapshot(member)).length > 0
    })
    expect(moved).toBeGreaterThan(3)
    const near = count((request) => Number(request.memberId.slice(7)) % 40 === 39)
    expect(near).toBeGreaterThan(4)
    expect(count((request) => request.evidence.length === 2)).toBeGreaterThan(15)
  })

  it('names documents that are there, each once, and no more than about a hundred', () => {
    const kept = new Set(demo.documents.map((document) => document.hash))
    expect(kept.size).toBe(demo.documents.length)
    const named = new Set(demo.requests.flatMap((request) => request.evidence.map((evidence) => evidence.hash)))
    expect(named).toEqual(kept)
    expect(kept.size).toBeGreaterThan(70)
    expect(kept.size).toBeLessThan(110)
  })

  it('always holds the request of the guides: due today, provable, changed since, with a possible duplicate', () => {
    for (const made of [demo, make('other')]) {
      const request = made.requests.find((candidate) => candidate.memberId === 'member-0000001')
      expect(request).toMatchObject({ kind: 'email-change', state: 'submitted', branch: 'riyadh', risk: 'high' })
      expect(request?.assigneeId).toBe('riyadh-clerk-1')
      expect(request?.proposed.email).toBe('f.alqahtani@alwaha.example')
      expect(riyadhDateOf(request?.dueAt ?? 0)).toBe(today)
      expect(request?.evidence.map((evidence) => evidence.kind)).toEqual(['employer-letter', 'id-card'])
      expect(request?.rulesAtSubmission.every((result) => !result.blocking || result.outcome === 'met')).toBe(true)
    }
  })

  it('is there for a register of any size, a request for every fourth member', () => {
    for (let count = 4; count <= 120; count += 1) {
      const all = { memberAt: register.memberAt, count }
      const made = generateRequests({
        seed: '1',
        count: Math.floor(count / 4),
        members: all,
        clerks,
        now,
        press: fakePress,
      })
      expect(made.requests).toHaveLength(Math.floor(count / 4))
    }
  })

  it('says so when there are too few members', () => {
    const few = { memberAt: register.memberAt, count: 20 }
    expect(() => generateRequests({ seed: 'x', count: 300, members: few, clerks, now, press: fakePress })).toThrow(
      RangeError,
    )
  })
})

describe('with the real press', () => {
  it('repeats to the byte', () => {
    const options = { seed: 'demo', count: 40, members, clerks, now, printed: 4 }
    const [first, second] = [1, 2].map(() => generateRequests({ ...options, press: createPress() }))
    expect(first).toEqual(second)
    expect(first?.documents.every((document) => document.size < 150_000)).toBe(true)
  })
})
