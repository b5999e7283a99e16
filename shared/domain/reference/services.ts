/**
 * The sixteen services, with what is at stake in each. Source: the product's table of services. How long each may take is
 * reference data: `ReferenceBook.slaDays`.
 */
import type { FieldValues, MemberField } from '../members/member.ts'
import type { RequestKind, Risk } from '../requests/request.ts'
import type { ReferenceBook } from './reference-book.ts'

export type Service = {
  readonly number: number
  readonly ar: string
  readonly en: string
  /** `by-field`: the highest risk of the fields that a request changes. */
  readonly risk: Risk | 'by-field'
}

type Row = readonly [number, string, string, Service['risk']]

function service([number, ar, en, risk]: Row): Service {
  return { number, ar, en, risk }
}

export const services: Readonly<Record<RequestKind, Service>> = {
  'email-change': service([1, 'تغيير البريد الإلكتروني', 'E-mail change', 'high']),
  'data-update': service([2, 'تحديث بيانات الأعضاء', 'Personal data update', 'by-field']),
  'account-new': service([3, 'إنشاء حساب جديد', 'New account', 'high']),
  'username-recovery': service([4, 'نسيت اسم المستخدم', 'Username recovery', 'high']),
  'password-recovery': service([5, 'نسيت كلمة المرور', 'Password recovery', 'high']),
  'qualification-study': service([6, 'دراسة مؤهل', 'Qualification study', 'medium']),
  registration: service([7, 'التسجيل المهني', 'Professional registration', 'medium']),
  're-registration': service([8, 'إعادة التسجيل', 'Re-registration', 'medium']),
  'good-standing': service([9, 'شهادة براءة مهنية', 'Certificate of good standing', 'medium']),
  'training-letter': service([10, 'خطاب تدريب', 'Training letter', 'medium']),
  cpd: service([11, 'ساعات التطوير المهني', 'CPD hours', 'low']),
  'classification-update': service([12, 'تحديث بيانات التصنيف', 'Classification update', 'medium']),
  'certificate-recognition': service([13, 'الاعتراف بالشهادات', 'Certificate recognition', 'medium']),
  'photo-change': service([14, 'تغيير الصورة', 'Photo change', 'medium']),
  'card-replacement': service([15, 'تجديد بطاقة الهيئة', 'Card renewal or replacement', 'low']),
  'support-ticket': service([16, 'استعلام عن تذكرة', 'Support ticket', 'low']),
}

const order: readonly Risk[] = ['low', 'medium', 'high']

/** Risk of a request of `kind` that proposes `proposed`, submitted on a day (in Riyadh). */
export function riskOf(book: ReferenceBook, kind: RequestKind, proposed: FieldValues, submitted: string): Risk {
  const { risk } = services[kind]
  if (risk !== 'by-field') return risk
  const risks = (Object.keys(proposed) as MemberField[]).map((field) => book.riskOf(field, submitted))
  return risks.reduce<Risk>(
    (highest, other) => (order.indexOf(other) > order.indexOf(highest) ? other : highest),
    'low',
  )
}
