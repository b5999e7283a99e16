import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { baseSnapshot, type Member } from '#shared/domain/members/member.ts'
import { fieldStateOf, fieldsThatAre, stateOfFields } from '#shared/domain/requests/field-decisions.ts'
import { isFieldValue } from '#shared/domain/requests/field-value.ts'
import { changedFields, type Request } from '#shared/domain/requests/request.ts'
import { demoClerks } from './clerks.ts'
import type { Press } from './documents.ts'
import { createRegister } from './members.ts'
import { generateRequests } from './requests.ts'

const blank = (mediaType: 'application/pdf' | 'image/jpeg', facts: string) => {
  const bytes = Buffer.from(facts)
  return { hash: createHash('sha256').update(facts).digest('hex'), mediaType, size: bytes.length, bytes }
}
const press: Press = {
  employerLetter: (member, email, on) => ({
    document: blank('application/pdf', `letter ${member.id} ${email} ${on}`),
    emailRegion: { x: 0, y: 0, width: 1, height: 1 },
  }),
  idCard: (member) => blank('image/jpeg', `card ${member.id}`),
  specimen: (kind, n) => blank('application/pdf', `${kind} ${n}`),
}
const register = createRegister({ seed: 'demo', today: calendarDate('2026-11-22') })
const members = { memberAt: register.memberAt, count: 4000 }

let updates: Request[]
let memberOf: (request: Request) => Member
beforeAll(() => {
  const options = { seed: 'demo', count: 800, members, clerks: demoClerks(), now: Date.UTC(2026, 10, 22, 7), press }
  updates = generateRequests(options).requests.filter(({ kind }) => kind === 'data-update')
  const byId = new Map(
    Array.from({ length: 4000 }, (_, i) => register.memberAt(i)).map((member) => [member.id, member]),
  )
  memberOf = ({ memberId }) => {
    const member = byId.get(memberId)
    if (!member) throw new Error(`nobody is ${memberId}`)
    return member
  }
})

describe('data updates of the demo', () => {
  it('propose values of their form, several fields at once, in every state', () => {
    for (const request of updates) {
      expect(changedFields(request).length).toBeGreaterThan(0)
      for (const field of changedFields(request)) {
        expect([field, request.proposed[field], isFieldValue(field, request.proposed[field])]).toEqual([
          field,
          request.proposed[field],
          true,
        ])
      }
    }
    expect(updates.filter((request) => changedFields(request).length > 1).length).toBeGreaterThan(updates.length / 2)
    const states = new Set(updates.map(({ state }) => state))
    for (const state of ['submitted', 'in-review', 'returned', 'awaiting-second', 'completed', 'rejected'] as const)
      expect(states).toContain(state)
  })

  it('stand in the register exactly where they were applied', () => {
    for (const request of updates) {
      const current = baseSnapshot(memberOf(request))
      for (const field of changedFields(request)) {
        const done = fieldStateOf(request, field).state === 'applied'
        expect([request.id, field, current[field] === request.proposed[field]]).toEqual([request.id, field, done])
      }
    }
  })

  it('follow from their fields, and no grave field took effect by one person', () => {
    const derived = ['returned', 'awaiting-second', 'completed', 'rejected']
    for (const request of updates) {
      if (derived.includes(request.state))
        expect([request.id, stateOfFields(request)]).toEqual([request.id, request.state])
      for (const field of fieldsThatAre(request, 'applied')) {
        const { risk, by } = fieldStateOf(request, field)
        const people = request.decisions.filter(({ fields }) => fields?.[field]?.decision === 'approve')
        expect(people.length).toBe(risk === 'high' ? 2 : 1)
        expect(people.at(-1)?.by).toBe(by)
        if (risk === 'high') expect(people[0]?.by).not.toBe(people[1]?.by)
      }
      const { fieldStates } = request
      for (const state of Object.values(fieldStates)) {
        expect(state.reasons.length > 0).toBe(state.state === 'rejected' || state.state === 'returned')
      }
    }
  })

  it('always hold the one that guides show: five fields with their proofs, moved since, for the first clerk', () => {
    const request = updates.find(({ evidence }) => evidence.length === 2)
    if (!request) throw new Error('no showcase')
    expect(request).toMatchObject({ state: 'submitted', branch: 'riyadh', assigneeId: 'riyadh-clerk-1', risk: 'high' })
    expect(changedFields(request)).toEqual(['nameAr', 'mobile', 'city', 'poBox', 'employer'])
    expect(request.base.poBox).not.toBe(memberOf(request).poBox)
    expect(request.rulesAtSubmission.filter(({ blocking, outcome }) => blocking && outcome !== 'met')).toEqual([])
  })
})
