import type { Language } from '#shared/i18n/language.ts'
import type { RuleOutcome } from '../rules-table.tsx'
import type { SlaState } from '../sla-chip.tsx'
import type { StateShape } from '../state-dot.tsx'

/** Picks the sample text of the language shown. */
export function sample(language: Language, arabic: string, english: string): string {
  return language === 'ar' ? arabic : english
}

export interface SampleRequest {
  id: string
  sla: SlaState
  share: number
  time: [string, string]
  service: [string, string]
  member: [string, string]
  memberNumber: string
  risk: 'low' | 'medium' | 'high'
  state: StateShape
  stateWord: [string, string]
  day: string
  assignee?: string
}

const services: [string, string][] = [
  ['تغيير البريد الإلكتروني', 'E-mail change'],
  ['تحديث بيانات الأعضاء', 'Member data update'],
  ['إعادة التسجيل المهني', 'Re-registration'],
  ['شهادة براءة مهنية', 'Certificate of good standing'],
]
const members: [string, string][] = [
  ['فهد ناصر سعد القحطاني', 'Fahad Nasser Saad Alqahtani'],
  ['ريم عبد العزيز محمد الدوسري', 'Reem Abdulaziz Mohammed Aldossari'],
  ['محمد أسلم خان', 'Mohammed Aslam Khan'],
  ['هند صالح علي الحربي', 'Hind Saleh Ali Alharbi'],
  ['ماريا لويزا سانتوس', 'Maria Luisa Santos'],
]
const clocks: { sla: SlaState; share: number; time: [string, string] }[] = [
  { sla: 'late', share: 1, time: ['متأخر 3 س 20 د', '3 h 20 m overdue'] },
  { sla: 'today', share: 0.95, time: ['يبقى 1 س 10 د', '1 h 10 m left'] },
  { sla: 'today', share: 0.8, time: ['يبقى 4 س', '4 h left'] },
  { sla: 'soon', share: 0.6, time: ['غدًا 11:00', 'Tomorrow 11:00'] },
  { sla: 'ok', share: 0.35, time: ['3 أيام عمل', '3 business days'] },
  { sla: 'paused', share: 0.2, time: ['متوقف، عند العضو', 'Paused, with the member'] },
]
const states: { state: StateShape; stateWord: [string, string] }[] = [
  { state: 'ink', stateWord: ['قيد الدراسة', 'Under review'] },
  { state: 'hollow', stateWord: ['مُقدَّم', 'Submitted'] },
  { state: 'dashed', stateWord: ['مُعاد للاستكمال', 'Returned'] },
  { state: 'violet', stateWord: ['الموافقة الثانية', 'Second approval'] },
  { state: 'green', stateWord: ['تمت الموافقة', 'Approved'] },
]

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('No sample')
  return item
}

/** Many sample requests, the same at each call. */
export function sampleRequests(count: number): SampleRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `R-48-${String(18_204 + index * 7).padStart(6, '0')}`,
    ...pick(clocks, Math.floor(index / 2)),
    service: pick(services, index),
    member: pick(members, index * 3),
    memberNumber: String(20_417_735 + index * 311),
    risk: pick(['high', 'medium', 'low', 'medium'] as const, index),
    ...pick(states, index),
    day: `2026-11-${String(22 - (index % 18)).padStart(2, '0')}`,
    ...(index % 3 === 2 ? {} : { assignee: index % 4 === 1 ? 'منال' : 'نورة' }),
  }))
}

export const sampleRules: { id: string; label: [string, string]; atSubmission: RuleOutcome; now: RuleOutcome }[] = [
  {
    id: 'EM-01',
    label: ['رقم العضوية يخصّ مقدم الطلب', 'Membership number is the applicant’s'],
    atSubmission: 'met',
    now: 'met',
  },
  { id: 'EM-02', label: ['العنوان الجديد مُثبت برمز', 'New address proven by code'], atSubmission: 'met', now: 'met' },
  { id: 'EM-04', label: ['أُشعر العنوان القديم', 'Old address was notified'], atSubmission: 'unknown', now: 'met' },
  { id: 'EM-05', label: ['خطاب جهة العمل حديث', 'Employer letter is recent'], atSubmission: 'met', now: 'attention' },
  {
    id: 'EM-06',
    label: ['موافقة ثانية من مشرف', 'Second approval by a supervisor'],
    atSubmission: 'unknown',
    now: 'unknown',
  },
]
