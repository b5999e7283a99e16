import { z } from 'zod'

/** What a finding of the store says, and what to do about it, in both languages. */
interface FindingRow {
  /** `note`: good to know. `warning`: nothing is wrong yet. `damage`: something here cannot be trusted or read. */
  readonly severity: 'note' | 'warning' | 'damage'
  /** What can be done from here: repair the store, make room on the disk, synchronise, or nothing needs to be. */
  readonly can: 'repair' | 'free-space' | 'sync' | 'support' | 'nothing'
  readonly ar: string
  readonly en: string
  readonly doAr: string
  readonly doEn: string
}

const byRepair = {
  severity: 'damage',
  can: 'repair',
  doAr: 'إصلاح ملف البيانات: يُحفظ صندوق الصادر أولًا، ثم تُجلب بقية البيانات من الهيئة من جديد.',
  doEn: 'Repair the data file: the outbox is saved first, and the rest is fetched from the authority again.',
} as const

const nothingToDo = { can: 'nothing', doAr: 'لا شيء.', doEn: 'Nothing.' } as const

/** Everything that a check of the store can find. Counts and tables stand beside the words, never in them. */
export const findingTable = {
  'page-damaged': {
    ...byRepair,
    ar: 'جزء من ملف البيانات على القرص تالف ولا يمكن قراءته.',
    en: 'A part of the data file on the disk is damaged and cannot be read.',
  },
  'structure-wrong': {
    ...byRepair,
    ar: 'ترتيب البيانات في الملف غير سليم.',
    en: 'The data file is not put together as it should be.',
  },
  'search-index-wrong': {
    ...byRepair,
    ar: 'فهرس البحث لا يطابق سجل الأعضاء.',
    en: 'The search index does not match the register of members.',
  },
  'tally-wrong': {
    ...byRepair,
    ar: 'عدد الأعضاء أو الشهادات المحفوظ لا يطابق السجلات.',
    en: 'The kept number of members or certificates does not match their records.',
  },
  'reference-broken': {
    ...byRepair,
    ar: 'سجل محلي يشير إلى سجل غير موجود.',
    en: 'A record of this desk refers to one that is not here.',
  },
  'effect-without-command': {
    ...byRepair,
    ar: 'أثر معلّق باقٍ بلا قرار في صندوق الصادر.',
    en: 'A pending effect has stayed without its command in the outbox.',
  },
  'pending-not-true': {
    ...byRepair,
    ar: 'القيم المعلّقة المعروضة لا تطابق قرارات صندوق الصادر.',
    en: 'Pending values that lists show differ from what the commands of the outbox do.',
  },
  'number-missing': {
    severity: 'damage',
    can: 'support',
    ar: 'رقم مفقود في تسلسل قرارات أحد الموظفين على هذا الجهاز.',
    en: 'A number is missing from the commands of a clerk on this desk.',
    doAr: 'نسخ التفاصيل وإرسالها إلى الدعم؛ يُعرف من الرقم أي قرار يجب إعادته.',
    doEn: 'Copy the details and send them to support; the number tells which decision must be made again.',
  },
  'number-ahead': {
    ...byRepair,
    ar: 'الرقم التالي لقرارات أحد الموظفين لا يلي آخر قرار له.',
    en: 'The next number of a clerk does not follow their last command.',
  },
  'command-unreadable': {
    severity: 'damage',
    can: 'support',
    ar: 'قرار في صندوق الصادر لا يمكن فهمه فلا يُرسل.',
    en: 'A command in the outbox cannot be understood, so it cannot be sent.',
    doAr: 'نسخ التفاصيل وإرسالها إلى الدعم، ثم إعادة القرار.',
    doEn: 'Copy the details, send them to support, and make the decision again.',
  },
  'cursor-strange': {
    ...byRepair,
    ar: 'موضع المزامنة المحفوظ غير مفهوم.',
    en: 'The place up to which this desk has synchronised cannot be understood.',
  },
  'rows-aside': {
    severity: 'warning',
    can: 'sync',
    ar: 'وصلت من الهيئة سجلات لا يفهمها هذا الإصدار، وحُفظت جانبًا.',
    en: 'Rows came from the authority that this version does not understand; they are kept aside.',
    doAr: 'تحديث البرنامج ثم المزامنة.',
    doEn: 'Update the application, then synchronise.',
  },
  'disk-low': {
    severity: 'warning',
    can: 'free-space',
    ar: 'المساحة الباقية على القرص قليلة.',
    en: 'The disk has little room left.',
    doAr: 'إخلاء مساحة قبل أن يمتلئ القرص.',
    doEn: 'Free some space before the disk is full.',
  },
  'log-mended': {
    ...nothingToDo,
    severity: 'warning',
    ar: 'فُقد آخر ما حُفظ من ملف البيانات عند بدء سابق، وأُعيد من النسخة الثانية على هذا الجهاز.',
    en: 'At an earlier start the data file had lost what was saved last; it was brought back from the second copy here.',
  },
  'numbered-again': {
    ...nothingToDo,
    severity: 'note',
    ar: 'عادت قاعدة الهيئة أو هذا الجهاز إلى نسخة أقدم، فأُعطيت القرارات التي لم تعرفها الهيئة أرقامًا جديدة وأُرسلت.',
    en: 'The authority or this desk went back to an earlier copy; commands that the authority did not know got new numbers and were sent.',
  },
  'was-repaired': {
    ...nothingToDo,
    severity: 'note',
    ar: 'أُصلح ملف البيانات من قبل، والملف السابق محفوظ جانبًا.',
    en: 'The data file was repaired before; the one before it is kept aside.',
  },
  'could-not-save': {
    severity: 'damage',
    can: 'support',
    ar: 'لم يمكن إنقاذ بعض ما حُفظ على هذا الجهاز وحده عند إصلاح ملف البيانات.',
    en: 'When the data file was repaired, some of what only this desk held could not be saved.',
    doAr: 'إعادة القرارات المذكورة أرقامها، وإرسال التفاصيل إلى الدعم مع الملف المحفوظ جانبًا.',
    doEn: 'Make the decisions whose numbers are named again, and send the details to support with the file kept aside.',
  },
  'backup-kept': {
    ...nothingToDo,
    severity: 'note',
    ar: 'النسخة الاحتياطية المأخوذة قبل آخر تحديث محفوظة حتى يثبت أنه سليم.',
    en: 'The backup taken before the last update is kept until the update has proved itself.',
  },
  'spare-missing': {
    severity: 'warning',
    can: 'nothing',
    ar: 'النسخة الثانية من صندوق الصادر على هذا الجهاز غير محدّثة.',
    en: 'The second copy of the outbox on this desk is not up to date.',
    doAr: 'لا شيء؛ تُكتب من جديد بعد قليل. إبلاغ الدعم إن بقي ذلك.',
    doEn: 'Nothing; it is written again in a moment. Tell support if this stays.',
  },
} as const satisfies Record<string, FindingRow>

