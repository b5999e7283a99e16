import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { OutboxTable } from '#core/db/tables.ts'
import type { OutboxState } from '#shared/contracts/outbox.ts'
import type { ActKind } from '#shared/domain/act-kind.ts'
import { type ActCommand, Command, memberOf, subjectOf } from '#shared/protocol/command.ts'
import { Receipt } from '#shared/protocol/push.ts'

/** A command in the order of this desk, with what became of it so far. */
export interface OutboxEntry {
  readonly position: number
  readonly id: string
  readonly seq: number
  readonly actor: string
  readonly kind: Command['kind']
  readonly state: OutboxState
  /** The record that it acts on. */
  readonly subject: ReturnType<typeof subjectOf>
  readonly memberId: string | null
  readonly after: string | null
  /** The command as its clerk made it, also after it was taken back. */
  readonly decided: ActCommand
  readonly madeAt: string
  readonly notBefore: number | null
  readonly attemptedAt: string | null
  readonly tries: number
  readonly lastTriedAt: string | null
  readonly cause: string | null
  readonly deferral: 'due' | 'acknowledged' | null
  readonly receiptedAt: string | null
  readonly rebased: boolean
  readonly redoneAs: string | null
}

/** States of a command that has no receipt yet. */
export const unreceiptedStates = ['held', 'waiting', 'sending', 'retrying', 'parked'] as const satisfies OutboxState[]

/** States as a list in SQL. */
export const listed = (states: readonly OutboxState[]): string => `(${states.map((state) => `'${state}'`).join(', ')})`

const columns = [
  'position',
  'id',
  'seq',
  'actor',
  'kind',
  'state',
  'subject_table',
  'subject_id',
  'member_id',
  'after',
  'decided',
  'made_at',
  'not_before_ms',
  'attempted_at',
  'tries',
  'last_tried_at',
  'cause',
  'deferral',
  'receipted_at',
  'rebased',
  'redone_as',
] as const

type EntryRow = Pick<OutboxTable, (typeof columns)[number]>

function toEntry(row: EntryRow): OutboxEntry {
  return {
    position: row.position,
    id: row.id,
    seq: row.seq,
    actor: row.actor,
    kind: row.kind as Command['kind'],
    state: row.state as OutboxState,
    subject: { table: row.subject_table as OutboxEntry['subject']['table'], id: row.subject_id },
    memberId: row.member_id === '' ? null : row.member_id,
    after: row.after,
    decided: JSON.parse(row.decided) as ActCommand,
    madeAt: row.made_at,
    notBefore: row.not_before_ms,
    attemptedAt: row.attempted_at,
    tries: row.tries,
    lastTriedAt: row.last_tried_at,
    cause: row.cause,
    deferral: row.deferral,
    receiptedAt: row.receipted_at,
    rebased: row.rebased === 1,
    redoneAs: row.redone_as,
  }
}

const entries = query.selectFrom('outbox').select(columns)

// These two are asked all the time, so their texts are made once.
const entryById = entries.where('id', '=', '').compile().sql
const entriesWithoutReceipt = entries.where('state', 'in', unreceiptedStates).orderBy('position').compile().sql

/** Puts a signed command at the end of the outbox. `notBefore`: until when it is held, in milliseconds. */
export function appendCommand(store: Store, command: ActCommand, notBefore: number | null): number {
  const subject = subjectOf(command)
  const text = JSON.stringify(command)
  store.run(
    query.insertInto('outbox').values({
      id: command.id,
      seq: command.seq,
      actor: command.actor,
      kind: command.kind,
      state: notBefore === null ? 'waiting' : 'held',
      subject_table: subject.table,
      subject_id: subject.id,
      member_id: memberOf(command) ?? '',
      after: 'base' in command && 'after' in command.base ? command.base.after : null,
      body: text,
      decided: text,
      made_at: command.madeAt,
      not_before_ms: notBefore,
    } as OutboxTable),
  )
  return getEntry(store, command.id).position
}

export function findEntry(store: Store, id: string): OutboxEntry | undefined {
  const row = store.findOf<EntryRow>(entryById, id)
  return row && toEntry(row)
}

export function getEntry(store: Store, id: string): OutboxEntry {
  const entry = findEntry(store, id)
  if (!entry) throw new Error(`No command ${id} in the outbox`)
  return entry
}

/** The signed command as it is pushed, parsed again: what was stored by an older version is not trusted blindly. */
export function getStoredCommand(store: Store, id: string): Command {
  const row = store.find(query.selectFrom('outbox').select('body').where('id', '=', id))
  return Command.parse(JSON.parse(row?.body ?? 'null'))
}

export function findReceipt(store: Store, id: string): Receipt | undefined {
  const row = store.findOf<{ receipt: string | null }>('SELECT receipt FROM outbox WHERE id = ?', id)
  return row?.receipt ? Receipt.parse(JSON.parse(row.receipt)) : undefined
}

/** How many commands of a clerk have no receipt yet. */
export function countUnreceipted(store: Store, actor: string): number {
  // By their state, which few have, and not by the clerk (`+`), who has made many.
  const row = store.findOf<{ count: number }>(
    `SELECT count(*) AS count FROM outbox WHERE state IN ${listed(unreceiptedStates)} AND +actor = ?`,
    actor,
  )
  return row?.count ?? 0
}

