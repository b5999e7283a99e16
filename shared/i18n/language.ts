/** The interface languages. Arabic is the default and the source of the message keys. */
export type Language = 'ar' | 'en'

/** Digits shown for counts, dates and times. Identifiers are always shown with Western digits. */
export type Digits = 'latn' | 'arab'

export type Direction = 'rtl' | 'ltr'

/** Writing direction of a language. */
export function directionOf(language: Language): Direction {
  return language === 'ar' ? 'rtl' : 'ltr'
}
