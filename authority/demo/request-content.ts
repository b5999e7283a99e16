/** What the demo's requests ask for: base, proposed values, evidence and the proof of a new address. */
import { addDays, calendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import {
  baseSnapshot,
  type FieldValues,
  fullName,
  type Member,
  type MemberField,
} from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import type { AddressProof, Evidence, FieldState } from '#shared/domain/requests/request.ts'
import type { DemoDocument, Press } from './documents.ts'
import { drawName } from './people.ts'
import { mailDomain } from './places.ts'
import type { Random } from './prng.ts'
import type { RequestPlan } from './request-plan.ts'

export type Content = {
  readonly memberId: string
  readonly base: FieldValues
  readonly baseVersion: number
  readonly proposed: FieldValues
  readonly evidence: readonly Evidence[]
  readonly documents: readonly DemoDocument[]
  readonly addressProof: AddressProof | null
  /** The other member who holds the proposed address, or `none`. */
  readonly addressHolder: string
  /** Of a data update: how each field stands in the end. */
  readonly outcomes?: Partial<Record<MemberField, FieldState['state']>>
}

export type ContentTools = {
  readonly press: Press
  /** Addresses proposed so far; a proposal is made only once. */
  readonly proposedEmails: Set<string>
  /** Whether this request may still have a letter and a card of its own; papers are kept to about a hundred. */
  readonly mayPrint: () => boolean
  readonly portraits: readonly string[]
  /** A member whose address somebody else proposes. */
  readonly neighbour: (index: number) => Member
}

const OLD_HOST = 'old-mail.example'
const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '')

/** A document as a request names it. */
export function evidenceOf(
  document: DemoDocument,
  kind: Evidence['kind'],
  fileName: string,
  proves: Evidence['proves'] = null,
): Evidence {
  const { hash, mediaType, size } = document
  return { hash, kind, mediaType, fileName, size, proves }
}

/** An address at the member's employer that nobody has proposed yet. */
function workEmail({ nameEn, employerEn }: Member, taken: Set<string>): string {
  const local = `${letters(nameEn.first).slice(0, 1)}.${letters(nameEn.family)}`
  const host = mailDomain(employerEn)
  let email = `${local}@${host}`
  for (let n = 2; taken.has(email); n += 1) email = `${local}${n}@${host}`
  taken.add(email)
  return email
}

/** A mobile in E.164. */
export const someMobile = (random: Random) => `+96650${String(random.int(0, 9_999_999)).padStart(7, '0')}`
const minutesAfter = (from: number, minutes: number) => new Date(from + minutes * 60_000).toISOString()

function papersOf(plan: RequestPlan, email: string, tools: ContentTools): Pick<Content, 'evidence' | 'documents'> {
  const { member, submittedAt, random } = plan
  if (!tools.mayPrint()) {
    if (random.chance(0.4)) return { evidence: [], documents: [] }
    const paper = tools.press.specimen('other', random.int(0, 2))
    return { evidence: [evidenceOf(paper, 'other', 'attachment.pdf')], documents: [paper] }
  }
  const { document, emailRegion } = tools.press.employerLetter(member, email, riyadhDateOf(submittedAt))
  const card = tools.press.idCard(member)
  return {
    evidence: [
      evidenceOf(document, 'employer-letter', 'employer-letter.pdf', { field: 'email', region: emailRegion }),
      evidenceOf(card, 'id-card', 'id-card.jpg', { field: 'idNo', region: null }),
    ],
    documents: [document, card],
  }
}

/** A field of the register that was changed after the request was sent: the snapshot still has the old value. */
function movedField(random: Random, member: Member): FieldValues {
  switch (random.int(0, 3)) {
    case 0:
      return { city: member.city === 'jeddah' ? 'riyadh' : 'jeddah' }
    case 1:
      return { poBox: String(random.int(100, 99_999)) }
    default:
      return { mobile: someMobile(random) }
  }
}

