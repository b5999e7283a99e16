/** The demo's requests, in every state and service, each with what led to where it stands. */

import { createHash } from 'node:crypto'
import { type Holiday, slaOf } from '#shared/domain/business-days.ts'
import { addDays, formatHijri, gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk, Role } from '#shared/domain/clerks/clerk.ts'
import type { Member, MemberField } from '#shared/domain/members/member.ts'
import { reasonsFor } from '#shared/domain/reference/reasons.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { riskOf } from '#shared/domain/reference/services.ts'
import { shippedDay } from '#shared/domain/reference/shipped.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { openFieldStates } from '#shared/domain/requests/field-decisions.ts'
import {
  type DecisionRecord,
  type Request,
  type RequestEvent,
  revisionContent,
} from '#shared/domain/requests/request.ts'
import { evaluateRules } from '#shared/domain/requests/rules.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { dataUpdate, type Outcomes, tellDataUpdate } from './data-updates.ts'
import type { DemoDocument, Press } from './documents.ts'
import { type Content, type ContentTools, contentOf } from './request-content.ts'
import { isOpen, planRequests, type RequestPlan } from './request-plan.ts'
import { createTimeline, review, type Scene, withEvent } from './request-scene.ts'

export type RequestsOptions = {
  readonly seed: string
  /** How many requests; 300 make a lively desk. */
  readonly count: number
  readonly members: { readonly memberAt: (index: number) => Member; readonly count: number }
  readonly clerks: readonly Clerk[]
  /** The moment of the demo, milliseconds since 1970: all else lies before it. */
  readonly now: number
  readonly press: Press
  /** Hashes of portraits, for changes of photo. */
  readonly portraits?: readonly string[]
  /** How many requests get a letter and a card of their own. */
  readonly printed?: number
}

export type DemoRequests = {
  /** Oldest first. */
  readonly requests: readonly Request[]
  /** Every document that a request names, once. */
  readonly documents: readonly DemoDocument[]
}

/** Close of business: three in the afternoon in Riyadh. */
const CLOSING = 'T12:00:00.000Z'
const PRINTED = 40

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function decide(request: Request, scene: Scene, decision: DecisionRecord['decision']): Request {
  const { plan, staff, timeline } = scene
  const { random } = plan
  const record = (by: string, step: DecisionRecord['step']): DecisionRecord => ({
    commandId: null,
    decision,
    step,
    by,
    at: timeline.atWork(0.5, 12),
    reasons:
      decision === 'approve'
        ? []
        : [random.pick(reasonsFor(shippedBook.inForce('reasons', shippedDay), plan.kind, decision)).code],
    remarks: '',
  })
  const clerk = request.assigneeId ?? staff('clerk')
  if (decision !== 'approve') return applyDecision(request, record(clerk, 'decide')).request
  if (request.risk !== 'high') return applyDecision(request, record(clerk, 'decide')).request
  const first = applyDecision(request, record(clerk, 'propose')).request
  if (plan.state === 'awaiting-second') return first
  return applyDecision(first, record(staff('supervisor'), 'confirm')).request
}

/** States that a decision led to: of a data update, decisions by field. */
const DECIDED: readonly string[] = ['returned', 'resubmitted', 'awaiting-second', 'completed', 'rejected', 'expired']

/** Tells how a request came to the state that was planned for it. */
function tell(request: Request, scene: Scene, outcomes: Outcomes | undefined): Request {
  const { plan, timeline, staff } = scene
  const { state, random } = plan
  if (outcomes !== undefined && DECIDED.includes(state)) return tellDataUpdate(request, scene, outcomes)
  switch (state) {
    case 'draft':
      return { ...request, state }
    case 'submitted':
      return random.chance(0.5) && plan.memberIndex !== 0 && !plan.isShowcase
        ? request
        : withEvent({ ...request, assigneeId: staff('clerk') }, timeline.next(0.2, 3), 'assigned', 'system')
    case 'in-review':
      return review(request, scene)
    case 'returned':
      return decide(review(request, scene), scene, 'return')
    case 'resubmitted': {
      const returned = decide(review(request, scene), scene, 'return')
      return { ...withEvent(returned, timeline.next(20, 120), 'resubmitted', 'member'), state, pausedAt: null }
    }
    case 'awaiting-second':
    case 'completed':
      return decide(review(request, scene), scene, 'approve')
    case 'approved': {
      const approved = decide(review(request, scene), scene, 'approve')
      // Approved and not yet completed: its fee or its card is still to come.
      return { ...approved, version: approved.version - 1, state, events: approved.events.slice(0, -1) }
    }
    case 'rejected':
      return decide(review(request, scene), scene, 'reject')
    case 'cancelled':
      return { ...withEvent(request, timeline.next(1, 20), 'cancelled', 'member'), state, dueAt: null }
    default: {
      const returned = decide(review(request, scene), scene, 'return')
      const expired = withEvent(returned, timeline.next(24 * 30, 24 * 31), 'expired', 'system')
      return { ...expired, state: 'expired', pausedAt: null }
    }
  }
}

