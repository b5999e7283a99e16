/** What the demo's requests will be before they are told as stories: service, state, member, branch and day. */
import { addBusinessDays, type Holiday } from '#shared/domain/business-days.ts'
import { addDays, type CalendarDate } from '#shared/domain/calendar.ts'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { services } from '#shared/domain/reference/services.ts'
import { openStates, RequestKind, type RequestState } from '#shared/domain/requests/request.ts'
import { nearCopyOf } from './near-names.ts'
import { branchOf } from './places.ts'
import { Random, scatter, weightedPicker } from './prng.ts'

export type RequestPlan = {
  readonly kind: RequestKind
  readonly state: RequestState
  readonly memberIndex: number
  readonly member: Member
  readonly branch: BranchCode
  /** The data update that guides and pictures show: five fields, papers that prove it, at head office. */
  readonly isShowcase: boolean
  /** When the member sent it, in milliseconds since 1970. */
  readonly submittedAt: number
  /** Drawn once for everything else that the request needs. */
  readonly random: Random
}

export type PlanOptions = {
  readonly seed: string
  readonly count: number
  readonly members: { readonly memberAt: (index: number) => Member; readonly count: number }
  readonly now: number
  readonly today: CalendarDate
  readonly holidays: readonly Holiday[]
}

/** Shares of the services; the e-mail change and the data update are what the desk decides today. */
const KIND_SHARES: Readonly<Partial<Record<RequestKind, number>>> = {
  'email-change': 54,
  'data-update': 16,
  're-registration': 6,
  registration: 4,
  'photo-change': 4,
  cpd: 3,
  'good-standing': 3,
}

/** Shares of the states. Only services that one person decides rest at `approved`. */
const STATES: readonly (readonly [RequestState, number])[] = [
  ['submitted', 26],
  ['in-review', 20],
  ['returned', 8],
  ['resubmitted', 6],
  ['awaiting-second', 11],
  ['completed', 14],
  ['rejected', 6],
  ['cancelled', 3],
  ['expired', 3],
  ['draft', 2],
]
const pickHighRiskState = weightedPicker(STATES)
const pickState = weightedPicker<RequestState>([
  ...STATES.filter(([state]) => state !== 'awaiting-second'),
  ['approved', 6],
])

/** How far an open request is from its due day, in business days. */
const pickDistance = weightedPicker<'late' | 'today' | 'soon' | 'later'>([
  ['late', 24],
  ['today', 17],
  ['soon', 27],
  ['later', 32],
])

/** One row for each request: every service at least twice, the rest by share. */
function drawKinds(random: Random, count: number): RequestKind[] {
  const kinds = RequestKind.options.flatMap((kind) => [kind, kind])
  const pick = weightedPicker(RequestKind.options.map((kind) => [kind, KIND_SHARES[kind] ?? 1.4] as const))
  const filled = [...kinds, ...Array.from({ length: Math.max(0, count - kinds.length) }, () => pick(random))]
  return filled.slice(0, count)
}

/** Day on which a request in `state` was sent, so that the shares of late and due requests are as drawn. */
function submissionDay(random: Random, plan: Pick<RequestPlan, 'kind' | 'state'>, options: PlanOptions): CalendarDate {
  const { today, holidays } = options
  const slaDays = shippedBook.slaDays(plan.kind, today)
  switch (plan.state) {
    case 'draft':
      return addDays(today, -random.int(0, 6))
    case 'expired':
      return addDays(today, -random.int(38, 60))
    case 'returned':
    case 'resubmitted':
      return addDays(today, -random.int(7, 24))
    case 'submitted':
    case 'in-review':
    case 'awaiting-second': {
      const distance = pickDistance(random)
      const left = distance === 'late' ? -random.int(1, 5) : distance === 'today' ? 0 : distance === 'soon' ? 1 : 2
      const later = distance === 'later' ? random.int(0, Math.max(0, slaDays - 2)) : 0
      const daysLeft = Math.min(slaDays, left + later)
      return daysLeft === slaDays ? today : addBusinessDays(today, daysLeft - slaDays, holidays)
    }
    default:
      return addBusinessDays(today, -random.int(Math.min(4, slaDays + 1), 26), holidays)
  }
}

