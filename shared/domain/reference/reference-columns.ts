import { MemberField } from '../members/member.ts'
import { RequestKind, Risk } from '../requests/request.ts'
import type { ReferenceKind } from './reference-rows.ts'
import { type CodeName, families } from './register-codes.ts'

/**
 * A column of a kind, for tables, forms and files alike. `key`: one of a fixed list, which names the row; `code`: a code
 * that names the row once it is there; `text`: words, `language` tells of which; `day`: a date, or a month and a day of
 * every year; `count`: a whole number; `choice`, `choices`: of `options`, `empty` where none means all of them or none;
 * `flag`: yes or no. `names`: the options are codes with names of their own; which ranks there are is reference data.
 */
export interface ReferenceColumn {
  readonly id: string
  readonly type: 'key' | 'code' | 'text' | 'day' | 'count' | 'choice' | 'choices' | 'flag'
  readonly options?: readonly string[]
  readonly language?: 'ar' | 'en'
  readonly empty?: 'all' | 'none'
  readonly names?: 'families' | 'ranks'
}

const ar: ReferenceColumn = { id: 'ar', type: 'text', language: 'ar' }
const en: ReferenceColumn = { id: 'en', type: 'text', language: 'en' }
const code: ReferenceColumn = { id: 'code', type: 'code' }
const active: ReferenceColumn = { id: 'active', type: 'flag' }

/** The columns of each kind, in their order. */
export const referenceColumns: Readonly<Record<ReferenceKind, readonly ReferenceColumn[]>> = {
  sla: [
    { id: 'service', type: 'key', options: RequestKind.options },
    { id: 'days', type: 'count' },
  ],
  holidays: [
    code,
    ar,
    en,
    { id: 'calendar', type: 'choice', options: ['hijri', 'gregorian', 'announced'] },
    { id: 'from', type: 'day' },
    { id: 'nextDay', type: 'flag' },
    { id: 'to', type: 'day' },
  ],
  'field-risk': [
    { id: 'field', type: 'key', options: MemberField.options },
    { id: 'risk', type: 'choice', options: Risk.options },
  ],
  reasons: [
    code,
    ar,
    en,
    { id: 'decisions', type: 'choices', options: ['return', 'reject'] },
    { id: 'kinds', type: 'choices', options: RequestKind.options, empty: 'all' },
    { id: 'field', type: 'choice', options: MemberField.options, empty: 'all' },
    active,
  ],
  'revocation-reasons': [code, ar, en, active],
  ranks: [code, ar, en, active],
  cpd: [
    { id: 'family', type: 'choice', options: Object.keys(families), names: 'families' },
    { id: 'rank', type: 'choice', empty: 'all', names: 'ranks' },
    { id: 'hours', type: 'count' },
  ],
}

/** Names by code: those of ranks are reference data themselves (`ReferenceBook.knownRanks`). */
export type RankNames = Readonly<Record<string, CodeName>>

/** What can be chosen in a column. */
export function optionsOf({ names, options = [] }: ReferenceColumn, ranks: RankNames): readonly string[] {
  return names === 'ranks' ? Object.keys(ranks) : options
}

/** What an option of a column is called; undefined where it has no name of its own. */
export function nameOfOption({ names }: ReferenceColumn, option: string, ranks: RankNames): CodeName | undefined {
  if (names === undefined) return undefined
  return names === 'ranks' ? ranks[option] : families[option]
}

/** Kinds to which rows may be added. */
export function takesRows(kind: ReferenceKind): boolean {
  return referenceColumns[kind].every(({ type }) => type !== 'key')
}

/** A row as it is begun by hand. */
export function emptyRow(kind: ReferenceKind): Record<string, unknown> {
  return Object.fromEntries(
    referenceColumns[kind].map(({ id, type, options, empty, names }) => {
      if (type === 'flag') return [id, id === 'active']
      if (type === 'choices') return [id, empty === 'all' ? null : []]
      if (type === 'choice') return [id, empty === 'all' ? null : names === undefined ? (options?.at(-1) ?? '') : '']
      return [id, type === 'count' ? 0 : '']
    }),
  )
}
