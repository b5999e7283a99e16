import { useTranslation } from 'react-i18next'
import { createFormatter, type Formatter } from '#shared/i18n/format.ts'
import { type Digits, directionOf, type Language } from '#shared/i18n/language.ts'
import { usePreferences } from './preferences.tsx'

const formatters = new Map<string, Formatter>()

/** One for all components that show the same language and digits: there are hundreds on a screen. */
function formatterFor(language: Language, digits: Digits): Formatter {
  const key = `${language} ${digits}`
  const format = formatters.get(key) ?? createFormatter(language, digits)
  formatters.set(key, format)
  return format
}

/**
 * Words and formats in the clerk's language: `t('area.key', { count })`, `format.number(…)`, `format.dualDay(…)`.
 * Wrap a translated sentence that holds numbers or identifiers in `<Isolated>`.
 */
export function useText() {
  const { t } = useTranslation()
  const { language, digits } = usePreferences().preferences
  const format = formatterFor(language, digits)
  return { t, format, language, direction: directionOf(language) }
}
