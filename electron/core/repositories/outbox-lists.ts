import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { OutboxShow, OutboxState } from '#shared/contracts/outbox.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { findReceipt, listed, unreceiptedStates } from './outbox.ts'

/** Which states stand behind each figure of the badge. */
const figures = {
  receipted: ['applied', 'withdrawn', 'settled'],
  waiting: ['held', 'waiting', 'sending', 'retrying'],
  attention: ['parked', 'refused'],
} as const satisfies Record<string, OutboxState[]>

const statesOf: Record<OutboxShow, readonly OutboxState[] | null> = {
  all: null,
  open: [...figures.waiting, ...figures.attention],
  receipted: figures.receipted,
  attention: figures.attention,
}

/** Ids of a clerk's commands: those without a receipt first, then by time, newest first. */
export function listCommandIds(store: Store, actor: string, filter: OutboxShow, limit: number): string[] {
  const states = statesOf[filter]
  const base = query
    .selectFrom('outbox')
    .select('id')
    .where('actor', '=', actor)
    .orderBy((eb) => eb.case().when('state', 'in', unreceiptedStates).then(0).else(1).end())
    .orderBy('position', 'desc')
    .limit(limit)
  return store.all(states === null ? base : base.where('state', 'in', states)).map((row) => row.id)
}

/**
 * The sum behind the badge for one clerk: every command made since `since` (the start of the day), and every older one
 * that still waits or needs attention.
 */
export function countCommands(store: Store, actor: string, since: string): SyncStatus['counts'] {
  // The older ones by their state, which few have, and not by the clerk (`+`): after whatever happens this is asked.
  const rows = store.allOf<{ state: OutboxState; count: number }>(
    `SELECT state, count(*) AS count FROM (
       SELECT state FROM outbox WHERE actor = ? AND made_at >= ?
       UNION ALL
       SELECT state FROM outbox WHERE state IN ${listed([...figures.waiting, ...figures.attention])}
         AND +actor = ? AND made_at < ?)
     GROUP BY state`,
    actor,
    since,
    actor,
    since,
  )
  const sum = (states: readonly OutboxState[]) =>
    rows.filter((row) => states.includes(row.state)).reduce((total, row) => total + row.count, 0)
  const [receipted, waiting, attention] = [sum(figures.receipted), sum(figures.waiting), sum(figures.attention)]
  return { today: receipted + waiting + attention, receipted, waiting, attention }
}

/**
 * Deletes commands whose receipt came before `before` and that nobody needs any more. Answers how many. Of each clerk only
 * from the lowest number up to the first that is still needed: numbers that are here have no gaps, so that one that is
 * missing means something (the store's check).
 */
export function pruneOutbox(store: Store, before: string): number {
  const done = `state IN ('applied', 'withdrawn', 'settled') AND receipted_at < ?
    AND NOT EXISTS (SELECT 1 FROM overlay WHERE command_id = outbox.id)`
  return store.runOf(
    `WITH needed AS MATERIALIZED (SELECT actor, min(seq) AS seq FROM outbox WHERE NOT coalesce(${done}, 0) GROUP BY actor)
     DELETE FROM outbox WHERE ${done}
       AND NOT EXISTS (SELECT 1 FROM needed WHERE needed.actor = outbox.actor AND needed.seq < outbox.seq)`,
    before,
    before,
  )
}

/** Commands that took effect at the authority and whose pending effect still shows here. */
export function listSettledOverlays(store: Store): string[] {
  return store
    .allOf<{ id: string }>(
      `SELECT DISTINCT overlay.command_id AS id FROM overlay JOIN outbox ON outbox.id = overlay.command_id
       WHERE outbox.state NOT IN ('held', 'waiting', 'sending', 'retrying', 'parked')`,
    )
    .map(({ id }) => id)
}

/**
 * Commands of a clerk from `seq` on that a restored authority has forgotten are sent again. Those that were put away go
 * as they are too, because their place must be filled; the caller turns them into `withdrawn`.
 *
 * @returns ids of the commands that wait again, and of those among them that had been put away.
 */
export function reopenFrom(store: Store, actor: string, seq: number): { reopened: string[]; putAway: string[] } {
  const rows = store.all(
    query
      .selectFrom('outbox')
      .select(['id', 'state'])
      .where('actor', '=', actor)
      .where('seq', '>=', seq)
      .where('state', 'in', ['applied', 'refused', 'withdrawn', 'settled'])
      .orderBy('seq'),
  )
  const reopened = rows.map((row) => row.id)
  if (reopened.length > 0)
    store.run(
      query
        .updateTable('outbox')
        .set({ state: 'waiting', receipt: null, receipted_at: null, cause: null, tries: 0 })
        .where('id', 'in', reopened),
    )
  store.runOf("UPDATE outbox SET deferral = 'due' WHERE actor = ? AND seq >= ? AND state = 'parked'", actor, seq)
  return { reopened, putAway: rows.filter((row) => row.state === 'settled').map((row) => row.id) }
}

/** Whether the outbox still holds a clerk's command of this number. */
export function hasSeq(store: Store, actor: string, seq: number): boolean {
  return (
    store.find(query.selectFrom('outbox').select('id').where('actor', '=', actor).where('seq', '=', seq)) !== undefined
  )
}

/**
 * The last command of each clerk that took effect (or was withdrawn) waits again: an authority that still knows it gives
 * its receipt once more, and one that was restored to before it says from where it must be told. The receipt that is here
 * stays beside it until then: `reopenIfOther` looks whether it is the same.
 */
export function askForLastReceipts(store: Store): void {
  store.runOf(
    `UPDATE outbox SET state = 'waiting', receipted_at = NULL, tries = 0 WHERE position IN
       (SELECT max(position) FROM outbox WHERE state IN ('applied', 'withdrawn') AND seq > 0 GROUP BY actor)`,
  )
}

/**
 * A command was settled otherwise, or at another time, than the receipt says that was here before: the authority has lived
 * through it a second time since it was restored, by a copy that came late. What became of the clerk's earlier ones it is
 * asked too, for none of them needs to have ended as it did.
 */
export function reopenIfOther(store: Store, { id, outcome, at }: Receipt): void {
  const before = findReceipt(store, id)
  if (before === undefined || (before.outcome === outcome && before.at === at)) return
  store.runOf(
    `UPDATE outbox SET state = 'waiting', receipt = NULL, receipted_at = NULL, cause = NULL, tries = 0
     WHERE state IN ('applied', 'refused', 'withdrawn', 'settled') AND seq > 0
       AND actor = (SELECT actor FROM outbox WHERE id = ?) AND seq < (SELECT seq FROM outbox WHERE id = ?)`,
    id,
    id,
  )
}
