import type { OutboxItem, OutboxState, SyncStatus } from '#shared/contracts/sync.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'

export type OutboxShow = 'all' | 'open' | 'receipted' | 'attention'
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
export type OutboxTitle = OutboxState | 'conflict' | 'dependency'

export function titleOf(item: Pick<OutboxItem, 'state' | 'cause'>): OutboxTitle {
  if (item.state !== 'refused') return item.state
  if (item.cause === 'sync/conflict') return 'conflict'
  return item.cause === 'sync/dependency' ? 'dependency' : 'refused'
}

export type OutboxAct = 'redo' | 'open' | 'keep' | 'retry' | 'undo' | 'discard'

/** What can be done with an item, in the order of its buttons; the first is the one that is filled when it acts. */
export function actsOf(item: Pick<OutboxItem, 'state' | 'cause' | 'can'>): OutboxAct[] {
  const { can, state } = item
  const conflict = titleOf(item) === 'conflict'
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
