import type { PrintPage } from '#shared/contracts/desktop.ts'
import type { ReportName } from '#shared/contracts/reports.ts'
import type { CalendarDate } from '#shared/domain/calendar.ts'
import type { Language } from '#shared/i18n/language.ts'
import { arabic, english } from '#shared/i18n/messages.ts'

const words = { ar: arabic, en: english } as const

/** What files are called in the save dialog, and what the folder shows of them. */
const kinds = {
  ar: { xlsx: 'مصنف إكسل', json: 'بيانات JSON', pdf: 'مستند PDF', ndjson: 'سجل تدقيق', zip: 'حزمة دعم' },
  en: { xlsx: 'Excel workbook', json: 'JSON data', pdf: 'PDF document', ndjson: 'Audit log', zip: 'Support bundle' },
} as const

const papers: Readonly<Record<Language, Readonly<Record<PrintPage['page'], string>>>> = {
  ar: { certificate: 'شهادة', verification: 'نتيجة تحقق', appointment: 'بطاقة موعد' },
  en: { certificate: 'Certificate', verification: 'Verification', appointment: 'Appointment slip' },
}

// Direction marks too: in a file's name they would be invisible and could turn its ending round.
const forbidden = /[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** No file system takes more than 255 bytes, and an Arabic letter has two. */
const mostBytes = 180

function shorten(text: string): string {
  let short = ''
  for (const letter of text) {
    if (Buffer.byteLength(short + letter) > mostBytes) break
    short += letter
  }
  return short
}

/** A text as a file's name, for every operating system: nothing hidden, no folder, no ending of its own. */
export function fileName(text: string, ending: keyof (typeof kinds)['ar']): string {
  const clean = text.toWellFormed().normalize('NFC').replace(forbidden, ' ').replace(/\s+/g, ' ')
  const base = shorten(clean.replace(/^[. ]+/, '')).replace(/[. ]+$/, '')
  return `${base === '' || reserved.test(base) ? `file ${base}`.trim() : base}.${ending}`
}

/** The suggested name of a report: what it is, and of which day. */
export function reportFileName(
  report: ReportName,
  language: Language,
  day: CalendarDate,
  ending: 'xlsx' | 'json' = 'xlsx',
): string {
  return fileName(`${words[language].reports[`report_${report}`]} ${day}`, ending)
}

/** The suggested name of an exported audit log: of which day. */
export function auditFileName(language: Language, day: CalendarDate): string {
  return fileName(`${kinds[language].ndjson} ${day}`, 'ndjson')
}

/** The suggested name of a support bundle: of which day. */
export function bundleFileName(language: Language, day: CalendarDate): string {
  return fileName(`${kinds[language].zip} ${day}`, 'zip')
}

/** The suggested name of a page for paper: its title, or what it is and of which record when it gave itself none. */
export function paperFileName(print: PrintPage, language: Language, title: string): string {
  const untitled = title.trim() === '' || Object.values(words).some(({ frame }) => frame.appName === title)
  return fileName(untitled ? `${papers[language][print.page]} ${print.id}` : title, 'pdf')
}

/** The save dialog's list of kinds: one. */
export function fileFilters(ending: keyof (typeof kinds)['ar'], language: Language) {
  return [{ name: kinds[language][ending], extensions: [ending] }]
}

/** A path as the dialog gave it, with its ending: not every system's dialog adds one. */
export function withEnding(path: string, ending: keyof (typeof kinds)['ar']): string {
  return path.toLowerCase().endsWith(`.${ending}`) ? path : `${path}.${ending}`
}