/** The end of the service time as it stands, from the request's own events. */
function dueAtOf(request: Request, slaDays: number, now: number, holidays: readonly Holiday[]): string | null {
  if (!isOpen(request.state) || request.state === 'returned' || request.state === 'approved') return null
  const moment = (kind: RequestEvent['kind']) => request.events.find((event) => event.kind === kind)?.at
  const from = moment('returned')
  const pauses = from === undefined ? [] : [{ from, to: moment('resubmitted') }]
  const { due } = slaOf({
    submittedAt: request.submittedAt,
    slaDays,
    pauses,
    now: new Date(now).toISOString(),
    holidays,
  })
  return due === undefined ? null : `${due}${CLOSING}`
}

function begin(plan: RequestPlan, content: Content, place: number): Request {
  const submittedAt = new Date(plan.submittedAt).toISOString()
  const submitted = riyadhDateOf(submittedAt)
  const hijri = formatHijri(gregorianToHijri(submitted), '')
  const id = `request-${String(place + 1).padStart(6, '0')}`
  const entered = content.addressProof?.codeEnteredAt ?? null
  const events: RequestEvent[] = plan.state === 'draft' ? [] : [{ at: submittedAt, kind: 'submitted', by: 'member' }]
  if (entered !== null) events.push({ at: entered, kind: 'code-entered', by: 'member' })
  const asked = {
    id,
    kind: plan.kind,
    memberId: content.memberId,
    proposed: content.proposed,
    fieldStates: content.outcomes
      ? openFieldStates(shippedBook, Object.keys(content.outcomes) as MemberField[], submitted)
      : {},
    evidence: [...content.evidence],
  }
  return {
    ...asked,
    version: 1,
    number: `R-${hijri.slice(2, 4)}-${String(17_904 + place).padStart(6, '0')}`,
    state: 'submitted',
    risk: riskOf(shippedBook, plan.kind, content.proposed, submitted),
    branch: plan.branch,
    assigneeId: null,
    submittedAt,
    dueAt: null,
    pausedAt: null,
    baseVersion: content.baseVersion,
    base: content.base,
    revisionHash: sha256(canonicalJson(revisionContent(asked))),
    addressProof: content.addressProof,
    rulesAtSubmission: [],
    proposal: null,
    decisions: [],
    events,
    updatedAt: entered ?? submittedAt,
  }
}

/** The member as the register had them when the request was sent, as far as its rules look: with the snapshot's values. */
function memberAsOf(member: Member, { base, outcomes }: Content): Member {
  if (outcomes === undefined) return member
  const { nameAr: _ar, nameEn: _en, employer, ...plain } = base
  return Object.assign({}, member, plain, employer === undefined ? {} : { employerAr: employer ?? '' })
}

/**
 * Makes the requests and the documents that they name. The same options give the same bytes. Throws RangeError when
 * there are too few members.
 */
export function generateRequests(options: RequestsOptions): DemoRequests {
  const { seed, count, members, clerks, now, press, portraits = [], printed = PRINTED } = options
  const today = riyadhDateOf(now)
  const holidays = shippedBook.holidaysBetween(addDays(today, -400), addDays(today, 400))
  const plans = planRequests({ seed, count, members, now, today, holidays })

  // Papers go to the requests that somebody will open first: the first member's, those at head office, the newest.
  const wanting = plans.filter((plan) => plan.kind === 'email-change' && isOpen(plan.state)).reverse()
  const first = wanting.filter((plan) => plan.memberIndex === 0)
  const headOffice = wanting.filter((plan) => plan.branch === 'riyadh')
  const printing = new Set([...new Set([...first, ...headOffice, ...wanting])].slice(0, printed))

  const proposedEmails = new Set<string>()
  const documents = new Map<string, DemoDocument>()
  const requests = plans.map((plan, place): Request => {
    const tools: ContentTools = {
      press,
      proposedEmails,
      portraits,
      mayPrint: () => printing.has(plan),
      neighbour: (index) => members.memberAt((index + 7) % members.count),
    }
    const content = plan.kind === 'data-update' ? dataUpdate(plan, tools) : contentOf(plan, tools)
    for (const document of content.documents) documents.set(document.hash, document)
    const staff = (role: Role) => {
      const people = clerks.filter((clerk) => clerk.branch === plan.branch && clerk.role === role)
      return plan.memberIndex === 0 || plan.isShowcase ? (people[0]?.id ?? '') : plan.random.pick(people).id
    }
    const request = begin(plan, content, place)
    const scene = { plan, staff, timeline: createTimeline(plan, request, now, holidays) }
    const told = tell(request, scene, content.outcomes)
    const { addressHolder } = content
    const rules = evaluateRules({ request, member: memberAsOf(plan.member, content), addressHolder, idHolder: 'none' })
    const dueAt = dueAtOf(told, shippedBook.slaDays(plan.kind, today), now, holidays)
    return { ...told, dueAt, rulesAtSubmission: rules }
  })
  return { requests, documents: [...documents.values()] }
}