/** Commands without a receipt, of all clerks, in the order of this desk. */
export function listUnreceipted(store: Store): OutboxEntry[] {
  return store.allOf<EntryRow>(entriesWithoutReceipt, ...unreceiptedStates).map(toEntry)
}

/** Commands on a record, in order. */
export function listOfSubject(store: Store, table: OutboxEntry['subject']['table'], id: string): OutboxEntry[] {
  return store
    .all(entries.where('subject_id', '=', id).where('subject_table', '=', table).orderBy('position'))
    .map(toEntry)
}

/** Commands of these kinds that the authority refused and their clerk has not put away, oldest first. */
export function listRefused(store: Store, kinds: readonly ActKind[]): OutboxEntry[] {
  return store.all(entries.where('state', '=', 'refused').where('kind', 'in', kinds).orderBy('position')).map(toEntry)
}

/** The clerk's last command that has no receipt and was not taken back; of one kind when named. */
export function findLastAct(store: Store, actor: string, kind?: ActKind): OutboxEntry | undefined {
  const row = store.find(
    entries
      .where('actor', '=', actor)
      .where('kind', kind === undefined ? '!=' : '=', kind ?? 'withdrawn')
      .where('state', 'in', unreceiptedStates)
      .orderBy('position', 'desc')
      .limit(1),
  )
  return row && toEntry(row)
}

/** Refused commands of the same clerk that were built on this one, and on those, because the first was refused. */
export function listRefusedDependents(store: Store, { id, actor }: Pick<OutboxEntry, 'id' | 'actor'>): string[] {
  const found = [id]
  for (const before of found) {
    const rows = store.all(
      query
        .selectFrom('outbox')
        .select('id')
        .where('after', '=', before)
        .where('actor', '=', actor)
        .where('state', '=', 'refused')
        .where('cause', '=', 'sync/dependency'),
    )
    found.push(...rows.map((row) => row.id))
  }
  return found.slice(1)
}

/** Whether a command was built on this one and stands without a receipt. */
export function hasDependent(store: Store, id: string): boolean {
  const row = store.find(
    query
      .selectFrom('outbox')
      .select('id')
      .where('after', '=', id)
      .where('kind', '!=', 'withdrawn')
      .where('state', 'in', unreceiptedStates)
      .limit(1),
  )
  return row !== undefined
}

export interface OutboxChange {
  readonly state?: OutboxState
  readonly kind?: Command['kind']
  readonly body?: Command
  readonly notBefore?: number | null
  readonly attemptedAt?: string
  readonly tries?: number
  readonly lastTriedAt?: string
  readonly cause?: string | null
  readonly deferral?: 'due' | 'acknowledged' | null
  readonly receipt?: Receipt
  readonly receiptedAt?: string
  readonly rebased?: boolean
  readonly redoneAs?: string
}

/** Changes what is known of a command; what is left out stays. */
export function changeEntry(store: Store, id: string, change: OutboxChange): void {
  const set: Partial<OutboxTable> = {
    ...(change.state !== undefined && { state: change.state }),
    ...(change.kind !== undefined && { kind: change.kind }),
    ...(change.body !== undefined && { body: JSON.stringify(change.body) }),
    ...(change.notBefore !== undefined && { not_before_ms: change.notBefore }),
    ...(change.attemptedAt !== undefined && { attempted_at: change.attemptedAt }),
    ...(change.tries !== undefined && { tries: change.tries }),
    ...(change.lastTriedAt !== undefined && { last_tried_at: change.lastTriedAt }),
    ...(change.cause !== undefined && { cause: change.cause }),
    ...(change.deferral !== undefined && { deferral: change.deferral }),
    ...(change.receipt !== undefined && { receipt: JSON.stringify(change.receipt) }),
    ...(change.receiptedAt !== undefined && { receipted_at: change.receiptedAt }),
    ...(change.rebased !== undefined && { rebased: change.rebased ? 1 : 0 }),
    ...(change.redoneAs !== undefined && { redone_as: change.redoneAs }),
  }
  store.run(query.updateTable('outbox').set(set).where('id', '=', id))
}

/** How long a command is held at most, so that it can be taken back, in milliseconds. */
export const longestHold = 6000

/**
 * Held commands become waiting: all of them, or those whose time is over. One that would be held for longer than any is
 * was held by a clock that has been set right since: its time is over too. Answers how many.
 */
export function releaseHeld(store: Store, now: number | null): number {
  const update = query.updateTable('outbox').set({ state: 'waiting', not_before_ms: null }).where('state', '=', 'held')
  if (now === null) return store.run(update)
  const isOver = update.where((or) =>
    or.or([or('not_before_ms', '<=', now), or('not_before_ms', '>', now + longestHold)]),
  )
  return store.run(isOver)
}

/** In how many milliseconds the next held command is due; undefined when none is held. */
export function untilRelease(store: Store, now: number): number | undefined {
  const row = store.find(
    query.selectFrom('outbox').select('not_before_ms').where('state', '=', 'held').orderBy('not_before_ms').limit(1),
  )
  const due = row?.not_before_ms ?? undefined
  if (due === undefined) return undefined
  return due > now + longestHold ? 0 : Math.max(0, due - now)
}
