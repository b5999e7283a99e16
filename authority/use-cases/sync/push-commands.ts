import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { type ActCommand, subjectOf } from '#shared/protocol/command.ts'
import { OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { PushInput, PushOutput, Receipt } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findStored, listNextSeq, lockSequence, saveStored } from '../../repositories/commands.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import { settleAppointment } from '../appointments/settle-appointment.ts'
import { settleRevocation } from '../certificates/settle-revocation.ts'
import type { AuthorityContext } from '../context.ts'
import { settleDecision } from './settle-decision.ts'
import type { Settlement } from './settlement.ts'
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
    envelope.kind === 'withdrawn' || envelope.kind === 'deferred'
      ? plainReceipt(id, envelope.kind, isoInstant(context.clock.now()))
      : await receiptOf(context, trx, envelope)
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

/** Does what a clerk's command says, or refuses it; the rules are those of its noun. */
function act(context: AuthorityContext, trx: Db, command: ActCommand, at: string): Promise<Settlement> {
  switch (command.kind) {
    case 'request.decide':
      return settleDecision(context, trx, command, at)
    case 'certificate.revoke':
      return settleRevocation(context, trx, command, at)
    default:
      return settleAppointment(context, trx, command, at)
  }
}

async function receiptOf(context: AuthorityContext, trx: Db, command: ActCommand): Promise<Receipt> {
  const at = isoInstant(context.clock.now())
  const settlement = await act(context, trx, command, at)
  if (settlement.outcome === 'stop') throw new Stop(settlement.code)
  if (settlement.outcome === 'applied')
    return { ...plainReceipt(command.id, 'applied', at), rebased: settlement.rebased, changed: settlement.changed }
  const { code, detail, current } = settlement
  const subject = subjectOf(command)
  await appendAudit(trx, {
    at,
    actor: command.actor,
    device: command.device,
    action: `${command.kind}-refused`,
    subject: `${subject.table.slice(0, -1)}:${subject.id}`,
    detail: { ...detail, code, command: command.id },
  })
  return { ...plainReceipt(command.id, 'refused', at), code, detail: { ...detail }, current }
}
