/**
 * The demo register: any number of members, each made from the seed and its index alone, so that member 700,000 can be
 * made without the 699,999 before it, and the same seed gives the same bytes.
 */
import { addDays, addMonths, type CalendarDate, dayNumber } from '#shared/domain/calendar.ts'
import type { Member, MemberState } from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import { classificationsOf, drawCareer, registrationsOf } from './careers.ts'
import { mobileIndexOf, nearCopyOf, nearName } from './near-names.ts'
import { drawName, type PersonName } from './people.ts'
import { drawCity, drawEmployer, drawForeignNationality } from './places.ts'
import { type PortraitKind, portraitKindOf } from './portrait-kind.ts'
import { Random, scatter, weightedPicker } from './prng.ts'
import { FIRST_IDENTITY, theFirstMember } from './the-first-member.ts'

export type RegisterOptions = {
  readonly seed: string
  /** The day on which the register is filled; ages, states and periods are reckoned to it. */
  readonly today: CalendarDate
  /** Hashes of portraits by kind; without any, nobody has a photo. */
  readonly portraits?: Portraits | undefined
}

export type Portraits = Readonly<Record<PortraitKind, readonly string[]>>

export type Register = {
  /** The member at an index from 0 to MOST_MEMBERS − 1. */
  readonly memberAt: (index: number) => Member
}

/** Numbers stay unique up to this many members. */
export const MOST_MEMBERS = 8_000_000

const pickState = weightedPicker<MemberState>([
  ['active', 0.865],
  ['expired', 0.06],
  ['non-practising', 0.025],
  ['unverified', 0.025],
  ['suspended', 0.01],
  ['revoked', 0.006],
  ['deceased', 0.006],
  ['merged', 0.003],
])
const pickBlood = weightedPicker<string | null>([
  ['O+', 0.4],
  ['A+', 0.22],
  ['B+', 0.16],
  ['AB+', 0.04],
  ['O-', 0.06],
  ['A-', 0.03],
  ['B-', 0.02],
  ['AB-', 0.01],
  [null, 0.06],
])
const MAIL_HOSTS = ['bareed.example', 'mail.example', 'barq.example', 'post.example'] as const
/** Second and third digits of Saudi mobile numbers in use. */
const MOBILE_PREFIXES = ['50', '53', '54', '55', '56', '57', '58', '59'] as const

const lettersOf = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '')

/** Digits that no other member has, as short as they can be: two for the first hundred members, three for the next. */
function ownDigits(seed: string): (index: number) => string {
  const blocks = Array.from({ length: 8 }, (_, i) => scatter(`${seed}/mail/${i}`, 10 ** (i + 1)))
  return (index) => {
    const length = Math.max(2, String(index).length)
    return String(blocks[length - 1]?.(index) ?? index).padStart(length, '0')
  }
}

function mailOf(random: Random, { en }: PersonName, digits: string): string {
  const first = lettersOf(en.first) || 'member'
  const last = lettersOf(en.family) || 'member'
  const local = random.pick([`${first}.${last}${digits}`, `${first[0]}${last}${digits}`, `${first}_${digits}`])
  return `${local}@${random.pick(MAIL_HOSTS)}`
}

