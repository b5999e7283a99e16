import type { EnglishOf } from '../../english-of.ts'
import type { search as arabic } from '../ar/search.ts'

/** Messages of the area `search`, English. */
export const search = {} as const satisfies EnglishOf<typeof arabic>
