/** What demo members are: family, rank, specialty, and the way that led there. */
import { addDays, addMonths, type CalendarDate } from '#shared/domain/calendar.ts'
import type { Classification, MemberState, Registration } from '#shared/domain/members/member.ts'
import data from './data/specialties.json' with { type: 'json' }
import { type Random, weightedPicker } from './prng.ts'

type FamilyRow = {
  readonly share: number
  readonly saudiShare: number
  readonly specialties: Readonly<Record<string, number>>
  readonly ranks: Readonly<Record<string, number>>
}

const rows: Readonly<Record<string, FamilyRow>> = data
const weights = (table: Readonly<Record<string, number>>) => weightedPicker(Object.entries(table))

const pickFamily = weightedPicker(Object.entries(rows).map(([code, row]) => [code, row.share] as const))
const pickers = new Map(
  Object.entries(rows).map(([code, row]) => [
    code,
    { row, specialty: weights(row.specialties), rank: weights(row.ranks) },
  ]),
)

/** Ranks of a family in the order in which they are reached. */
const LADDERS: Readonly<Record<string, readonly string[]>> = {
  medicine: ['resident', 'registrar', 'senior-registrar', 'consultant', 'subspecialty-consultant'],
  dentistry: ['general-dentist', 'registrar', 'senior-registrar', 'consultant', 'subspecialty-consultant'],
  pharmacy: ['pharmacist', 'senior-pharmacist', 'consultant'],
  nursing: ['technician', 'specialist', 'senior-specialist', 'consultant'],
  applied: ['specialist', 'senior-specialist', 'consultant'],
}

/** Youngest and oldest age of most holders of a rank. */
const AGES: Readonly<Record<string, readonly [number, number]>> = {
  trainee: [23, 29],
  resident: [25, 36],
  'general-dentist': [24, 58],
  registrar: [31, 55],
  'senior-registrar': [35, 60],
  consultant: [39, 68],
  'subspecialty-consultant': [42, 70],
  'visiting-consultant': [45, 72],
  pharmacist: [24, 60],
  'senior-pharmacist': [34, 64],
  specialist: [24, 60],
  'senior-specialist': [33, 64],
  technician: [22, 58],
  'health-assistant': [21, 55],
}

/** Share of women by family. */
const WOMEN: Readonly<Record<string, number>> = { nursing: 0.78, medicine: 0.38, dentistry: 0.46, pharmacy: 0.4 }

export type Career = {
  readonly family: string
  readonly rank: string
  readonly specialty: string
  readonly age: number
  readonly saudiShare: number
  readonly womenShare: number
}

/** A family, a rank and a specialty by their shares among practitioners, and an age that fits the rank. */
export function drawCareer(random: Random): Career {
  const family = pickFamily(random)
  const picked = pickers.get(family)
  if (picked === undefined) throw new RangeError(`No family ${family}`)
  const rank = picked.rank(random)
  const [youngest, oldest] = AGES[rank] ?? [24, 60]
  // Two draws: most are nearer the middle than the ends.
  const age = Math.round((random.int(youngest, oldest) + random.int(youngest, oldest)) / 2)
  return {
    family,
    rank,
    specialty: picked.specialty(random),
    age,
    saudiShare: picked.row.saudiShare,
    womenShare: WOMEN[family] ?? 0.42,
  }
}

/** Ranks over time, oldest first: at most two before the one in force, years apart, the first after graduation. */
export function classificationsOf(
  random: Random,
  { family, rank, specialty, age }: Career,
  today: CalendarDate,
): Classification[] {
  const ladder = LADDERS[family] ?? []
  const place = ladder.indexOf(rank)
  const steps = place > 0 ? ladder.slice(Math.max(0, place - random.int(0, 2)), place) : []
  const working = Math.max(0, age - 24) * 12
  let months = random.int(26, Math.max(27, Math.floor(working / (steps.length + 1))))
  const found: Classification[] = [{ rank, specialty, from: addDays(addMonths(today, -months), -random.int(0, 27)) }]
  for (const step of steps.reverse()) {
    months += random.int(30, 70)
    found.push({ rank: step, specialty, from: addDays(addMonths(today, -months), -random.int(0, 27)) })
  }
  return found.reverse()
}

/**
 * Registrations of two years each (public rule), oldest first. `serial` is the member's own; the year in front is that
 * of issue, so numbers are unique as long as serials are.
 */
export function registrationsOf(
  random: Random,
  state: MemberState,
  first: CalendarDate,
  serial: number,
  today: CalendarDate,
): Registration[] {
  if (state === 'unverified') return []
  const lapsed = state === 'expired' || state === 'non-practising' || state === 'deceased' || state === 'merged'
  const lastDay = addDays(today, lapsed ? -random.int(1, 900) : random.int(1, 729))
  const found: Registration[] = []
  let expiresOn = lastDay
  const most = random.int(1, 4)
  do {
    const issuedOn = addMonths(expiresOn, -24)
    const number = `${issuedOn.slice(2, 4)}-R-${String(serial).padStart(7, '0')}`
    found.push({ number, issuedOn, expiresOn, state: 'expired' })
    expiresOn = issuedOn
  } while (found.length < most && addMonths(expiresOn, -24) >= first)
  const [current, ...before] = found
  if (current === undefined) return []
  const standing =
    state === 'suspended' || state === 'revoked' ? state : current.expiresOn < today ? 'expired' : ('active' as const)
  return [{ ...current, state: standing } as const, ...before].reverse()
}