/** A moment on a day: from six in the morning to ten at night in Riyadh, and before now. */
function momentOn(random: Random, day: CalendarDate, now: number): number {
  const at = Date.parse(`${day}T03:00:00.000Z`) + Math.floor(random.next() * 16 * 3_600_000)
  return at < now - 1_800_000 ? at : now - 1_800_000 - Math.floor(random.next() * 5_400_000)
}

const ENDED = ['revoked', 'deceased', 'merged', 'unverified']

/** Hands out members who ask for something, nobody twice; on wish one of those who have a near copy. */
function createApplicants({ members, seed }: PlanOptions): (withCopy: boolean) => number | undefined {
  const order = scatter(`${seed}/applicants`, members.count)
  const mayAsk = (index: number) => index > 1 && !ENDED.includes(members.memberAt(index).state)
  const given = new Set<number>()
  const take = (indexes: Iterator<number>): number | undefined => {
    for (let next = indexes.next(); next.done !== true; next = indexes.next()) {
      if (given.has(next.value) || !mayAsk(next.value)) continue
      given.add(next.value)
      return next.value
    }
    return undefined
  }
  function* all() {
    for (let i = 0; i < members.count; i += 1) yield order(i)
  }
  function* copied() {
    for (let i = 0; i + 1 < members.count; i += 1) if (nearCopyOf(i + 1)?.of === i) yield i
  }
  const anyone = all()
  const withCopies = copied()
  return (withCopy) => (withCopy ? take(withCopies) : undefined) ?? take(anyone)
}

/** A smaller register may have nobody whose file is whole enough to be shown. */
const showcaseFrom = 100

/** Whether a member's file is whole enough to be the one that guides show. */
function mayBeShown({ state, city, poBox }: Member): boolean {
  return state === 'active' && city === 'riyadh' && poBox !== null
}

/**
 * Plans the requests, oldest first. The first member's e-mail change is always among them: sent to head office, due
 * today. Throws RangeError when there are not enough members.
 */
export function planRequests(options: PlanOptions): RequestPlan[] {
  const { seed, count, members, now, today, holidays } = options
  const shape = new Random(`${seed}/requests`, 0)
  const kinds = drawKinds(shape, count)
  const nextApplicant = createApplicants(options)
  const plans = kinds.map((kind, i): RequestPlan => {
    const random = new Random(`${seed}/request`, i)
    const isStar = i === 0
    const isShowcase = members.count >= showcaseFrom && i === kinds.indexOf('data-update')
    const twoPeople = services[kind].risk === 'high' || kind === 'data-update'
    const drawn = twoPeople ? pickHighRiskState(random) : pickState(random)
    const state = isStar || isShowcase ? 'submitted' : drawn
    const withCopy = kind === 'email-change' && isOpen(state) && random.chance(0.25)
    let memberIndex = isStar ? 0 : nextApplicant(withCopy)
    while (isShowcase && memberIndex !== undefined && !mayBeShown(members.memberAt(memberIndex))) {
      memberIndex = nextApplicant(false)
    }
    if (memberIndex === undefined) throw new RangeError(`${members.count} members are too few for ${count} requests.`)
    const member = members.memberAt(memberIndex)
    const branch = isStar || isShowcase || random.chance(0.25) ? 'riyadh' : branchOf(member.city)
    const day = isStar
      ? addBusinessDays(today, -shippedBook.slaDays(kind, today), holidays)
      : isShowcase
        ? addBusinessDays(today, 1 - shippedBook.slaDays(kind, today), holidays)
        : submissionDay(random, { kind, state }, options)
    return { kind, state, memberIndex, member, branch, isShowcase, submittedAt: momentOn(random, day, now), random }
  })
  return plans.sort((a, b) => a.submittedAt - b.submittedAt || a.memberIndex - b.memberIndex)
}

/** Whether a request waits for somebody. */
export function isOpen(state: RequestState): boolean {
  return openStates.includes(state)
}
