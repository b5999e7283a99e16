import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { PushInput, PushOutput, Receipt } from '#shared/protocol/push.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { spokenProtocols } from '../session/meta.ts'
import { Stop, settleGroup } from './settle-group.ts'
import { identify, type Pushed, validatePush } from './validate-push.ts'

/** Commands in one transaction: enough that a statement serves many, few enough that nobody waits long for their rows. */
const groupSize = 50
/** What locks rows that are known beforehand, so that two groups lock them in one order. */
const kindsInGroups: readonly Pushed['envelope']['kind'][] = ['request.decide', 'withdrawn', 'deferred']

/** The items in groups, in order; whatever locks slots and certificates as it goes stands alone. */
function* groupsOf(pushed: readonly Pushed[]): Generator<Pushed[]> {
  let group: Pushed[] = []
  for (const item of pushed) {
    const alone = !kindsInGroups.includes(item.envelope.kind)
    if (group.length > 0 && (alone || group.length === groupSize)) {
      yield group
      group = []
    }
    if (alone) yield [item]
    else group.push(item)
  }
  if (group.length > 0) yield group
}

/** @throws {AppError} `sync/protocol` for one that this authority does not speak. */
export function demandProtocol({ config }: Pick<AuthorityContext, 'config'>, spoken: number): void {
  const { protocol, oldestProtocol } = spokenProtocols(config)
  if (spoken > protocol || spoken < oldestProtocol)
    throw new AppError('sync/protocol', { protocol, oldest: oldestProtocol })
}

/**
 * Takes commands of a device in the order of its outbox: looks at all of them first, then settles one after the other,
 * decisions in groups that share a transaction. A group that meets a fault has happened not at all: its items are settled again,
 * each in a transaction of its own, up to the one that cannot be. Receipts of the items that were settled, and where it
 * had to stop.
 *
 * @throws {AppError} `sync/protocol`, `permission/denied` (another device), `sync/gap`, `sync/body-mismatch`,
 *   `sync/bad-signature`: nothing of the push was looked at further.
 */
export async function pushCommands(context: AuthorityContext, session: Session, input: PushInput): Promise<PushOutput> {
  demandProtocol(context, input.protocol)
  if (input.device !== session.device) throw new AppError('permission/denied', { reason: 'device' })
  const pushed = identify(input.items)
  const stranger = pushed.find(({ envelope }) => envelope.device !== input.device)
  if (stranger) throw new AppError('input/invalid', { field: 'device', id: stranger.envelope.id })
  await validatePush(context.db, input.device, pushed)

  const receipts: Receipt[] = []
  for (const group of groupsOf(pushed)) {
    const settled = await settleTogether(context, input.device, group)
    receipts.push(...settled.receipts)
    if (settled.stop) return answer(context, receipts, settled.stop)
  }
  return answer(context, receipts, null)
}

function answer(context: AuthorityContext, receipts: Receipt[], stop: PushOutput['stop']): PushOutput {
  return { receipts, stop, serverTime: isoInstant(context.clock.now()) }
}

type Settled = Pick<PushOutput, 'receipts' | 'stop'>

async function settleTogether(context: AuthorityContext, device: string, group: readonly Pushed[]): Promise<Settled> {
  if (group.length === 1) return settleEach(context, device, group)
  try {
    const receipts = await context.db.transaction().execute((trx) => settleGroup(context, trx, device, group))
    return { receipts, stop: null }
  } catch {
    // Whatever it was happens again to the one item that it belongs to, and is told there.
    return settleEach(context, device, group)
  }
}

async function settleEach(context: AuthorityContext, device: string, items: readonly Pushed[]): Promise<Settled> {
  const receipts: Receipt[] = []
  for (const item of items) {
    try {
      receipts.push(...(await inTransaction(context.db, (trx) => settleGroup(context, trx, device, [item]))))
    } catch (thrown) {
      const code = thrown instanceof Stop ? thrown.code : toAppError(thrown).code
      if (code === 'internal') context.log.error('push-fault', { id: item.envelope.id, cause: String(thrown) })
      return { receipts, stop: { id: item.envelope.id, code } }
    }
  }
  return { receipts, stop: null }
}
