/** Who has booked, come and not come at the demo's counters, from two weeks before its day to three weeks after. */
import type {
  Appointment,
  AppointmentEvent,
  AppointmentState,
  Schedule,
  Visitor,
} from '#shared/domain/appointments/appointment.ts'
import { type ScheduleSlot, slotStart, slotsOf } from '#shared/domain/appointments/slots.ts'
import { addDays, type CalendarDate, dayNumber, daysBetween } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { appointmentNumber } from '../use-cases/appointments/record-appointment.ts'
import { drawName } from './people.ts'
import { Random, weightedPicker } from './prng.ts'

export interface BookedOptions {
  readonly seed: string
  /** The demo's day, and the moment on it. */
  readonly today: CalendarDate
  readonly now: number
  readonly schedules: readonly Schedule[]
  readonly clerks: readonly Clerk[]
  readonly members: { readonly memberAt: (index: number) => Member; readonly count: number }
}

/** An appointment with the place in its slot. */
export type BookedAppointment = Appointment & { readonly place: number | null }

const minute = 60_000
const hour = 60 * minute
const daysBefore = 14
const daysAfter = 21

const pickPast = weightedPicker<AppointmentState>([
  ['served', 0.84],
  ['no-show', 0.16],
])
const pickForeign = weightedPicker([
  ['EG', 5],
  ['SD', 3],
  ['IN', 3],
  ['PH', 2],
  ['JO', 2],
  ['PK', 1],
])

/** How much of a day's places is taken: the past as it was, today lively, the days ahead less and less; some are full. */
function shareTaken(random: Random, offset: number): number {
  if (offset !== 0 && random.chance(offset > 0 ? 0.09 : 0.06)) return 1
  if (offset === 0) return 0.82
  return offset < 0 ? 0.58 : Math.max(0.08, 0.72 - offset * 0.035)
}

function stateOf(random: Random, slot: ScheduleSlot, now: number): AppointmentState {
  const start = slotStart(slot)
  if (start + slot.minutes * minute <= now) return pickPast(random)
  if (start <= now) return 'arrived'
  return start - now < 45 * minute && random.chance(0.6) ? 'arrived' : 'booked'
}

/** Somebody who has no file: name, mobile and a sound number, made up. */
function stranger(random: Random): Visitor {
  const citizen = random.chance(0.6)
  const name = drawName(random, citizen ? 'SA' : pickForeign(random), random.chance(0.45) ? 'f' : 'm')
  const nine = `${citizen ? '1' : '2'}${String(random.int(30_000_000, 99_999_999))}`
  return {
    name: fullName(name.ar),
    mobile: `+9665${String(random.int(0, 99_999_999)).padStart(8, '0')}`,
    idNo: nine + luhnCheckDigit(nine),
    memberId: null,
  }
}

function visitorOf(random: Random, { memberAt, count }: BookedOptions['members']): Visitor {
  if (count === 0 || !random.chance(0.62)) return stranger(random)
  const { id, nameAr, mobile, idNo } = memberAt(random.int(0, count - 1))
  return { name: fullName(nameAr), mobile, idNo, memberId: id }
}

/** When a visitor asked for the slot: walk-ins on the spot, the others days or hours before; never later than now. */
function bookedAt(random: Random, start: number, now: number, walkIn: boolean): number {
  const before = walkIn ? random.int(4, 40) * minute : random.int(2, 9 * 24) * hour + random.int(0, 59) * minute
  const at = start - before
  return at < now ? at : now - random.int(20, 60 * 60) * minute
}

