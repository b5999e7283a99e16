import type { EnglishOf } from '../../english-of.ts'
import type { members as arabic } from '../ar/members.ts'

/** Messages of the area `members`, English. */
export const members = {} as const satisfies EnglishOf<typeof arabic>
