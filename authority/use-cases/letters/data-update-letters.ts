import type { MemberField } from '#shared/domain/members/member.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'
import { fieldStateOf, fieldsThatAre } from '#shared/domain/requests/field-decisions.ts'
import { changedFields, type Request } from '#shared/domain/requests/request.ts'
import { requests as wordsAr } from '#shared/i18n/messages/ar/requests.ts'
import { requests as wordsEn } from '#shared/i18n/messages/en/requests.ts'
import type { Config } from '../../config.ts'
import { appealDays, daysAr, dualDate, isolate, type Letter, reasonSentences, returnDays } from './letter-words.ts'

/** The request that a letter about a data update is written of. */
export type LetterRequest = Pick<
  Request,
  'number' | 'state' | 'base' | 'proposed' | 'fieldStates' | 'decisions' | 'dueAt'
>

const nameAr = (field: MemberField) => wordsAr[`field_${field}`]
const nameEn = (field: MemberField) => wordsEn[`field_${field}`]
const listAr = (fields: readonly MemberField[]) => fields.map(nameAr).join('، ')
const listEn = (fields: readonly MemberField[]) => fields.map(nameEn).join(', ')

/** `• المدينة: السبب` for each field, in both languages. */
function reasonLines(reasons: readonly Reason[], request: LetterRequest, fields: readonly MemberField[]) {
  return fields.map((field) => {
    const sentences = reasonSentences(reasons, fieldStateOf(request, field).reasons)
    return {
      ar: `• ${nameAr(field)}: ${sentences.map(({ ar }) => ar).join(' ')}`,
      en: `• ${nameEn(field)}: ${sentences.map(({ en }) => en).join(' ')}`,
    }
  })
}

/** The notice at submission: which data are to change, without the values, so that a stranger's request is noticed. */
export function dataUpdateRequested(config: Config, request: LetterRequest, at: string): Letter {
  const number = isolate(request.number)
  const until = dualDate(request.dueAt ?? at)
  const link = isolate(`${config.portalUrl}/objections/${request.number}`)
  const fields = changedFields(request)
  return {
    subjectAr: 'إشعار بطلب تحديث بيانات',
    subjectEn: 'Notice: data update requested',
    ar: [
      `ورد طلب برقم (${number}) لتحديث البيانات الآتية في ملفكم: ${listAr(fields)}. وإن كان الطلب صادرًا منكم فلا يلزمكم أي إجراء.`,
      `أما إذا لم تكونوا مقدم الطلب فنأمل الاعتراض عليه من الرابط الآتي قبل ${until.hijri} الموافق ${until.gregorian}: ${link}`,
    ],
    en: [
      `A request (${number}) was made to update these data of your file: ${listEn(fields)}. If you made it, nothing is required.`,
      `If you did not, please object before ${until.gregorian} (${until.hijriEn}) with this link: ${link}`,
    ],
  }
}

/**
 * What a decision made of the fields: those that it put into effect or rejected, those that the member is to complete
 * now, and those that are still being studied. Values are never in it.
 */
export function dataUpdateDecided(reasons: readonly Reason[], request: LetterRequest, at: string): Letter {
  const number = isolate(request.number)
  const now = Object.keys(request.decisions.at(-1)?.fields ?? {})
  const decidedNow = (field: MemberField) => now.includes(field)
  const applied = fieldsThatAre(request, 'applied').filter(decidedNow)
  const rejected = fieldsThatAre(request, 'rejected').filter(decidedNow)
  const back = request.state === 'returned'
  const returned = back ? fieldsThatAre(request, 'returned') : []
  const waiting = fieldsThatAre(request, 'open', 'awaiting-second', ...(back ? [] : (['returned'] as const)))
  const ar: string[] = [`إشارةً إلى طلبكم رقم (${number}) الخاص بخدمة (تحديث بيانات الأعضاء)، نفيدكم بما يأتي:`]
  const en: string[] = [`With reference to your request (${number}) for (Personal data update), please be informed:`]
  const add = (lineAr: string, lineEn: string) => {
    ar.push(lineAr)
    en.push(lineEn)
  }
  const addReasons = (fields: readonly MemberField[]) => {
    for (const line of reasonLines(reasons, request, fields)) add(line.ar, line.en)
  }
  if (applied.length > 0) {
    const today = dualDate(at)
    add(
      `حُدّثت في سجلكم اعتبارًا من ${today.hijri} الموافق ${today.gregorian}: ${listAr(applied)}.`,
      `Updated in your record from ${today.gregorian} (${today.hijriEn}): ${listEn(applied)}.`,
    )
  }
  if (rejected.length > 0) {
    add('نعتذر عن عدم قبول تحديث ما يأتي:', 'We regret that these could not be accepted:')
    addReasons(rejected)
    add(
      `ويحق لكم التظلم من ذلك خلال ${daysAr(appealDays)} من تاريخ هذا الإشعار من صفحة الطلب.`,
      `You may file a grievance within ${appealDays} days of this notice from the request page.`,
    )
  }
  if (returned.length > 0) {
    const until = dualDate(at, returnDays)
    add('تتطلب دراسة ما يأتي استكمالًا:', 'These need to be completed before they can be studied:')
    addReasons(returned)
    add(
      `ونأمل استكمال المطلوب وإعادة تقديم الطلب قبل نهاية يوم ${until.hijri} الموافق ${until.gregorian}، علمًا بأن احتساب مدة الإنجاز متوقف حتى إعادة التقديم.`,
      `Please complete them and submit the request again before the end of ${until.gregorian} (${until.hijriEn}). The service time is paused until then.`,
    )
  }
  if (waiting.length > 0) {
    add(`ولا تزال قيد الدراسة: ${listAr(waiting)}.`, `Still under study: ${listEn(waiting)}.`)
  }
  return {
    subjectAr: back ? 'تحديث البيانات: إعادة للاستكمال' : 'نتيجة دراسة طلب تحديث البيانات',
    subjectEn: back ? 'Data update: returned for correction' : 'Outcome of a data update',
    ar,
    en,
  }
}
