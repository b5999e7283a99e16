import { AppError } from '#shared/kernel/errors.ts'
import type { Session } from '../../repositories/sessions.ts'

/** What administrators run. */
export type Administered = 'clerks' | 'branches' | 'devices'

/** Demands that this person may run that part, by the role that they have now. Throws `permission/denied`. */
export function demandAdministers({ clerk }: Session, what: Administered): void {
  if (clerk.role !== 'administrator') throw new AppError('permission/denied', { what })
}
