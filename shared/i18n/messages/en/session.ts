import type { EnglishOf } from '../../english-of.ts'
import type { session as arabic } from '../ar/session.ts'

/** Messages of the area `session`, English. */
export const session = {} as const satisfies EnglishOf<typeof arabic>
