import { formatHijri, gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import type { RevocationReason } from '#shared/domain/reference/reference-rows.ts'
import type { Config } from '../../config.ts'
import type { OutgoingMail } from '../../repositories/mail.ts'

/** Bidi isolate around numbers and dates (first strong … pop). */
const isolate = (text: string): string => `\u2068${text}\u2069`

/** Tells the holder that a certificate was revoked, and why, in both languages. */
export function writeRevocationLetter(
  config: Config,
  {
    certificate,
    member,
    reasons,
    at,
  }: {
    readonly certificate: Certificate
    readonly member: Member
    /** As they are in force. */
    readonly reasons: readonly RevocationReason[]
    readonly at: string
  },
): OutgoingMail {
  const number = isolate(certificate.number)
  const date = riyadhDateOf(at)
  const hijri = formatHijri(gregorianToHijri(date), '/')
  const reason = findCode(reasons, certificate.steps.at(-1)?.reason ?? '')
  const male = member.gender === 'm'
  const phone = isolate(config.phone)
  const bodyAr = [
    `${male ? 'المكرم' : 'المكرمة'}/ ${fullName(member.nameAr)}    ${male ? 'حفظه' : 'حفظها'} الله`,
    'السلام عليكم ورحمة الله وبركاته، وبعد:',
    `نفيدكم بإلغاء الشهادة رقم (${number}) اعتبارًا من ${isolate(`${hijri} هـ`)} الموافق ${isolate(date)}${reason ? ` للسبب الآتي: ${reason.ar}` : ''}.`,
    'ولا يجوز تقديم الشهادة أو الاستناد إليها بعد هذا التاريخ، وتظهر نتيجة التحقق منها بأنها ملغاة.',
    'وتقبلوا خالص التحية والتقدير،',
    config.nameAr,
    `هذه رسالة آلية، ونأمل عدم الرد عليها. للاستفسار: ${phone}`,
  ]
  const bodyEn = [
    `Dear ${fullName(member.nameEn)},`,
    `Certificate (${number}) was revoked on ${isolate(date)} (${hijri} AH)${reason ? ` for this reason: ${reason.en}` : ''}.`,
    'It may not be presented or relied on after this date, and whoever verifies it is told that it was revoked.',
    'Yours sincerely,',
    config.nameEn,
    `This is an automatic message; please do not reply. Enquiries: ${config.phone}`,
  ]
  return {
    at,
    template: 'certificate-revoked',
    toAddress: member.email,
    requestId: null,
    requestNumber: null,
    subjectAr: 'إلغاء شهادة',
    subjectEn: 'Certificate revoked',
    bodyAr: bodyAr.join('\n\n'),
    bodyEn: bodyEn.join('\n\n'),
  }
}
