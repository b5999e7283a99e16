import type { EnglishOf } from '../../english-of.ts'
import type { home as arabic } from '../ar/home.ts'

/** The first screen: what is due, what waits, today's counter, English. */
export const home = {
  title: 'Home',
} as const satisfies EnglishOf<typeof arabic>
