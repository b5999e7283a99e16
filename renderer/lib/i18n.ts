import { createInstance, type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Digits, Language } from '#shared/i18n/language.ts'
import { arabic, english } from '#shared/i18n/messages.ts'
import { remembered } from '#shared/kernel/remembered.ts'

const numbers = remembered((tag: string) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }))

/**
 * The translator of one window. Messages are bundled, so it is ready at once; `digits` is asked at each use, so that a
 * change of digits needs no new instance.
 */
export function createI18n(language: Language, digits: () => Digits): I18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    supportedLngs: ['ar', 'en'],
    ns: ['desk'],
    defaultNS: 'desk',
    resources: { ar: { desk: arabic }, en: { desk: english } },
    initAsync: false,
    returnNull: false,
    // React escapes; a second escaping would show entities.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  instance.services.formatter?.add('num', (value: unknown, lng) =>
    typeof value === 'number' ? numbers(`${lng === 'en' ? 'en' : 'ar'}-u-nu-${digits()}`).format(value) : String(value),
  )
  return instance
}
