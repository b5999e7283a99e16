import { createInstance, type TFunction } from 'i18next'
import { createFormatter, type Formatter } from '#shared/i18n/format.ts'
import type { Language } from '#shared/i18n/language.ts'
import { arabic, english } from '#shared/i18n/messages.ts'

/** The words of a workbook: messages and formats of one language, with Western digits. */
export interface Words {
  readonly language: Language
  readonly t: TFunction
  readonly format: Formatter
}

/** Words of a language, without a screen. */
export function createWords(language: Language): Words {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: false,
    ns: ['desk'],
    defaultNS: 'desk',
    resources: { [language]: { desk: language === 'ar' ? arabic : english } },
    initAsync: false,
    returnNull: false,
    // A cell shows text as it is.
    interpolation: { escapeValue: false },
  })
  const format = createFormatter(language, 'latn')
  instance.services.formatter?.add('num', (value: unknown) =>
    typeof value === 'number' ? format.number(value, 1) : String(value),
  )
  return { language, t: instance.t, format }
}