/** Makes members by index. */
export function createRegister({ seed, today, portraits }: RegisterOptions): Register {
  const membership = scatter(`${seed}/membership`, MOST_MEMBERS)
  const file = scatter(`${seed}/file`, 800 * 90_000)
  const identity = scatter(`${seed}/identity`, 20_000_000)
  const registration = scatter(`${seed}/registration`, 10_000_000)
  const mobile = scatter(`${seed}/mobile`, MOBILE_PREFIXES.length * 10_000_000)
  const digitsOf = ownDigits(seed)
  const midnight = dayNumber(today) * 86_400_000

  /** The first member's number is fixed; whoever drew it gets the one that the first member drew. */
  const identityOfIndex = (index: number) => {
    const drawn = identity(index)
    if (index === 0) return FIRST_IDENTITY
    return drawn === FIRST_IDENTITY ? identity(0) : drawn
  }

  const instant = (random: Random, longestDaysAgo: number) => {
    // At least a day ago, whatever the zone of the reader.
    const at = midnight - Math.floor((1 + random.next() * (longestDaysAgo - 1)) * 86_400_000)
    return new Date(at).toISOString()
  }

  function identityOf(random: Random, index: number) {
    const career = drawCareer(random)
    const citizen = random.chance(career.saudiShare)
    const nationality = citizen ? 'SA' : drawForeignNationality(random, career.family)
    const gender = random.chance(career.womenShare) ? ('f' as const) : ('m' as const)
    const name = drawName(random, nationality, gender)
    const birthDate = addDays(addMonths(today, -12 * career.age), -random.int(1, 364))
    return { career, citizen, nationality, gender, name, birthDate, city: drawCity(random), index }
  }

  /** Who a member is; a near copy takes its facts from the member it copies. */
  function personOf(random: Random, index: number) {
    const own = identityOf(random, index)
    const near = nearCopyOf(index)
    if (near === undefined) return own
    const copied = identityOf(new Random(seed, near.of), near.of)
    const fresh = drawName(random, copied.nationality, copied.gender)
    const name = nearName(random, near.kind, copied.name, fresh)
    const samePerson = near.kind === 'same-person' || near.kind === 'spelling'
    return {
      ...own,
      career: samePerson ? copied.career : own.career,
      citizen: copied.citizen,
      nationality: copied.nationality,
      gender: copied.gender,
      name,
      birthDate: samePerson ? copied.birthDate : own.birthDate,
      city: near.kind === 'namesake' ? own.city : copied.city,
    }
  }

  function memberAt(index: number): Member {
    const random = new Random(seed, index)
    const person = personOf(random, index)
    const { career, nationality, gender, name, birthDate, city } = person
    const citizen = person.citizen || index < 2
    const state = pickState(random)
    const classifications = classificationsOf(random, career, today)
    const firstClassified = (classifications[0]?.from ?? today) as CalendarDate
    const registrations = registrationsOf(random, state, firstClassified, registration(index), today)
    const employer = drawEmployer(random, city)
    const fileDigits = file(index)
    const nine = `${citizen ? '1' : '2'}${String(identityOfIndex(index)).padStart(8, '0')}`
    const phone = mobile(mobileIndexOf(index))
    const updatedAt = instant(random, 400)
    const open = state !== 'deceased' && state !== 'merged' && state !== 'unverified'
    const portrait =
      portraits === undefined || !random.chance(0.7)
        ? null
        : random.pick(portraits[portraitKindOf({ gender, nationality })])
    const member: Member = {
      id: `member-${String(index + 1).padStart(7, '0')}`,
      version: 1 + Math.min(random.int(0, 4), random.int(0, 4)),
      state,
      membershipNo: String(20_000_000 + membership(index)),
      fileNo: `F-${100 + Math.floor(fileDigits / 90_000)}-${10_000 + (fileDigits % 90_000)}`,
      idNo: nine + luhnCheckDigit(nine),
      idKind: citizen ? 'citizen' : 'resident',
      nameAr: name.ar,
      nameEn: name.en,
      gender,
      birthDate,
      nationality,
      email: mailOf(random, name, digitsOf(index)),
      mobile: `+966${MOBILE_PREFIXES[Math.floor(phone / 10_000_000)]}${String(phone % 10_000_000).padStart(7, '0')}`,
      city,
      poBox: random.chance(0.45) ? String(random.int(1, 99_999)) : null,
      postalCode: random.chance(0.6) ? String(random.int(11_000, 89_999)) : null,
      employerAr: employer.ar,
      employerEn: employer.en,
      bloodGroup: pickBlood(random),
      family: career.family,
      rank: career.rank,
      specialty: career.specialty,
      classifications,
      registrations,
      account: open
        ? { state: random.chance(0.02) ? 'locked' : 'active', lastSignInAt: instant(random, 120) }
        : { state: state === 'unverified' ? 'unverified' : 'locked', lastSignInAt: null },
      photo: portrait,
      updatedAt,
    }
    return index < 2 ? theFirstMember(member, index, today, portraits) : member
  }

  return { memberAt }
}
