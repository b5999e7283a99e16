/** The demo's data updates: several fields at once, each with its own end, and the story that leads there. */

import { addDays, calendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import {
  baseSnapshot,
  type FieldValues,
  fieldValue,
  fullName,
  type Member,
  type MemberField,
} from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import { reasonsFor } from '#shared/domain/reference/reasons.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { shippedDay } from '#shared/domain/reference/shipped.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { openFieldStates, stepOfFields, summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { Evidence, FieldDecision, FieldDecisions, FieldState, Request } from '#shared/domain/requests/request.ts'
import type { DemoDocument } from './documents.ts'
import { drawName } from './people.ts'
import type { Random } from './prng.ts'
import { type Content, type ContentTools, evidenceOf, someMobile } from './request-content.ts'
import type { RequestPlan } from './request-plan.ts'
import { review, type Scene, withEvent } from './request-scene.ts'

/** How each field stands in the end. */
export type Outcomes = Partial<Record<MemberField, FieldState['state']>>

const EMPLOYERS = ['مستشفى الواحة العام', 'مجمع الندى الطبي', 'مركز السدرة الصحي']

/** Another value for a field, in the form of the register. */
function otherValue(random: Random, member: Member, field: MemberField): string | null {
  switch (field) {
    case 'city':
      return member.city === 'riyadh' ? 'jeddah' : 'riyadh'
    case 'poBox':
      return String(random.int(100, 99_999))
    case 'postalCode':
      return String(random.int(11_000, 89_999))
    case 'mobile':
      return someMobile(random)
    case 'employer':
      return random.pick(EMPLOYERS.filter((name) => name !== member.employerAr))
    case 'nameAr':
      return fullName({ ...member.nameAr, family: drawName(random, member.nationality, member.gender).ar.family })
    case 'nameEn':
      return fullName({ ...member.nameEn, family: drawName(random, member.nationality, member.gender).en.family })
    case 'birthDate':
      return addDays(calendarDate(member.birthDate), random.int(1, 9))
    case 'idNo': {
      // Numbers of members have 0 or 1 in the second place, so this one is nobody's.
      const nine = `${member.idKind === 'citizen' ? '1' : '2'}9${String(random.int(0, 9_999_999)).padStart(7, '0')}`
      return nine + luhnCheckDigit(nine)
    }
    default:
      return null
  }
}

const SHOWCASE: readonly MemberField[] = ['nameAr', 'mobile', 'city', 'poBox', 'employer']
const LIGHT: readonly MemberField[] = ['city', 'poBox', 'postalCode', 'mobile', 'employer']
const GRAVE: readonly MemberField[] = ['nameAr', 'nameEn', 'birthDate', 'idNo']

/** Fields that a data update asks for: one to four light ones, and now and then, or where two people decide, a grave one. */
function drawFields({ random, state, isShowcase, member }: RequestPlan): MemberField[] {
  if (isShowcase) return [...SHOWCASE]
  // What the member has no value of cannot have been applied.
  const filled = LIGHT.filter((field) => fieldValue(member, field) !== null)
  const light = Array.from({ length: random.int(1, 4) }, () => random.pick(filled))
  const grave = state === 'awaiting-second' || random.chance(0.4) ? [random.pick(GRAVE)] : []
  return [...new Set([...grave, ...light])]
}

/** The end of each field that fits the state that was planned for the request. */
function drawOutcomes({ random, state }: RequestPlan, fields: readonly MemberField[]): Outcomes {
  const [last] = fields.slice(-1)
  const oneRejected = fields.length > 1 && random.chance(0.3)
  const someApplied = random.chance(0.5)
  const isLight = (field: MemberField) => shippedBook.riskOf(field, shippedDay) !== 'high'
  const outcome = (field: MemberField): FieldState['state'] => {
    switch (state) {
      case 'completed':
        return oneRejected && field === last ? 'rejected' : 'applied'
      case 'rejected':
        return 'rejected'
      case 'awaiting-second':
        return isLight(field) ? 'applied' : 'awaiting-second'
      case 'returned':
      case 'expired':
        return someApplied && isLight(field) && field !== last ? 'applied' : 'returned'
      case 'resubmitted':
        return someApplied && isLight(field) && field !== last ? 'applied' : 'open'
      default:
        return 'open'
    }
  }
  return Object.fromEntries(fields.map((field) => [field, outcome(field)]))
}

/** Papers of a data update: of the one that guides show a card and a letter with the new facts, of others a specimen. */
function papersOf(
  plan: RequestPlan,
  proposed: FieldValues,
  tools: ContentTools,
): { evidence: Evidence[]; documents: DemoDocument[] } {
  const { member, random, submittedAt, isShowcase } = plan
  if (isShowcase) {
    const [first = '', ...rest] = (proposed.nameAr ?? '').split(' ')
    const nameAr = { ...member.nameAr, first, family: rest.at(-1) ?? member.nameAr.family }
    const employer = proposed.employer ?? member.employerAr
    const card = tools.press.idCard({ ...member, nameAr })
    const moved = { ...member, employerAr: employer, employerEn: employer }
    const { document } = tools.press.employerLetter(moved, member.email, riyadhDateOf(submittedAt))
    return {
      evidence: [
        evidenceOf(card, 'id-card', 'id-card.jpg', { field: 'nameAr', region: null }),
        evidenceOf(document, 'employer-letter', 'employer-letter.pdf', { field: 'employer', region: null }),
      ],
      documents: [card, document],
    }
  }
  const wanting = (Object.keys(proposed) as MemberField[]).find(
    (field) => shippedBook.riskOf(field, shippedDay) === 'high' || field === 'employer',
  )
  if (wanting === undefined || random.chance(0.2)) return { evidence: [], documents: [] }
  const paper = tools.press.specimen('other', random.int(0, 2))
  return {
    evidence: [evidenceOf(paper, 'other', 'attachment.pdf', { field: wanting, region: null })],
    documents: [paper],
  }
}

/**
 * What a data update asks for. What is applied stands in the register already, so there the value in the snapshot is the
 * one made up.
 */
export function dataUpdate(plan: RequestPlan, tools: ContentTools): Content {
  const { member, random, isShowcase } = plan
  const now = baseSnapshot(member)
  const outcomes = drawOutcomes(plan, drawFields(plan))
  const [base, proposed]: [FieldValues, FieldValues] = [{ ...now }, {}]
  for (const [field, outcome] of Object.entries(outcomes) as [MemberField, FieldState['state']][]) {
    let made = otherValue(random, member, field)
    while (made === now[field]) made = otherValue(random, member, field)
    if (outcome === 'applied') base[field] = made
    proposed[field] = outcome === 'applied' ? (now[field] ?? null) : made
  }
  // Somebody changed it meanwhile: the snapshot still has what stood there when the member asked.
  if (isShowcase) base.poBox = '12211'
  const applied = Object.values(outcomes).includes('applied')
  return {
    memberId: member.id,
    base,
    baseVersion: Math.max(1, member.version - (applied || isShowcase ? 1 : 0)),
    proposed,
    outcomes,
    ...papersOf(plan, proposed, tools),
    addressProof: null,
    addressHolder: 'none',
  }
}

/** Tells one decision on some fields. */
function decide(request: Request, scene: Scene, by: string, fields: FieldDecisions): Request {
  const decision = summariseFields(fields)
  const reasons = decision === 'approve' ? [] : Object.values(fields).flatMap((made) => made.reasons)
  return applyDecision(request, {
    commandId: null,
    decision,
    step: stepOfFields(request, fields),
    by,
    at: scene.timeline.atWork(0.5, 12),
    reasons: [...new Set(reasons)],
    remarks: '',
    fields,
  }).request
}

/** Tells how a data update came to the state that was planned for it, field by field. */
export function tellDataUpdate(request: Request, scene: Scene, outcomes: Outcomes): Request {
  const { plan, staff, timeline } = scene
  const approve: FieldDecision = { decision: 'approve', reasons: [], remarks: '' }
  const refuse = (decision: 'reject' | 'return'): FieldDecision => ({
    decision,
    reasons: [plan.random.pick(reasonsFor(shippedBook.inForce('reasons', shippedDay), 'data-update', decision)).code],
    remarks: '',
  })
  const entries = Object.entries(outcomes) as [MemberField, FieldState['state']][]
  const begun = review(request, scene)
  const first = Object.fromEntries(
    entries.map(([field, outcome]): [MemberField, FieldDecision] => {
      if (outcome === 'applied' || outcome === 'awaiting-second') return [field, approve]
      return [field, refuse(outcome === 'rejected' ? 'reject' : 'return')]
    }),
  )
  const clerk = begun.assigneeId ?? staff('clerk')
  const decided = decide(begun, scene, clerk, first)
  switch (plan.state) {
    case 'completed': {
      const waiting = entries.filter(([field]) => decided.fieldStates[field]?.state === 'awaiting-second')
      const second = Object.fromEntries(waiting.map(([field]) => [field, approve]))
      return waiting.length === 0 ? decided : decide(decided, scene, staff('supervisor'), second)
    }
    case 'resubmitted': {
      const again = entries.flatMap(([field, outcome]) => (outcome === 'open' ? [field] : []))
      const sent = withEvent(decided, timeline.next(20, 120), 'resubmitted', 'member')
      const fieldStates = {
        ...sent.fieldStates,
        ...openFieldStates(shippedBook, again, riyadhDateOf(request.submittedAt)),
      }
      return { ...sent, state: 'resubmitted', pausedAt: null, fieldStates }
    }
    case 'expired': {
      const expired = withEvent(decided, timeline.next(24 * 30, 24 * 31), 'expired', 'system')
      return { ...expired, state: 'expired', pausedAt: null }
    }
    default:
      return decided
  }
}
