import {
  nameOfOption,
  type RankNames,
  type ReferenceColumn,
  referenceColumns,
} from '#shared/domain/reference/reference-columns.ts'
import { type AnyRow, type ReferenceKind, textOfValue } from '#shared/domain/reference/reference-rows.ts'
import { columnWords, optionWords } from '#shared/i18n/reference-words.ts'
import type { Column } from './columns.ts'
import type { Words } from './words.ts'

const widths: Readonly<Record<ReferenceColumn['type'], number>> = {
  key: 24,
  code: 26,
  text: 52,
  day: 13,
  count: 14,
  choice: 22,
  choices: 34,
  flag: 16,
}

function cellOf(column: ReferenceColumn, value: unknown, { t, language }: Words, ranks: RankNames): string {
  const { id, type, empty } = column
  if (type === 'flag') return t(value === true ? 'reference.yes' : 'reference.no')
  if (value === null && empty !== undefined) return t('reference.all')
  if (Array.isArray(value)) return value.map((option) => optionWords(t, id, textOfValue(option))).join('\n')
  const text = textOfValue(value)
  return type === 'choice' ? (nameOfOption(column, text, ranks)?.[language] ?? optionWords(t, id, text)) : text
}

/**
 * The columns of a kind as a file has them: options in words, codes and keys as they are, so that the file can be read
 * in again in either language; a key's words stand beside it.
 */
export function referenceSheetColumns(kind: ReferenceKind, words: Words, ranks: RankNames): Column<AnyRow>[] {
  const { t } = words
  return referenceColumns[kind].flatMap((column): Column<AnyRow>[] => {
    const { id, type } = column
    const label = columnWords(t, id)
    const width = widths[type]
    if (type === 'count') return [{ label, width, kind: 'count', value: (row) => Number(row[id]) }]
    const value = (row: AnyRow) => cellOf(column, row[id], words, ranks)
    const kind = type === 'key' || type === 'code' || type === 'day' ? 'id' : 'text'
    if (type !== 'key') return [{ label, width, kind, value }]
    return [
      { label: t('reference.column_code'), width, kind, value },
      { label, width: 36, kind: 'text', value: (row) => optionWords(t, id, textOfValue(row[id])) },
    ]
  })
}
