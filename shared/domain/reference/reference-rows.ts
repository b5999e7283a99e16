/**
 * What the authority may change by a date, kind by kind: each is a list of rows. A row has a key by which two versions
 * are compared, and codes that old files may name are never taken away, only made inactive.
 */
import { z } from 'zod'
import { isCalendarDate } from '../calendar.ts'
import { MemberField } from '../members/member.ts'
import { Decision, RequestKind, Risk } from '../requests/request.ts'
import { families } from './register-codes.ts'

export const ReferenceKind = z.enum(['sla', 'holidays', 'field-risk', 'reasons', 'revocation-reasons', 'ranks', 'cpd'])
export type ReferenceKind = z.infer<typeof ReferenceKind>

const arabic = /^[^A-Za-z]*\p{Script=Arabic}[^A-Za-z]*$/u
const latin = /^[^\p{Script=Arabic}]*[A-Za-z][^\p{Script=Arabic}]*$/u
/** A sentence of a reason may name what is not translated: PDF. */
const arabicSentence = /\p{Script=Arabic}/u

/** Without what no screen shows and no database keeps: control characters, halves of a character, space at the ends. */
const plain = (text: string): boolean => text === text.trim() && text.isWellFormed() && !/\p{Cc}/u.test(text)

const words = (max: number, pattern: RegExp) => z.string().min(1).max(max).refine(plain).regex(pattern)
const nameAr = words(120, arabic)
const nameEn = words(120, latin)
const upperCode = z
  .string()
  .max(48)
  .regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/)
const lowerCode = z
  .string()
  .max(48)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)

/** Business days that a service may take, counted from its submission; 0 is the same day. */
export const SlaRow = z.object({ service: RequestKind, days: z.number().int().min(0).max(365) })
export type SlaRow = z.infer<typeof SlaRow>

/** How much is at stake when a field of a member changes: `high` takes two people. */
export const FieldRiskRow = z.object({ field: MemberField, risk: Risk })
export type FieldRiskRow = z.infer<typeof FieldRiskRow>

/**
 * Days off. `hijri` and `gregorian` come every year, `from` and `to` as month and day; `nextDay`: they begin the day
 * after `from`, which of a Hijri month's 29th is its 30th or the next month's first. `announced` are days of one year,
 * as dates; they stand in place of the yearly ones of the same code that fall near them.
 */
export const HolidayRow = z.object({
  code: lowerCode,
  ar: nameAr,
  en: nameEn,
  calendar: z.enum(['hijri', 'gregorian', 'announced']),
  from: z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/),
  nextDay: z.boolean(),
  to: z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/),
})
export type HolidayRow = z.infer<typeof HolidayRow>

/** A reason that a return or a rejection carries. Names in braces, the same in both sentences, are filled in. */
export const Reason = z.object({
  code: upperCode,
  decisions: z.array(Decision.exclude(['approve'])).min(1),
  /** Services that it belongs to; null: all. */
  kinds: z.array(RequestKind).min(1).nullable(),
  /** The one field of a data update that it speaks of; null: it fits every field. */
  field: MemberField.nullable(),
  ar: words(400, arabicSentence),
  en: words(400, latin),
  /** Whether it is offered; one that is not keeps its words for the decisions that name it. */
  active: z.boolean(),
})
export type Reason = z.infer<typeof Reason>

/** Why a certificate is revoked. */
export const RevocationReason = z.object({ code: upperCode, ar: nameAr, en: nameEn, active: z.boolean() })
export type RevocationReason = z.infer<typeof RevocationReason>

/** A rank, the highest first. */
export const RankRow = z.object({ code: lowerCode, ar: nameAr, en: nameEn, active: z.boolean() })
export type RankRow = z.infer<typeof RankRow>

/**
 * Hours of continuing professional development that members of a family have to earn a year: those of one rank, or, with
 * null, of every rank that has no row of its own. 0 exempts them; where there is no row nothing is laid down.
 */
export const CpdRow = z.object({
  family: z.string().refine((code) => Object.hasOwn(families, code)),
  rank: lowerCode.nullable(),
  hours: z.number().int().min(0).max(365),
})
export type CpdRow = z.infer<typeof CpdRow>

export const rowSchemas = {
  sla: SlaRow,
  holidays: HolidayRow,
  'field-risk': FieldRiskRow,
  reasons: Reason,
  'revocation-reasons': RevocationReason,
  ranks: RankRow,
  cpd: CpdRow,
} as const satisfies Record<ReferenceKind, z.ZodObject>

export type ReferenceRow<K extends ReferenceKind> = z.infer<(typeof rowSchemas)[K]>
/** A row of any kind, before or after it is known which. */
export type AnyRow = Readonly<Record<string, unknown>>

/** What is wrong with a row or with all of them; the screen has words for each. */
export const RowFault = z.enum([
  'empty',
  'not-arabic',
  'not-english',
  'code',
  'choice',
  'number',
  'date',
  'order',
  'places',
  'twice',
  'missing',
  'gone',
  'too-many',
])
export type RowFault = z.infer<typeof RowFault>

/** Where: the index of the row, null for all of them; the column, null for the whole row. `what`: a key or a bound. */
export const ReferenceFault = z.object({
  row: z.number().int().nullable(),
  column: z.string().nullable(),
  fault: RowFault,
  what: z.string().nullable(),
})
export type ReferenceFault = z.infer<typeof ReferenceFault>

/** Most rows of a version. */
export const maxRows = 500

/** A value as text; nothing for what is none. Rows that are being made may hold anything. */
export function textOfValue(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

/** By what a row is told from the others of its list. */
export function keyOf(kind: ReferenceKind, row: AnyRow): string {
  switch (kind) {
    case 'sla':
      return textOfValue(row['service'])
    case 'field-risk':
      return textOfValue(row['field'])
    case 'cpd':
      return `${textOfValue(row['family'])} ${textOfValue(row['rank'])}`.trim()
    case 'holidays':
      return row['calendar'] === 'announced'
        ? `${textOfValue(row['code'])} ${textOfValue(row['from'])}`
        : textOfValue(row['code'])
    default:
      return textOfValue(row['code'])
  }
}

/** Kinds whose codes stand in old files: a code that was once there is there in every later version. */
export const codedKinds: readonly ReferenceKind[] = ['reasons', 'revocation-reasons', 'ranks']

/** The keys of which each must be there. */
export const requiredKeys: Partial<Record<ReferenceKind, readonly string[]>> = {
  sla: RequestKind.options,
  'field-risk': MemberField.options,
}

/** Names in braces of a sentence. */
export function placesOf(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()
}

/** Whether a month and a day are one of a calendar's year; of February also the 29th. */
export function isDayOfYear(calendar: 'hijri' | 'gregorian', text: string): boolean {
  if (!/^\d{2}-\d{2}$/.test(text)) return false
  const [month, day] = [Number(text.slice(0, 2)), Number(text.slice(3))]
  if (calendar === 'gregorian') return isCalendarDate(`2024-${text}`)
  return month >= 1 && month <= 12 && day >= 1 && day <= 30
}
