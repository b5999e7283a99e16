import { useTranslation } from 'react-i18next'
import { createFormatter } from '#shared/i18n/format.ts'
import { type Digits, directionOf } from '#shared/i18n/language.ts'
import { remembered } from '#shared/kernel/remembered.ts'
import { usePreferences } from './preferences.tsx'

/** One for all components that show the same language and digits: there are hundreds on a screen. */
const formatters = {
  ar: remembered((digits: Digits) => createFormatter('ar', digits)),
  en: remembered((digits: Digits) => createFormatter('en', digits)),
}

/**
 * Words and formats in the clerk's language: `t('area.key', { count })`, `format.number(…)`, `format.dualDay(…)`.
 * Wrap a translated sentence that holds numbers or identifiers in `<Isolated>`.
 */
export function useText() {
  const { t } = useTranslation()
  const { language, digits } = usePreferences().preferences
  const format = formatters[language](digits)
  return { t, format, language, direction: directionOf(language) }
}
