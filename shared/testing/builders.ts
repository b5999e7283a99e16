import type { Appointment, Schedule } from '../domain/appointments/appointment.ts'
import type { Certificate } from '../domain/certificates/certificate.ts'
import type { Clerk } from '../domain/clerks/clerk.ts'
import { baseSnapshot, fullName, type Member } from '../domain/members/member.ts'
import type { Request } from '../domain/requests/request.ts'
import type { Clock, NewId } from '../kernel/ports.ts'

/** A clock that stands still until it is told to move. Starts at 2026-11-22T07:00:00Z, ten in the morning in Riyadh. */
export function fixedClock(start = Date.UTC(2026, 10, 22, 7)): Clock & { advance(milliseconds: number): void } {
  let now = start
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds
    },
  }
}

/** Ids that count: `prefix-000001`, `prefix-000002`, … */
export function countingIds(prefix = 'id'): NewId {
  let count = 0
  return () => `${prefix}-${String(++count).padStart(6, '0')}`
}

export function buildClerk(over: Partial<Clerk> = {}): Clerk {
  return {
    id: 'clerk-1',
    version: 1,
    nameAr: 'نورة العتيبي',
    nameEn: 'Noura Alotaibi',
    role: 'clerk',
    branch: 'riyadh',
    active: true,
    ...over,
  }
}

export function buildMember(over: Partial<Member> = {}): Member {
  return {
    id: 'member-1',
    version: 1,
    state: 'active',
    membershipNo: '20417735',
    fileNo: 'F-118-40923',
    idNo: '1000000008',
    idKind: 'citizen',
    nameAr: { first: 'فهد', father: 'ناصر', grandfather: 'سعد', family: 'القحطاني' },
    nameEn: { first: 'Fahad', father: 'Nasser', grandfather: 'Saad', family: 'Alqahtani' },
    gender: 'm',
    birthDate: '1983-10-31',
    nationality: 'SA',
    email: 'fahad_nq88@hotmail.com',
    mobile: '+966550128841',
    city: 'riyadh',
    poBox: '94656',
    postalCode: '11614',
    employerAr: 'مستشفى الواحة التخصصي',
    employerEn: 'Al Waha Specialist Hospital',
    bloodGroup: 'O+',
    family: 'nursing',
    rank: 'specialist',
    specialty: 'general-nursing',
    classifications: [{ rank: 'specialist', specialty: 'general-nursing', from: '2017-03-05' }],
    registrations: [{ number: '22-R-0061847', issuedOn: '2025-01-22', expiresOn: '2027-01-22', state: 'active' }],
    account: { state: 'active', lastSignInAt: '2026-11-21T15:20:00.000Z' },
    photo: null,
    updatedAt: '2026-11-01T08:00:00.000Z',
    ...over,
  }
}

/** An e-mail change of `member`, submitted and proven, with the member's snapshot as its base. */
export function buildEmailChange(member: Member = buildMember(), over: Partial<Request> = {}): Request {
  return {
    id: 'request-1',
    version: 1,
    number: 'R-48-018204',
    kind: 'email-change',
    state: 'submitted',
    risk: 'high',
    memberId: member.id,
    branch: 'riyadh',
    assigneeId: null,
    submittedAt: '2026-11-18T15:02:00.000Z',
    dueAt: '2026-11-22T12:00:00.000Z',
    pausedAt: null,
    baseVersion: member.version,
    base: baseSnapshot(member),
    proposed: { email: 'f.alqahtani@alwaha.sa' },
    fieldStates: {},
    revisionHash: 'a'.repeat(64),
    evidence: [],
    addressProof: {
      codeSentAt: '2026-11-18T15:02:00.000Z',
      codeEnteredAt: '2026-11-18T15:04:00.000Z',
      oldAddressNotifiedAt: '2026-11-18T15:02:00.000Z',
    },
    rulesAtSubmission: [],
    proposal: null,
    decisions: [],
    events: [{ at: '2026-11-18T15:02:00.000Z', kind: 'submitted', by: 'member' }],
    updatedAt: '2026-11-18T15:04:00.000Z',
    ...over,
  }
}

/** A counter for general services: Sunday to Thursday 08:00–12:00 and 12:30–15:00, 15 minutes, two visitors at a time. */
export function buildSchedule(over: Partial<Schedule> = {}): Schedule {
  return {
    id: 'schedule-1',
    version: 1,
    branch: 'riyadh',
    service: 'general',
    counter: 1,
    validFrom: '2026-01-01',
    validTo: null,
    weekly: [0, 1, 2, 3, 4].flatMap((weekday) => [
      { weekday, from: '08:00', to: '12:00' },
      { weekday, from: '12:30', to: '15:00' },
    ]),
    slotMinutes: 15,
    capacity: 2,
    updatedAt: '2026-01-01T06:00:00.000Z',
    ...over,
  }
}

/** A booking of `buildSchedule`'s counter, on the day after the clock of the tests, at nine. */
export function buildAppointment(over: Partial<Appointment> = {}): Appointment {
  return {
    id: 'appointment-1',
    version: 1,
    number: 'A-48-000001',
    branch: 'riyadh',
    service: 'general',
    counter: 1,
    scheduleId: 'schedule-1',
    date: '2026-11-23',
    time: '09:00',
    minutes: 15,
    state: 'booked',
    visitor: { name: 'ماجد الحربي', mobile: '+966550128842', idNo: '1000000008', memberId: null },
    origin: 'portal',
    remarks: '',
    events: [{ at: '2026-11-20T08:00:00.000Z', kind: 'booked', by: 'member' }],
    updatedAt: '2026-11-20T08:00:00.000Z',
    ...over,
  }
}

/** A registration in force, with a code that nobody signed. */
export function buildCertificate(member: Member, over: Partial<Certificate> = {}): Certificate {
  return {
    id: 'certificate-1',
    version: 1,
    number: 'C-48-1',
    kind: 'registration',
    state: 'in-force',
    memberId: member.id,
    membershipNo: member.membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    rank: member.rank,
    specialty: member.specialty,
    issuedOn: '2025-01-22',
    expiresOn: '2027-01-22',
    status: { uri: 'https://authority.example/status', index: 1 },
    code: 'MPL1:',
    proposal: null,
    steps: [],
    updatedAt: '2025-02-01T00:00:00.000Z',
    ...over,
  }
}