export type FindingCode = keyof typeof findingTable
export const FindingCode = z.enum(Object.keys(findingTable) as [FindingCode, ...FindingCode[]])

/** What more is known of a finding. Never personal data: tables, counts, numbers of commands, ids of clerks, names of files. */
export type FindingDetail = Readonly<Record<string, string | number | boolean | null | number[]>>

/** One thing that a check of the store found, with its words. */
export const Finding = z.object({
  code: FindingCode,
  severity: z.enum(['note', 'warning', 'damage']),
  can: z.enum(['repair', 'free-space', 'sync', 'support', 'nothing']),
  /** The table that it is about, if it is about one. */
  table: z.string().nullable(),
  /** How many rows (or files) it is about, where that is known. */
  count: z.number().int().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number())])),
  ar: z.string(),
  en: z.string(),
  doAr: z.string(),
  doEn: z.string(),
})
export type Finding = z.infer<typeof Finding>

/** A finding with the words of its code. */
export function finding(
  code: FindingCode,
  about: { readonly table?: string; readonly count?: number; readonly detail?: FindingDetail } = {},
): Finding {
  const { severity, can, ar, en, doAr, doEn }: FindingRow = findingTable[code]
  const { table = null, count = null, detail = {} } = about
  return { code, severity, can, table, count, detail: { ...detail }, ar, en, doAr, doEn }
}
