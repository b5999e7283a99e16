/**
 * The first version of each kind: what the program comes with, and what a register begins with. Source: the product's
 * table of services and rules; what is not the authority's published word is assumed until it sends its own.
 */
import { calendarDate } from '../calendar.ts'
import type { MemberField } from '../members/member.ts'
import type { RequestKind, Risk } from '../requests/request.ts'
import type { CpdRow, HolidayRow, ReferenceKind, RevocationReason } from './reference-rows.ts'
import type { ReferenceVersion } from './reference-version.ts'
import ranks from './shipped-ranks.json' with { type: 'json' }
import reasons from './shipped-reasons.json' with { type: 'json' }

/** Published: qualification study, registration, CPD, classification, recognition; the others are assumed. */
const slaDays: Readonly<Record<RequestKind, number>> = {
  'email-change': 2,
  'data-update': 2,
  'account-new': 2,
  'username-recovery': 0,
  'password-recovery': 0,
  'qualification-study': 70,
  registration: 10,
  're-registration': 10,
  'good-standing': 3,
  'training-letter': 5,
  cpd: 30,
  'classification-update': 10,
  'certificate-recognition': 30,
  'photo-change': 2,
  'card-replacement': 5,
  'support-ticket': 2,
}

/** Low (city, PO box), medium (mobile, employer, photo), high (identity). */
const fieldRisk: Readonly<Record<MemberField, Risk>> = {
  nameAr: 'high',
  nameEn: 'high',
  idNo: 'high',
  birthDate: 'high',
  nationality: 'high',
  email: 'high',
  mobile: 'medium',
  employer: 'medium',
  photo: 'medium',
  city: 'low',
  poBox: 'low',
  postalCode: 'low',
}

const holidays: readonly HolidayRow[] = [
  {
    code: 'eid-al-fitr',
    ar: 'عيد الفطر المبارك',
    en: 'Eid al-Fitr',
    calendar: 'hijri',
    from: '09-29',
    nextDay: true,
    to: '10-04',
  },
  {
    code: 'eid-al-adha',
    ar: 'عيد الأضحى المبارك',
    en: 'Eid al-Adha',
    calendar: 'hijri',
    from: '12-09',
    nextDay: false,
    to: '12-13',
  },
  {
    code: 'founding-day',
    ar: 'يوم التأسيس',
    en: 'Founding Day',
    calendar: 'gregorian',
    from: '02-22',
    nextDay: false,
    to: '02-22',
  },
  {
    code: 'national-day',
    ar: 'اليوم الوطني',
    en: 'National Day',
    calendar: 'gregorian',
    from: '09-23',
    nextDay: false,
    to: '09-23',
  },
]

const revocation = (code: string, ar: string, en: string): RevocationReason => ({ code, ar, en, active: true })

/** The published reasons; *issued in error* is the product's own. All wording is the product's own. */
const revocationReasons: readonly RevocationReason[] = [
  revocation('REV-ETHICS', 'مخالفة أخلاقيات المهنة', 'Breach of professional ethics'),
  revocation('REV-DISEASE', 'الإصابة بمرض معدٍ يمنع الممارسة', 'A transmissible disease that rules out practice'),
  revocation('REV-DUTIES', 'الإخلال بواجبات المهنة', 'Failure in professional duties'),
  revocation('REV-PUBLIC-INTEREST', 'مقتضيات المصلحة العامة', 'Public interest'),
  revocation('REV-EVALUATION', 'عدم اجتياز التقييم', 'Failed evaluation'),
  revocation('REV-FAKE-QUALIFICATION', 'ثبوت تزوير المؤهل', 'Fake qualification'),
  revocation('REV-ISSUED-IN-ERROR', 'صدور الشهادة بالخطأ', 'Issued in error'),
]

const cpd = (family: string, rank: string | null, hours: number): CpdRow => ({ family, rank, hours })

/**
 * Published in 2021: physicians and dentists 30, pharmacists and applied specialists who are consultants 20, nursing 15,
 * technicians 10. Of the others nothing is said, so nothing is laid down.
 */
const cpdHours: readonly CpdRow[] = [
  cpd('medicine', null, 30),
  cpd('dentistry', null, 30),
  cpd('pharmacy', 'consultant', 20),
  cpd('applied', 'consultant', 20),
  cpd('nursing', null, 15),
  cpd('technician', null, 10),
]

/** The day from which what the program comes with counts. */
export const shippedDay = calendarDate('2024-01-01')

const begin = '2024-01-01T00:00:00.000Z'

/** Checked by a test, not at every start. */
function shipped(kind: ReferenceKind, rows: readonly object[]): ReferenceVersion {
  return {
    id: `shipped-${kind}`,
    version: 1,
    kind,
    effectiveFrom: shippedDay,
    rows: rows as ReferenceVersion['rows'],
    note: '',
    publishedAt: begin,
    publishedBy: 'system',
    proposalHash: null,
    confirmedAt: null,
    confirmedBy: null,
    withdrawnAt: null,
    withdrawnBy: null,
    updatedAt: begin,
  }
}

export const shippedVersions: Readonly<Record<ReferenceKind, ReferenceVersion>> = {
  sla: shipped(
    'sla',
    Object.entries(slaDays).map(([service, days]) => ({ service, days })),
  ),
  holidays: shipped('holidays', holidays),
  'field-risk': shipped(
    'field-risk',
    Object.entries(fieldRisk).map(([field, risk]) => ({ field, risk })),
  ),
  reasons: shipped('reasons', reasons),
  'revocation-reasons': shipped('revocation-reasons', revocationReasons),
  ranks: shipped('ranks', ranks),
  cpd: shipped('cpd', cpdHours),
}