function emailChange(plan: RequestPlan, tools: ContentTools): Content {
  const { member, memberIndex, submittedAt, random, state } = plan
  const done = state === 'completed'
  const isStar = memberIndex === 0
  const held = !done && !isStar && random.chance(0.04) ? tools.neighbour(memberIndex) : undefined
  const proposed = done ? member.email : (held?.email ?? workEmail(member, tools.proposedEmails))
  const moved = isStar || (member.version > 1 && random.chance(0.15)) ? movedField(random, member) : {}
  const changed = done || Object.keys(moved).length > 0
  const oldEmail = `${letters(member.nameEn.first)}.${member.membershipNo}@${OLD_HOST}`
  const base = { ...baseSnapshot(member), ...moved, ...(isStar ? { mobile: '+966507712094' } : {}) }
  const entered = isStar || state !== 'draft'
  const proven = entered && (isStar || done || state === 'awaiting-second' || random.chance(0.96))
  return {
    memberId: member.id,
    base: done ? { ...base, email: oldEmail } : base,
    baseVersion: Math.max(1, member.version - (changed ? 1 : 0)),
    proposed: { email: proposed },
    ...papersOf(plan, proposed, tools),
    addressProof: {
      codeSentAt: minutesAfter(submittedAt, 0),
      codeEnteredAt: proven ? minutesAfter(submittedAt, random.int(1, 18)) : null,
      oldAddressNotifiedAt: isStar || random.chance(0.97) ? minutesAfter(submittedAt, 0) : null,
    },
    addressHolder: held?.id ?? 'none',
  }
}

/**
 * A person who is not in the register yet, of the member's nationality. Now and then it is the member's own name and
 * birth date after all: somebody who has a file asks for an account.
 */
function newAccount({ member, random }: RequestPlan): Content {
  const drawn = drawName(random, member.nationality, member.gender)
  const known = random.chance(0.25)
  const nameEn = known ? member.nameEn : drawn.en
  // Numbers of members have 0 or 1 in the second place, so this one is nobody's.
  const nine = `${member.idKind === 'citizen' ? '1' : '2'}9${String(random.int(0, 9_999_999)).padStart(7, '0')}`
  const birthDate = calendarDate(member.birthDate)
  return {
    memberId: `applicant-${nine}`,
    base: {},
    baseVersion: 0,
    proposed: {
      nameAr: fullName(known ? member.nameAr : drawn.ar),
      nameEn: fullName(nameEn),
      idNo: nine + luhnCheckDigit(nine),
      birthDate: known ? birthDate : addDays(birthDate, random.int(30, 900)),
      nationality: member.nationality,
      city: member.city,
      email: `${letters(nameEn.first) || 'applicant'}.new${random.int(10, 99)}@mail.example`,
      mobile: someMobile(random),
    },
    evidence: [],
    documents: [],
    addressProof: null,
    addressHolder: 'none',
  }
}

/** The content of a planned request that is decided as a whole. */
export function contentOf(plan: RequestPlan, tools: ContentTools): Content {
  const { kind, member, random } = plan
  if (kind === 'email-change') return emailChange(plan, tools)
  if (kind === 'account-new') return newAccount(plan)
  const plain = {
    memberId: member.id,
    base: baseSnapshot(member),
    baseVersion: member.version,
    addressProof: null,
    addressHolder: 'none',
  }
  if (kind === 'photo-change') {
    const photos = tools.portraits.filter((hash) => hash !== member.photo)
    const photo = photos.length === 0 ? null : random.pick(photos)
    return { ...plain, proposed: { photo }, evidence: [], documents: [] }
  }
  const specimen =
    kind === 're-registration' || kind === 'registration'
      ? ('medical-report' as const)
      : kind === 'qualification-study' || kind === 'certificate-recognition' || kind === 'classification-update'
        ? ('qualification' as const)
        : undefined
  if (specimen === undefined) return { ...plain, proposed: {}, evidence: [], documents: [] }
  const paper = tools.press.specimen(specimen, random.int(0, 2))
  return { ...plain, proposed: {}, evidence: [evidenceOf(paper, specimen, `${specimen}.pdf`)], documents: [paper] }
}
