import { maskEmail } from '#shared/domain/email-address.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'
import type { Notice } from '#shared/domain/requests/apply-decision.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Config } from '../../config.ts'
import type { OutgoingMail } from '../../repositories/mail.ts'
import { dataUpdateDecided, dataUpdateRequested, type LetterRequest } from './data-update-letters.ts'
import {
  appealDays,
  counted,
  daysAr,
  dualDate,
  isolate,
  type Letter,
  reasonSentences,
  returnDays,
} from './letter-words.ts'

export type LetterTemplate =
  | Notice['template']
  | 'email-change-requested'
  | 'verification-code'
  | 'data-update-requested'

export interface LetterOrder {
  readonly template: LetterTemplate
  readonly toAddress: string
  readonly member: Pick<Member, 'nameAr' | 'nameEn' | 'gender'>
  readonly request: LetterRequest & Pick<Request, 'id'>
  /** ISO instant. */
  readonly at: string
  /** Of `verification-code`: the code and the minutes for which it is good. */
  /** The reasons as they are in force; letters that name none need none. */
  readonly reasons?: readonly Reason[]
  readonly code?: { readonly text: string; readonly minutes: number }
}

const minutesAr = (n: number) =>
  counted(n, { one: 'دقيقة واحدة', two: 'دقيقتين', few: 'دقائق', many: 'دقيقة', other: 'دقيقة' })

/** The reasons of the latest decision, in words. */
const lastReasons = ({ request, reasons = [] }: LetterOrder) =>
  reasonSentences(reasons, request.decisions.at(-1)?.reasons ?? [])

