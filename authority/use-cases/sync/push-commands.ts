import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { PushInput, PushOutput, Receipt } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { findStored, listNextSeq, lockSequence, saveStored } from '../../repositories/commands.ts'
import { findAddressHolder, findMemberForUpdate } from '../../repositories/members.ts'
import { findRequestForUpdate } from '../../repositories/requests.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { carryOut } from './carry-out.ts'
import { type DecideCommand, decideRequest, proposedAddress } from './decide-request.ts'
import { compare, identify, type Pushed, validatePush } from './validate-push.ts'

/** The command waits for another one; nothing of it happened. */
class Stop extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/**
 * Takes commands of a device in the order of its outbox: looks at all of them first, then settles one after the other,
 * each in a transaction of its own. Receipts of the items that were settled, and where it had to stop.
 *
 * @throws {AppError} `sync/protocol`, `permission/denied` (another device), `sync/gap`, `sync/body-mismatch`,
 *   `sync/bad-signature`: nothing of the push was looked at further.
 */
export async function pushCommands(context: AuthorityContext, session: Session, input: PushInput): Promise<PushOutput> {
  if (input.protocol > PROTOCOL_VERSION || input.protocol < OLDEST_PROTOCOL) {
    throw new AppError('sync/protocol', { protocol: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL })
  }
  if (input.device !== session.device) throw new AppError('permission/denied', { reason: 'device' })
  const pushed = identify(input.items)
  const stranger = pushed.find(({ envelope }) => envelope.device !== input.device)
  if (stranger) throw new AppError('input/invalid', { field: 'device', id: stranger.envelope.id })
  await validatePush(context.db, input.device, pushed)

  const receipts: Receipt[] = []
  let stop: PushOutput['stop'] = null
  for (const item of pushed) {
    try {
      receipts.push(await inTransaction(context.db, (trx) => settle(context, trx, item)))
    } catch (thrown) {
      const code = thrown instanceof Stop ? thrown.code : toAppError(thrown).code
      if (code === 'internal') context.log.error('push-fault', { id: item.envelope.id, cause: String(thrown) })
      stop = { id: item.envelope.id, code }
      break
    }
  }
  return { receipts, stop, serverTime: isoInstant(context.clock.now()) }
}

/** Settles one item; everything that it does, its receipt included, is one transaction. */
async function settle(context: AuthorityContext, trx: Db, item: Pushed): Promise<Receipt> {
  const { envelope, bodyHash } = item
  const { id, device, actor, seq, kind } = envelope
  await lockSequence(trx, device, actor)
  // Looked at again under the lock: the same push may have come twice at the same time.
  const stored = await findStored(trx, id)
  if (stored) {
    const relation = compare(stored, item)
    if (relation === 'same') return stored.receipt
    if (relation === 'mismatch') throw new AppError('sync/body-mismatch', { id })
  } else {
    const wanted = (await listNextSeq(trx, device)).get(actor) ?? 1
    if (seq !== wanted) throw new AppError('sync/gap', { actor, seq: wanted })
  }
  const receipt =
    envelope.kind === 'request.decide'
      ? await decide(context, trx, envelope)
      : plainReceipt(id, envelope.kind, isoInstant(context.clock.now()))
  await saveStored(trx, {
    id,
    device,
    actor,
    seq,
    kind,
    bodyHash,
    state: receipt.outcome === 'deferred' ? 'deferred' : 'settled',
    receipt,
  })
  return receipt
}

function plainReceipt(id: string, outcome: Receipt['outcome'], at: string): Receipt {
  return { id, outcome, code: null, detail: {}, rebased: false, changed: [], current: null, at }
}

async function decide(context: AuthorityContext, trx: Db, command: DecideCommand): Promise<Receipt> {
  const { args, base, actor, device } = command
  const at = isoInstant(context.clock.now())
  const clerk = await findClerk(trx, actor)
  const after = 'after' in base ? await findStored(trx, base.after) : undefined
  const request = await findRequestForUpdate(trx, args.requestId)
  const member = request ? await findMemberForUpdate(trx, request.memberId) : undefined
  const address = request && proposedAddress(request)
  const addressHolder = address === undefined ? null : ((await findAddressHolder(trx, address)) ?? 'none')

  const ruling = decideRequest(command, { clerk, request, member, after, addressHolder }, at)
  if (ruling.outcome === 'stop') throw new Stop(ruling.code)
  if (ruling.outcome === 'refused') {
    const { code, detail, showCurrent } = ruling
    await appendAudit(trx, {
      at,
      actor,
      device,
      action: 'decision-refused',
      subject: `request:${args.requestId}`,
      detail: { ...detail, code, command: command.id },
    })
    const current = showCurrent ? { request: request ?? null, member: member ?? null } : null
    return { ...plainReceipt(command.id, 'refused', at), code, detail: { ...detail }, current }
  }
  const changed = await carryOut(context, trx, { command, at, ...ruling })
  return { ...plainReceipt(command.id, 'applied', at), rebased: ruling.rebased, changed }
}
