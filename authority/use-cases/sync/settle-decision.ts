import type { DecideCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { findStored } from '../../repositories/commands.ts'
import { findAddressHolder, findIdHolder, findMemberForUpdate } from '../../repositories/members.ts'
import { findRequestForUpdate } from '../../repositories/requests.ts'
import type { AuthorityContext } from '../context.ts'
import { carryOut } from './carry-out.ts'
import { decideRequest, proposedAddress } from './decide-request.ts'
import { refuse, type Settlement } from './settlement.ts'

/** Decides on a decision about a request, with its rows locked, and carries it out. `at`: the authority's time. */
export async function settleDecision(
  context: AuthorityContext,
  trx: Db,
  command: DecideCommand,
  at: string,
): Promise<Settlement> {
  const { args, base, actor } = command
  const clerk = await findClerk(trx, actor)
  const after = 'after' in base ? await findStored(trx, base.after) : undefined
  const request = await findRequestForUpdate(trx, args.requestId)
  const member = request ? await findMemberForUpdate(trx, request.memberId) : undefined
  const address = request && proposedAddress(request)
  const addressHolder = address === undefined ? null : ((await findAddressHolder(trx, address)) ?? 'none')
  const idNo = request?.proposed.idNo
  const idHolder = idNo ? ((await findIdHolder(trx, idNo, request.memberId)) ?? 'none') : null

  const ruling = decideRequest(command, { clerk, request, member, after, addressHolder, idHolder }, at)
  if (ruling.outcome === 'stop') return ruling
  if (ruling.outcome === 'refused') {
    const { code, detail, showCurrent } = ruling
    return refuse(code, detail, showCurrent ? { request: request ?? null, member: member ?? null } : null)
  }
  const changed = await carryOut(context, trx, { command, at, ...ruling })
  return { outcome: 'applied', rebased: ruling.rebased, changed }
}