function contentOf(config: Config, order: LetterOrder): Letter {
  const { template, request, at, code, reasons = [] } = order
  const number = isolate(request.number)
  const today = dualDate(at)
  const masked = isolate(maskEmail(request.proposed.email ?? ''))
  const phone = isolate(config.phone)
  switch (template) {
    case 'email-change-requested': {
      const until = request.dueAt === null ? dualDate(at) : dualDate(request.dueAt)
      const link = isolate(`${config.portalUrl}/objections/${request.number}`)
      return {
        subjectAr: 'إشعار بطلب تغيير البريد الإلكتروني',
        subjectEn: 'Notice: e-mail change requested',
        ar: [
          `ورد طلب برقم (${number}) لتغيير البريد الإلكتروني المسجل في حسابكم إلى (${masked}). وإن كان الطلب صادرًا منكم فلا يلزمكم أي إجراء.`,
          `أما إذا لم تكونوا مقدم الطلب فنأمل الاعتراض عليه من الرابط الآتي قبل ${until.hijri} الموافق ${until.gregorian}: ${link}`,
          'ولن يطلب منكم أي موظف كلمة المرور أو رمز التحقق.',
        ],
        en: [
          `A request (${number}) was made to change the e-mail address of your account to (${masked}). If you made it, nothing is required.`,
          `If you did not, please object before ${until.gregorian} (${until.hijriEn}) with this link: ${link}`,
          'No employee will ever ask for your password or verification code.',
        ],
      }
    }
    case 'verification-code': {
      const text = isolate(code?.text ?? '')
      const minutes = code?.minutes ?? 0
      return {
        subjectAr: 'رمز التحقق',
        subjectEn: 'Verification code',
        ar: [
          `رمز التحقق الخاص بطلبكم رقم (${number}) هو (${text})، وهو صالح لمدة ${minutesAr(minutes)} ولمرة واحدة. ونأمل عدم مشاركته مع أي شخص، ومنهم موظفو الجهة.`,
        ],
        en: [
          `The verification code of your request (${number}) is (${text}). It is valid once, for ${minutes} minutes. Please do not share it with anyone, including our staff.`,
        ],
      }
    }
    case 'email-changed-old-address':
      return {
        subjectAr: 'تغيّر البريد الإلكتروني لحسابكم',
        subjectEn: 'The e-mail address of your account was changed',
        ar: [
          `نفيدكم بتغيير البريد الإلكتروني لحسابكم إلى (${masked}) بتاريخ ${today.hijri} الموافق ${today.gregorian} بموجب الطلب رقم (${number})، ولم يعد هذا العنوان مسجلًا لدينا.`,
          `وإذا لم تكونوا مقدم هذا الطلب فنأمل التواصل معنا فورًا على الرقم ${phone}.`,
        ],
        en: [
          `The e-mail address of your account was changed to (${masked}) on ${today.gregorian} (${today.hijriEn}) under request (${number}). This address is no longer registered with us.`,
          `If you did not make this request, please contact us at once on ${phone}.`,
        ],
      }
    case 'email-changed-new-address':
      return {
        subjectAr: 'اكتمال تغيير البريد الإلكتروني',
        subjectEn: 'E-mail address changed',
        ar: [
          `نفيدكم بأن هذا البريد الإلكتروني أصبح عنوان حسابكم اعتبارًا من ${today.hijri} الموافق ${today.gregorian} بموجب الطلب رقم (${number})، وأُنهيت الجلسات السابقة حفاظًا على أمان الحساب. ونأمل تسجيل الدخول بالعنوان الجديد.`,
        ],
        en: [
          `From ${today.gregorian} (${today.hijriEn}) this address is the e-mail of your account, under request (${number}). Earlier sessions were ended to keep the account safe. Please sign in with the new address.`,
        ],
      }
    case 'request-returned': {
      const until = dualDate(at, returnDays)
      return {
        subjectAr: 'إعادة طلب للاستكمال',
        subjectEn: 'Request returned for correction',
        ar: [
          `إشارةً إلى طلبكم رقم (${number}) الخاص بخدمة (تغيير البريد الإلكتروني)، نفيدكم بأن دراسته تتطلب استكمال ما يأتي:`,
          ...lastReasons(order).map(({ ar }) => `• ${ar}`),
          `ونأمل استكمال المطلوب وإعادة تقديم الطلب قبل نهاية يوم ${until.hijri} الموافق ${until.gregorian}، علمًا بأن احتساب مدة الإنجاز متوقف حتى إعادة التقديم.`,
        ],
        en: [
          `With reference to your request (${number}) for (E-mail change), the following needs to be completed before it can be studied:`,
          ...lastReasons(order).map(({ en }) => `• ${en}`),
          `Please complete it and submit the request again before the end of ${until.gregorian} (${until.hijriEn}). The service time is paused until then.`,
        ],
      }
    }
    case 'request-rejected':
      return {
        subjectAr: 'نتيجة دراسة طلب',
        subjectEn: 'Outcome of a request',
        ar: [
          `إشارةً إلى طلبكم رقم (${number}) الخاص بخدمة (تغيير البريد الإلكتروني)، نعتذر عن عدم قبوله للأسباب الآتية:`,
          ...lastReasons(order).map(({ ar }) => `• ${ar}`),
          `ويحق لكم التظلم من القرار خلال ${daysAr(appealDays)} من تاريخ هذا الإشعار من صفحة الطلب.`,
        ],
        en: [
          `With reference to your request (${number}) for (E-mail change), we regret that it could not be accepted for the following reasons:`,
          ...lastReasons(order).map(({ en }) => `• ${en}`),
          `You may file a grievance within ${appealDays} days of this notice from the request page.`,
        ],
      }
    case 'data-update-requested':
      return dataUpdateRequested(config, request, at)
    case 'data-update-decided':
      return dataUpdateDecided(reasons, request, at)
    default: {
      const never: never = template
      throw new Error(`No such letter: ${String(never)}`)
    }
  }
}

/**
 * A letter in both languages, in the common frame of the authority's letters. It never holds an ID number or the full
 * new address (only a masked one); the code goes to the new address alone.
 */
export function writeLetter(config: Config, order: LetterOrder): OutgoingMail {
  const { member, request, template, toAddress, at } = order
  const content = contentOf(config, order)
  const male = member.gender === 'm'
  const bodyAr = [
    `${male ? 'المكرم' : 'المكرمة'}/ ${fullName(member.nameAr)}    ${male ? 'حفظه' : 'حفظها'} الله`,
    'السلام عليكم ورحمة الله وبركاته، وبعد:',
    ...content.ar,
    'وتقبلوا خالص التحية والتقدير،',
    config.nameAr,
    `هذه رسالة آلية، ونأمل عدم الرد عليها. للاستفسار: ${isolate(config.phone)}`,
  ]
  const bodyEn = [
    `Dear ${fullName(member.nameEn)},`,
    ...content.en,
    'Yours sincerely,',
    config.nameEn,
    `This is an automatic message; please do not reply. Enquiries: ${config.phone}`,
  ]
  return {
    at,
    template,
    toAddress,
    requestId: request.id,
    requestNumber: request.number,
    subjectAr: content.subjectAr,
    subjectEn: content.subjectEn,
    bodyAr: bodyAr.join('\n\n'),
    bodyEn: bodyEn.join('\n\n'),
  }
}
