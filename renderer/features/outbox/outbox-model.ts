import type { OutboxItem, OutboxState } from '#shared/contracts/outbox.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { MemberField } from '#shared/domain/members/member.ts'

export type OutboxGroupId = 'attention' | 'waiting' | 'today' | 'earlier'

/** To which part of the sum a state counts. */
const standsAs: Readonly<Record<OutboxState, 'attention' | 'waiting' | 'receipted'>> = {
  held: 'waiting',
  waiting: 'waiting',
  sending: 'waiting',
  retrying: 'waiting',
  parked: 'attention',
  refused: 'attention',
  applied: 'receipted',
  withdrawn: 'receipted',
  settled: 'receipted',
}

/** The group of an item. What has no receipt never leaves the first two, however old it is. */
export function groupOf(item: Pick<OutboxItem, 'state' | 'receiptedAt' | 'madeAt'>, today: string): OutboxGroupId {
  // What was taken back counts as waiting until the authority has been told.
  const stands = item.state === 'withdrawn' && item.receiptedAt === null ? 'waiting' : standsAs[item.state]
  if (stands !== 'receipted') return stands
  return riyadhDateOf(item.receiptedAt ?? item.madeAt) === today ? 'today' : 'earlier'
}

export interface OutboxGroup {
  readonly id: OutboxGroupId
  readonly items: readonly OutboxItem[]
}

/** Items by group: what needs the clerk, what waits, what was receipted today, what before. Their order is kept. */
export function groupItems(items: readonly OutboxItem[], today: string): OutboxGroup[] {
  return (['attention', 'waiting', 'today', 'earlier'] as const)
    .map((id) => ({ id, items: items.filter((item) => groupOf(item, today) === id) }))
    .filter((group) => group.items.length > 0)
}

/** Whether the sum holds: a strip that does not reconcile must not be shown as if it did. */
export function reconciles(counts: SyncStatus['counts']): boolean {
  return counts.today === counts.receipted + counts.waiting + counts.attention
}

/** Which sentence stands above an item. */
export type OutboxTitle = OutboxState | 'conflict' | 'overtaken' | 'dependency'

export function titleOf(item: Pick<OutboxItem, 'state' | 'cause' | 'overtaken'>): OutboxTitle {
  if (item.state !== 'refused') return item.state
  if (item.overtaken !== null) return 'overtaken'
  if (item.cause === 'sync/conflict') return 'conflict'
  return item.cause === 'sync/dependency' ? 'dependency' : 'refused'
}

export type OutboxAct = 'redo' | 'open' | 'keep' | 'retry' | 'undo' | 'discard'

/** What can be done with an item, in the order of its buttons; the first is the one that is filled when it acts. */
export function actsOf(item: Pick<OutboxItem, 'state' | 'can' | 'conflict'>): OutboxAct[] {
  const { can, state } = item
  // Only where there are two values is one of them kept.
  const conflict = state === 'refused' && item.conflict !== null
  const acts: OutboxAct[] = []
  if (can.redo) acts.push('redo')
  if (can.retry) acts.push('retry')
  if (can.undo) acts.push('undo')
  acts.push('open')
  if (can.discard && conflict) acts.push('keep')
  // What was never sent is taken back by undo; a second word for the same thing would only confuse.
  if (can.discard && !conflict && !can.undo && (state === 'refused' || state === 'parked')) acts.push('discard')
  return acts
}

/** What is told of a cause that the error table only knows in general, and what is to be done about it. */
export interface CauseWords {
  /** Undefined: what the table says. */
  readonly happened: 'request' | 'ended' | 'certificate' | 'appointment' | undefined
  readonly todo: 'redo' | 'lookRequest' | 'lookCertificate' | 'lookAppointment' | 'lookValues' | 'parked' | undefined
}

/** How the cause of an item is told: somebody else's act by its record, and never a redo that would be refused. */
export function causeWordsOf(item: Pick<OutboxItem, 'state' | 'can' | 'conflict' | 'overtaken'>): CauseWords {
  const { overtaken, can } = item
  if (item.state === 'parked') return { happened: undefined, todo: 'parked' }
  if (overtaken?.kind === 'certificate') return { happened: 'certificate', todo: 'lookCertificate' }
  if (overtaken?.kind === 'appointment') return { happened: 'appointment', todo: 'lookAppointment' }
  if (overtaken !== null)
    return { happened: overtaken.ended === null ? 'request' : 'ended', todo: can.redo ? 'redo' : 'lookRequest' }
  return { happened: undefined, todo: item.conflict !== null && !can.redo ? 'lookValues' : undefined }
}

/** How often it was sent: `tries` are those that failed, and what is on its way or has its receipt was sent once more. */
export function timesSent(item: Pick<OutboxItem, 'state' | 'tries' | 'lastTriedAt' | 'receiptedAt'>): number {
  if (item.lastTriedAt === null) return 0
  return item.tries + (item.state === 'sending' || item.receiptedAt !== null ? 1 : 0)
}

/** What the clerk wrote on a decision, as one text to take along: of the whole, then by field under its name. */
export function wordsToCopy(item: Pick<OutboxItem, 'act' | 'remarks'>, nameOf: (field: MemberField) => string): string {
  const fields = item.act.kind === 'request.decide' ? Object.entries(item.act.fields) : []
  const said = fields.map(([field, { remarks }]) =>
    remarks === '' ? '' : `${nameOf(field as MemberField)}: ${remarks}`,
  )
  return [item.remarks, ...said].filter((text) => text !== '').join('\n')
}

export interface ResultRow {
  readonly field: NonNullable<OutboxItem['conflict']>['fields'][number]['field']
  readonly value: string | null
  readonly from: 'mine' | 'theirs' | 'both'
}

/** What the record will hold after the decision is made again: mine where I change something, else the register's. */
export function resultOf(conflict: NonNullable<OutboxItem['conflict']>): ResultRow[] {
  return conflict.fields.map(({ field, base, theirs, mine }) => {
    if (mine === theirs) return { field, value: mine, from: 'both' }
    return mine === base ? { field, value: theirs, from: 'theirs' } : { field, value: mine, from: 'mine' }
  })
}
