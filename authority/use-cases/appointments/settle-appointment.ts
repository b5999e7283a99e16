import type { AppointmentCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import type { AuthorityContext } from '../context.ts'
import { refuse, type Settlement } from '../sync/settlement.ts'

/** Refuses: the rules of this noun are on their way. */
export function settleAppointment(
  _: AuthorityContext,
  __: Db,
  ___: AppointmentCommand,
  ____: string,
): Promise<Settlement> {
  return Promise.resolve(refuse('appointments/action-not-allowed'))
}
