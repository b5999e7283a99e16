/**
 * The first member of every demo register is the one that guides and pictures show, whatever the seed; the second may
 * be the same person registered twice.
 */
import { addDays, addMonths, type CalendarDate } from '#shared/domain/calendar.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Portraits } from './members.ts'

const NAME_AR = { first: 'فهد', father: 'ناصر', grandfather: 'سعد', family: 'القحطاني' }
const NAME_EN = { first: 'Fahad', father: 'Nasser', grandfather: 'Saad', family: 'Alqahtani' }
/** Digits two to nine of the national ID 1039205180. */
export const FIRST_IDENTITY = 3_920_518
/** 1404-01-24. */
const BIRTH_DATE = '1983-10-31'

/** Gives the first two members their fixed facts; numbers, phone and address stay those of their index. */
export function theFirstMember(member: Member, index: number, today: CalendarDate, portraits?: Portraits): Member {
  const expiresOn = addDays(today, index === 0 ? 61 : 420)
  const issuedOn = addMonths(expiresOn, -24)
  const serial = member.registrations.at(-1)?.number.slice(5) ?? '0061847'
  return {
    ...member,
    state: 'active',
    version: Math.max(2, member.version),
    nameAr: NAME_AR,
    nameEn: index === 0 ? NAME_EN : { ...NAME_EN, first: 'Fahd', family: 'Al-Qahtani' },
    gender: 'm',
    birthDate: BIRTH_DATE,
    nationality: 'SA',
    idKind: 'citizen',
    city: 'riyadh',
    employerAr: index === 0 ? 'مدينة الواحة الطبية' : member.employerAr,
    employerEn: index === 0 ? 'Al Waha Medical City' : member.employerEn,
    email: index === 0 ? 'fahad_nq88@barq.example' : 'fahd.alqahtani_83@mail.example',
    family: 'nursing',
    rank: 'specialist',
    specialty: 'general-nursing',
    classifications: [
      { rank: 'technician', specialty: 'general-nursing', from: '2008-09-14' },
      { rank: 'specialist', specialty: 'general-nursing', from: '2014-03-05' },
    ],
    registrations: [{ number: `${issuedOn.slice(2, 4)}-R-${serial}`, issuedOn, expiresOn, state: 'active' }],
    account: { state: 'active', lastSignInAt: member.updatedAt },
    photo: index === 0 ? (portraits?.['saudi-man'][0] ?? null) : null,
  }
}
