import type { TFunction } from 'i18next'

/** The words of an option of a column of the reference data, on screens and in files alike; of an unknown one, itself. */
export function optionWords(t: TFunction, column: string, option: string): string {
  const options: Readonly<Record<string, string>> = {
    service: 'requests.kind',
    kinds: 'requests.kind',
    field: 'requests.field',
    risk: 'requests.risk',
    decisions: 'reference.decision',
    calendar: 'reference.calendar',
  }
  const area = options[column]
  // Which keys there are follows from the options of the columns; a test asks for each.
  return area === undefined ? option : t(`${area}_${option}` as 'reference.decision_return', { defaultValue: option })
}

/** What a column is called. */
export function columnWords(t: TFunction, column: string): string {
  return t(`reference.column_${column}` as 'reference.column_code')
}
