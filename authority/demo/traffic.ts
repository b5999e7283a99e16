/** Members who submit while you watch: e-mail changes, data updates and bookings through the portal's own use-cases. */
import type { Schedule } from '#shared/domain/appointments/appointment.ts'
import { hasBegun, slotsOf } from '#shared/domain/appointments/slots.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { countFeed } from '../repositories/feed.ts'
import { listMail } from '../repositories/mail.ts'
import { findMember } from '../repositories/members.ts'
import { readBook } from '../repositories/reference.ts'
import { listSchedules } from '../repositories/schedules.ts'
import { bookAsMember } from '../use-cases/appointments/book-as-member.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { submitDataUpdate } from '../use-cases/portal/data-update.ts'
import { enterCode, submitEmailChange } from '../use-cases/portal/email-change.ts'
import { drawCity } from './places.ts'
import { Random, weightedPicker } from './prng.ts'

/** What a member did. */
export type TrafficAct = 'email-change' | 'data-update' | 'booking'

const pickAct = weightedPicker<TrafficAct>([
  ['booking', 0.4],
  ['email-change', 0.35],
  ['data-update', 0.25],
])
/** Days ahead for which members book. */
const daysAhead = 14
/** Members who are asked until one may do it. */
const mostTries = 8
const mostPerMinute = 600

/**
 * Reads how many submissions a minute are wanted: `6` or `6/min`. Throws an Error with the rule for anything else.
 */
export function parseTraffic(text: string): number {
  const perMinute = Number(/^(\d{1,4})(?:\/min)?$/.exec(text)?.[1] ?? 'NaN')
  if (perMinute >= 1 && perMinute <= mostPerMinute) return perMinute
  throw new Error(`--traffic is a number of submissions a minute from 1 to ${mostPerMinute}, as 6/min, not "${text}".`)
}

async function changeEmail(context: AuthorityContext, random: Random, member: Member): Promise<void> {
  const { membershipNo, idNo } = member
  const local = member.email.slice(0, member.email.indexOf('@')).replace(/\d+$/, '')
  const newEmail = `${local}${random.int(1000, 99_999)}@bareed.example`
  const { number } = await submitEmailChange(context, {
    membershipNo,
    idNo,
    newEmail,
    newEmailAgain: newEmail,
    documents: [],
  })
  // Nobody can decide before the address is proven; most members do it at once.
  if (random.chance(0.15)) return
  const letters = await listMail(context.db, 20)
  const letter = letters.find((mail) => mail.requestNumber === number && mail.template === 'verification-code')
  // Not the last digits of the request's number.
  const code = /(?<!-)\b\d{6}\b/.exec(letter?.bodyEn ?? '')?.[0]
  if (code !== undefined) await enterCode(context, number, code)
}

async function updateData(context: AuthorityContext, random: Random, member: Member): Promise<void> {
  const { membershipNo, idNo } = member
  const mobile = `+9665${String(random.int(0, 99_999_999)).padStart(8, '0')}`
  const city = drawCity(random)
  const fields = {
    poBox: String(random.int(1, 99_999)),
    ...(city !== member.city && { city }),
    ...(random.chance(0.6) && { mobile }),
  }
  await submitDataUpdate(context, { membershipNo, idNo, fields, documents: [] })
}

async function bookPlace(context: AuthorityContext, random: Random, member: Member): Promise<void> {
  const all = await listSchedules(context.db)
  const near = all.filter(({ branch }) => branch === 'riyadh')
  const schedule: Schedule | undefined = all.length === 0 ? undefined : random.pick(random.chance(0.5) ? near : all)
  if (!schedule) throw new AppError('appointments/slot-unknown')
  const now = context.clock.now()
  const first = addDays(riyadhDateOf(now), random.int(0, daysAhead))
  // The first day from there on which the counter serves; eight days hold one, unless it is a long holiday.
  const book = await readBook(context.db)
  const slots = Array.from({ length: 8 }, (_, days) => slotsOf(book, schedule, addDays(first, days)))
    .map((day) => day.filter((slot) => !hasBegun(slot, now)))
    .find((day) => day.length > 0)
  if (!slots) throw new AppError('appointments/slot-unknown')
  const { scheduleId, date, time } = random.pick(slots)
  const visitor = { name: fullName(member.nameAr), mobile: member.mobile, idNo: member.idNo, memberId: member.id }
  await bookAsMember(context, { branch: schedule.branch, slot: { scheduleId, date, time }, visitor })
}

const doers = { 'email-change': changeEmail, 'data-update': updateData, booking: bookPlace }

/**
 * Lets one member of the demo register submit something; which and what follows from the seed and the turn. Whoever may
 * not (an open request, a full slot) is passed over. Answers what was done; null when nobody could.
 */
export async function submitOnce(context: AuthorityContext, seed: string, turn: number): Promise<TrafficAct | null> {
  const random = new Random(`${seed}/traffic`, turn)
  const act = pickAct(random)
  const { members = 0 } = await countFeed(context.db, 'directory')
  for (let tries = 0; tries < mostTries && members > 0; tries += 1) {
    const member = await findMember(context.db, `member-${String(random.int(1, members)).padStart(7, '0')}`)
    if (!member) continue
    try {
      await doers[act](context, random, member)
      return act
    } catch (thrown) {
      // A refusal in the words of the domain is somebody's bad luck; anything else is a fault.
      if (toAppError(thrown).code === 'internal') throw thrown
    }
  }
  return null
}

/** Traffic that runs. */
export interface Traffic {
  /** Ends it, after the submission that is under way. */
  readonly stop: () => Promise<void>
}

/** Lets members submit `perMinute` times a minute, at times that are not quite even, until it is stopped. */
export function startTraffic(context: AuthorityContext, options: { perMinute: number; seed: string }): Traffic {
  const pace = 60_000 / options.perMinute
  const jitter = new Random(`${options.seed}/traffic-times`, 0)
  let turn = 0
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  let stopped = false
  const act = async (): Promise<void> => {
    turn += 1
    try {
      context.log.info('traffic', { act: await submitOnce(context, options.seed, turn) })
    } catch (thrown) {
      context.log.error('traffic-fault', { cause: String(thrown) })
    }
  }
  const wait = (): void => {
    if (stopped) return
    timer = setTimeout(
      () => {
        underWay = act().finally(wait)
      },
      pace * (0.5 + jitter.next()),
    )
  }
  wait()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
