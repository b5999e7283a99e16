import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { createFormatter } from '#shared/i18n/format.ts'
import { directionOf } from '#shared/i18n/language.ts'
import { usePreferences } from './preferences.tsx'

/**
 * Words and formats in the clerk's language: `t('area.key', { count })`, `format.number(…)`, `format.dualDay(…)`.
 * Wrap a translated sentence that holds numbers or identifiers in `<Isolated>`.
 */
export function useText() {
  const { t } = useTranslation()
  const { language, digits } = usePreferences().preferences
  const format = useMemo(() => createFormatter(language, digits), [language, digits])
  return { t, format, language, direction: directionOf(language) }
}
