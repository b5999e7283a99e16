import type { RevokeCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import type { AuthorityContext } from '../context.ts'
import { refuse, type Settlement } from '../sync/settlement.ts'

/** Refuses: the rules of this noun are on their way. */
export function settleRevocation(_: AuthorityContext, __: Db, ___: RevokeCommand, ____: string): Promise<Settlement> {
  return Promise.resolve(refuse('certificates/action-not-allowed'))
}
