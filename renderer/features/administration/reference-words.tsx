import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { nameOfOption, type ReferenceColumn } from '#shared/domain/reference/reference-columns.ts'
import { type ReferenceFault, textOfValue } from '#shared/domain/reference/reference-rows.ts'
import { optionWords } from '#shared/i18n/reference-words.ts'

/** What is wrong with a cell or with all rows, in words. */
export function useFaultWords() {
  const { t } = useText()
  return ({ fault, what }: Pick<ReferenceFault, 'fault' | 'what'>): string =>
    t(`reference.fault_${fault}`, { what: what === null ? '' : nameOf(t, what) })
}

function nameOf(t: ReturnType<typeof useText>['t'], key: string): string {
  const service = optionWords(t, 'service', key)
  return service === key ? optionWords(t, 'field', key) : service
}

/** The names of fields of a member, one after the other. */
export function useFieldNames() {
  const { t } = useText()
  return (fields: readonly string[]): string =>
    fields.map((field) => optionWords(t, 'field', field)).join(t('reference.listComma'))
}

/** What an option of a column is called. */
export function useOptionWords() {
  const { t, language } = useText()
  const { knownRanks } = useReference()
  return (column: ReferenceColumn, option: string): string =>
    nameOfOption(column, option, knownRanks)?.[language] ?? optionWords(t, column.id, option)
}

/** The value of a cell in words; `undefined` where there is none. */
export function useCellWords() {
  const { t, format } = useText()
  const wordsOf = useOptionWords()
  return (column: ReferenceColumn, value: unknown) => {
    const { type, empty } = column
    if (value === undefined || value === '') return undefined
    if (value === null) return empty === undefined ? undefined : t('reference.all')
    switch (type) {
      case 'flag':
        return t(value === true ? 'reference.yes' : 'reference.no')
      case 'key':
      case 'choice':
        return wordsOf(column, textOfValue(value))
      case 'choices':
        return (Array.isArray(value) ? value : [value])
          .map((option) => wordsOf(column, textOfValue(option)))
          .join(t('reference.listComma'))
      case 'count':
        return typeof value === 'number' ? format.number(value) : textOfValue(value)
      case 'code':
      case 'day':
        return <Ltr>{type === 'day' ? format.inDigits(textOfValue(value)) : textOfValue(value)}</Ltr>
      default:
        return <bdi>{textOfValue(value)}</bdi>
    }
  }
}

/** Who made a version; the program itself has no name. */
export function usePersonWords(people: Readonly<Record<string, { nameAr: string; nameEn: string }>> | undefined) {
  const { t, language } = useText()
  return (id: string): string =>
    id === 'system' ? t('reference.bySystem') : (people?.[id]?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? id)
}

/** The day on which the screen stands, in Riyadh. */
export const useToday = (): string => useReference().today