/** Everything that has happened to an appointment, oldest first. */
function eventsOf(random: Random, slot: ScheduleSlot, state: AppointmentState, first: AppointmentEvent, by: string) {
  const start = slotStart(slot)
  const event = (at: number, kind: AppointmentEvent['kind'], who: string): AppointmentEvent => ({
    at: isoInstant(at),
    kind,
    by: who,
  })
  const booked = Date.parse(first.at)
  const arrived = event(Math.max(booked + minute, start - random.int(1, 18) * minute), 'arrived', by)
  switch (state) {
    case 'arrived':
      return [first, arrived]
    case 'served':
      return [first, arrived, event(Date.parse(arrived.at) + random.int(8, 30) * minute, 'served', by)]
    case 'no-show':
      return [first, event(start + slot.minutes * minute, 'no-show', by)]
    case 'cancelled':
      return [first, event(booked + random.int(5, 90) * minute, 'cancelled', first.by)]
    default:
      return [first]
  }
}

type Unnumbered = Omit<BookedAppointment, 'id' | 'number'>

function appointmentIn(
  random: Random,
  slot: ScheduleSlot,
  { state, visitor, place }: { state: AppointmentState; visitor: Visitor; place: number | null },
  { now, staff }: { now: number; staff: readonly string[] },
): Unnumbered {
  const start = slotStart(slot)
  const by = random.pick(staff)
  const walkIn = start <= now + hour && random.chance(0.34)
  const at = isoInstant(bookedAt(random, start, now - minute, walkIn))
  const events = eventsOf(random, slot, state, { at, kind: 'booked', by: walkIn ? by : 'member' }, by).filter(
    (event) => event.at <= isoInstant(now),
  )
  const { scheduleId, branch, service, counter, date, time, minutes } = slot
  return {
    version: events.length,
    branch,
    service,
    counter,
    scheduleId,
    date,
    time,
    minutes,
    state,
    visitor,
    origin: walkIn ? 'walk-in' : 'portal',
    remarks: '',
    events,
    updatedAt: events.at(-1)?.at ?? at,
    place,
  }
}

function* bookedOn(schedule: Schedule, date: CalendarDate, options: BookedOptions, seen: Set<string>) {
  const { seed, today, now, clerks, members } = options
  const random = new Random(`${seed}/appointments/${schedule.id}`, dayNumber(date))
  const share = shareTaken(random, daysBetween(today, date))
  const staff = clerks
    .filter((clerk) => may(clerk, 'appointments.book', { branch: schedule.branch }))
    .map(({ id }) => id)
  /** A visitor who has nothing else of this service on the day. */
  const newVisitor = (): Visitor => {
    let visitor = visitorOf(random, members)
    while (seen.has(`${visitor.idNo} ${date} ${schedule.service}`)) visitor = stranger(random)
    seen.add(`${visitor.idNo} ${date} ${schedule.service}`)
    return visitor
  }
  for (const slot of slotsOf(shippedBook, schedule, date)) {
    let place = 0
    for (let seat = 0; seat < slot.capacity; seat += 1) {
      if (!random.chance(share)) continue
      place += 1
      const state = stateOf(random, slot, now)
      yield appointmentIn(random, slot, { state, visitor: newVisitor(), place }, { now, staff })
    }
    if (random.chance(0.05))
      yield appointmentIn(random, slot, { state: 'cancelled', visitor: newVisitor(), place: null }, { now, staff })
  }
}

/**
 * Appointments of the demo in the order in which they were made, numbered in that order. The same seed and day give the
 * same ones. Nobody has two of one service on a day, and no slot holds more than it takes.
 */
export function demoAppointments(options: BookedOptions): BookedAppointment[] {
  const { today, schedules } = options
  const seen = new Set<string>()
  const made: Unnumbered[] = []
  for (const schedule of schedules)
    for (let offset = -daysBefore; offset <= daysAfter; offset += 1)
      made.push(...bookedOn(schedule, addDays(today, offset), options, seen))
  const key = ({ events, scheduleId, date, time, place }: Unnumbered): string =>
    `${events[0]?.at} ${scheduleId} ${date} ${time} ${place}`
  return made
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }, index) => ({
      id: `appointment-${String(index + 1).padStart(7, '0')}`,
      number: appointmentNumber(index + 1, Date.parse(row.events[0]?.at ?? row.updatedAt)),
      ...row,
    }))
}
