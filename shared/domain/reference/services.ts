/**
 * The sixteen services with their service times and risk. Source: the product's table of services; times marked public
 * are the authority's published ones, the others are assumed until an authority sends its own.
 */
import type { CalendarDate } from '../calendar.ts'
import { calendarDate } from '../calendar.ts'
import type { FieldValues, MemberField } from '../members/member.ts'
import type { RequestKind, Risk } from '../requests/request.ts'

export type Service = {
  readonly number: number
  readonly ar: string
  readonly en: string
  /** Business days; 0 is the same day. */
  readonly slaDays: number
  readonly slaSource: 'public' | 'assumed'
  /** `by-field`: the highest risk of the fields that a request changes. */
  readonly risk: Risk | 'by-field'
  readonly effectiveFrom: CalendarDate
}

const since = calendarDate('2024-01-01')

type Row = readonly [number, string, string, number, Service['slaSource'], Service['risk']]

function service([number, ar, en, slaDays, slaSource, risk]: Row): Service {
  return { number, ar, en, slaDays, slaSource, risk, effectiveFrom: since }
}

export const services: Readonly<Record<RequestKind, Service>> = {
  'email-change': service([1, 'تغيير البريد الإلكتروني', 'E-mail change', 2, 'assumed', 'high']),
  'data-update': service([2, 'تحديث بيانات الأعضاء', 'Personal data update', 2, 'assumed', 'by-field']),
  'account-new': service([3, 'إنشاء حساب جديد', 'New account', 2, 'assumed', 'high']),
  'username-recovery': service([4, 'نسيت اسم المستخدم', 'Username recovery', 0, 'assumed', 'high']),
  'password-recovery': service([5, 'نسيت كلمة المرور', 'Password recovery', 0, 'assumed', 'high']),
  'qualification-study': service([6, 'دراسة مؤهل', 'Qualification study', 70, 'public', 'medium']),
  registration: service([7, 'التسجيل المهني', 'Professional registration', 10, 'public', 'medium']),
  're-registration': service([8, 'إعادة التسجيل', 'Re-registration', 10, 'public', 'medium']),
  'good-standing': service([9, 'شهادة براءة مهنية', 'Certificate of good standing', 3, 'assumed', 'medium']),
  'training-letter': service([10, 'خطاب تدريب', 'Training letter', 5, 'assumed', 'medium']),
  cpd: service([11, 'ساعات التطوير المهني', 'CPD hours', 30, 'public', 'low']),
  'classification-update': service([12, 'تحديث بيانات التصنيف', 'Classification update', 10, 'public', 'medium']),
  'certificate-recognition': service([13, 'الاعتراف بالشهادات', 'Certificate recognition', 30, 'public', 'medium']),
  'photo-change': service([14, 'تغيير الصورة', 'Photo change', 2, 'assumed', 'medium']),
  'card-replacement': service([15, 'تجديد بطاقة الهيئة', 'Card renewal or replacement', 5, 'assumed', 'low']),
  'support-ticket': service([16, 'استعلام عن تذكرة', 'Support ticket', 2, 'assumed', 'low']),
}

/** Risk of changing one field of a member: low (city, PO box), medium (mobile, employer, photo), high (identity). */
export const fieldRisk: Readonly<Record<MemberField, Risk>> = {
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

const order: readonly Risk[] = ['low', 'medium', 'high']

/** Risk of a request of `kind` that proposes `proposed`. */
export function riskOf(kind: RequestKind, proposed: FieldValues): Risk {
  const { risk } = services[kind]
  if (risk !== 'by-field') return risk
  const fields = Object.keys(proposed) as MemberField[]
  return fields.reduce<Risk>(
    (highest, field) => (order.indexOf(fieldRisk[field]) > order.indexOf(highest) ? fieldRisk[field] : highest),
    'low',
  )
}
