/** The press of the demo: attachments that carry the facts of the member they belong to, and portraits. */
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDate,
  formatHijri,
  gregorianToHijri,
} from '#shared/domain/calendar.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { namesOfRanks, nationalities, specialties } from '#shared/domain/reference/register-codes.ts'
import { shippedDay } from '#shared/domain/reference/shipped.ts'
import type { DemoDocument, Region } from './documents/drawing.ts'
import { drawEmployerLetter } from './documents/employer-letter.ts'
import { drawIdCard } from './documents/id-card.ts'
import { drawPortrait } from './documents/portrait.ts'
import { drawSpecimen, type SpecimenKind } from './documents/specimen.ts'
import type { Portraits } from './members.ts'
import { drawName } from './people.ts'
import { type PortraitKind, portraitKindOf } from './portrait-kind.ts'
import { Random } from './prng.ts'

export type { DemoDocument, Region } from './documents/drawing.ts'

/** Variants of each kind of portrait. */
const PORTRAIT_VARIANTS = 6
const SPECIMENS = 3

/** What the requests need printed. Tests hand in a press that draws nothing. */
export type Press = {
  /** A letter of the member's employer that names this address, dated on a day. */
  readonly employerLetter: (
    member: Member,
    email: string,
    on: CalendarDate,
  ) => { readonly document: DemoDocument; readonly emailRegion: Region }
  readonly idCard: (member: Member) => DemoDocument
  readonly specimen: (kind: SpecimenKind, n: number) => DemoDocument
}

export type DemoPortraits = { readonly documents: readonly DemoDocument[]; readonly hashes: Portraits }

/** Draws all portraits: the documents, and their hashes by kind for the register. */
export function drawPortraits(): DemoPortraits {
  const draw = (kind: PortraitKind) => Array.from({ length: PORTRAIT_VARIANTS }, (_, n) => drawPortrait(kind, n))
  const drawn = { 'saudi-man': draw('saudi-man'), man: draw('man'), woman: draw('woman') }
  const hashes = (documents: readonly DemoDocument[]) => documents.map((document) => document.hash)
  return {
    documents: Object.values(drawn).flat(),
    hashes: {
      'saudi-man': hashes(drawn['saudi-man']),
      man: hashes(drawn.man),
      woman: hashes(drawn.woman),
    },
  }
}

const hijri = (date: CalendarDate) => formatHijri(gregorianToHijri(date), '/')

const shippedRanks = namesOfRanks(shippedBook.inForce('ranks', shippedDay))

/**
 * A press that really draws; about 15 ms a page. With the portraits of the register, a card shows its member's own
 * portrait. The same member and address give the same bytes.
 */
export function createPress(portraits?: Portraits): Press {
  const specimens = new Map<string, DemoDocument>()
  return {
    employerLetter(member, email, on) {
      const random = new Random(`letter/${member.id}/${email}`, 0)
      const written = addDays(on, -random.int(1, 40))
      const signer = drawName(random, 'SA', random.chance(0.3) ? 'f' : 'm').ar
      const rank = shippedRanks[member.rank]?.ar ?? member.rank
      const specialty = specialties[member.specialty]?.ar ?? member.specialty
      return drawEmployerLetter({
        employerAr: member.employerAr,
        employerEn: member.employerEn,
        letterNo: `HR/${gregorianToHijri(written).year}/${random.int(100, 9899)}`,
        date: hijri(written),
        nameAr: fullName(member.nameAr),
        idNo: member.idNo,
        jobAr: `${rank} (${specialty})`,
        since: hijri(addMonths(written, -random.int(4, 120))),
        email,
        signerAr: `${signer.first} ${signer.father} ${signer.family}`,
      })
    },
    idCard(member) {
      const kind = portraitKindOf(member)
      const known = member.photo === null ? -1 : (portraits?.[kind].indexOf(member.photo) ?? -1)
      const random = new Random(`card/${member.id}`, 0)
      const variant = random.int(0, PORTRAIT_VARIANTS - 1)
      const birth = calendarDate(member.birthDate)
      const nationality = nationalities[member.nationality]
      return drawIdCard({
        kind: member.idKind,
        nameAr: fullName(member.nameAr),
        nameEn: fullName(member.nameEn),
        idNo: member.idNo,
        birthDate: member.birthDate,
        birthHijri: hijri(birth),
        nationalityAr: (member.gender === 'm' ? nationality?.manAr : nationality?.womanAr) ?? member.nationality,
        expiresHijri: `${1449 + random.int(0, 6)}/${String(random.int(1, 12)).padStart(2, '0')}/15`,
        portrait: { kind, variant: known < 0 ? variant : known },
      })
    },
    specimen(kind, n) {
      const number = n % SPECIMENS
      const key = `${kind}/${number}`
      const document = specimens.get(key) ?? drawSpecimen(kind, number)
      specimens.set(key, document)
      return document
    },
  }
}
