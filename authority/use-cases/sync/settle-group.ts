import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { type ActCommand, type DecideCommand, subjectOf } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { listNextSeq, listStored, lockSequences, type StoredCommand } from '../../repositories/commands.ts'
import { settleAppointment } from '../appointments/settle-appointment.ts'
import { settleRevocation } from '../certificates/settle-revocation.ts'
import type { AuthorityContext } from '../context.ts'
import { type DecisionGround, openGround } from './decision-ground.ts'
import { PendingWrites } from './pending-writes.ts'
import { settleDecision } from './settle-decision.ts'
import type { Settlement } from './settlement.ts'
import { findAttachmentFault, keepAttachments } from './take-attachments.ts'
import { compare, type Pushed } from './validate-push.ts'

/** The command waits for another one; nothing of it happened. */
export class Stop extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** What a group has in common while it is settled. */
interface Group {
  readonly context: AuthorityContext
  readonly trx: Db
  readonly device: string
  /** By id: what was settled before, and what this group has settled. */
  readonly stored: Map<string, StoredCommand>
  /** Next seq by actor. */
  readonly next: Map<string, number>
  readonly ground: DecisionGround
  readonly writes: PendingWrites
}

/**
 * Settles items of a device in order; everything that they do, their receipts included, belongs to the caller's
 * transaction. Decisions are read and written together; the other kinds ask and write for themselves.
 *
 * @throws {Stop} when an item waits for another one. @throws {AppError} `sync/body-mismatch`, `sync/gap`. After either the
 *   transaction must not be committed.
 */
export async function settleGroup(
  context: AuthorityContext,
  trx: Db,
  device: string,
  items: readonly Pushed[],
): Promise<Receipt[]> {
  const actors = [...new Set(items.map(({ envelope }) => envelope.actor))]
  // Looked at again under the lock: the same push may have come twice at the same time.
  await lockSequences(trx, device, actors)
  const stored = await listStored(trx, idsOf(items), [])
  const group: Group = {
    context,
    trx,
    device,
    stored: new Map(stored.map((command) => [command.id, command])),
    next: await listNextSeq(trx, device, actors),
    ground: await openGround(trx, decisionsOf(items)),
    writes: new PendingWrites(),
  }
  const receipts: Receipt[] = []
  for (const item of items) receipts.push(await settle(group, item))
  await group.writes.flush(trx)
  return receipts
}

/** Ids of the items and of the commands that they are built on. */
function idsOf(items: readonly Pushed[]): string[] {
  const ids = items.flatMap(({ envelope }) =>
    'base' in envelope && 'after' in envelope.base ? [envelope.id, envelope.base.after] : [envelope.id],
  )
  return [...new Set(ids)]
}

function decisionsOf(items: readonly Pushed[]): DecideCommand[] {
  return items.flatMap(({ envelope }) => (envelope.kind === 'request.decide' ? [envelope] : []))
}

async function settle(group: Group, { envelope, bodyHash, text }: Pushed): Promise<Receipt> {
  const { context, device, stored, next, writes } = group
  const { id, actor, seq, kind } = envelope
  const known = stored.get(id)
  if (known) {
    const relation = compare(known, { envelope, bodyHash, text })
    if (relation === 'same') return known.receipt
    if (relation === 'mismatch') throw new AppError('sync/body-mismatch', { id })
  } else {
    const wanted = next.get(actor) ?? 1
    if (seq !== wanted) throw new AppError('sync/gap', { actor, seq: wanted })
    next.set(actor, wanted + 1)
  }
  const at = isoInstant(context.clock.now())
  const receipt =
    envelope.kind === 'withdrawn' || envelope.kind === 'deferred'
      ? plainReceipt(id, envelope.kind, at)
      : envelope.kind === 'strange'
        ? { ...plainReceipt(id, 'refused', at), code: 'sync/kind-unknown' }
        : receiptOf(envelope, await act(group, envelope, at), at, writes)
  const state = receipt.outcome === 'deferred' ? 'deferred' : 'settled'
  const command: StoredCommand = { id, device, actor, seq, kind, bodyHash, state, receipt }
  stored.set(id, command)
  writes.commands.push(command)
  return receipt
}

function plainReceipt(id: string, outcome: Receipt['outcome'], at: string): Receipt {
  return { id, outcome, code: null, detail: {}, rebased: false, changed: [], current: null, at }
}

/** Does what a clerk's command says, or refuses it; the rules are those of its noun. */
async function act(
  { context, trx, stored, ground, writes }: Group,
  command: ActCommand,
  at: string,
): Promise<Settlement> {
  if (command.kind === 'request.decide') {
    const after = 'after' in command.base ? stored.get(command.base.after) : undefined
    if (writes.hasRequest(command.args.requestId)) await writes.flush(trx)
    const fault = await findAttachmentFault(trx, command, ground.factsOf(command, after).request)
    if (fault) return fault
    const settlement = settleDecision(context, { command, after, at, ground, writes })
    if (settlement.outcome === 'applied') await keepAttachments(trx, command)
    return settlement
  }
  await writes.flush(trx)
  if (command.kind === 'certificate.revoke') return settleRevocation(context, trx, command, at)
  return settleAppointment(context, trx, command, at)
}

function receiptOf(command: ActCommand, settlement: Settlement, at: string, writes: PendingWrites): Receipt {
  if (settlement.outcome === 'stop') throw new Stop(settlement.code)
  if (settlement.outcome === 'applied')
    return { ...plainReceipt(command.id, 'applied', at), rebased: settlement.rebased, changed: settlement.changed }
  const { code, detail, current } = settlement
  const subject = subjectOf(command)
  writes.audits.push({
    at,
    actor: command.actor,
    device: command.device,
    action: `${command.kind}-refused`,
    subject: `${subject.table.slice(0, -1)}:${subject.id}`,
    detail: { ...detail, code, command: command.id },
  })
  return { ...plainReceipt(command.id, 'refused', at), code, detail: { ...detail }, current }
}
