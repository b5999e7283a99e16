import type { EnglishOf } from '../../english-of.ts'
import type { outbox as arabic } from '../ar/outbox.ts'

/** Messages of the area `outbox`, English. */
export const outbox = {} as const satisfies EnglishOf<typeof arabic>
