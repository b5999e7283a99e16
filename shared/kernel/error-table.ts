import { deskErrors } from './error-rows/desk.ts'
import { lineErrors } from './error-rows/line.ts'
import { peopleErrors } from './error-rows/people.ts'
import { storeErrors } from './error-rows/store.ts'
import { workErrors } from './error-rows/work.ts'

/** Every error there is. A test counts that each sentence is whole, and that no code stands in two parts. */
export const errorTable = { ...deskErrors, ...peopleErrors, ...lineErrors, ...storeErrors, ...workErrors } as const
