import { sql } from 'kysely'
import type { Store } from '#core/db/store.ts'
import { listCursors, putCursor } from '#core/repositories/cursors.ts'
import { PullOutput } from '#shared/protocol/pull.ts'
import { PushInput, PushOutput, type Receipt } from '#shared/protocol/push.ts'
import type { Call, Reply, SimAuthority } from './sim-authority.ts'
import type { SimDesk } from './sim-desk.ts'

/** A mistake that is put between the parts of a simulation, to see whether the simulation finds it. */
export interface Plant {
  readonly name: string
  /** What somebody might have got wrong. */
  readonly mistake: string
  /** Between a desk and its store. */
  readonly wrapStore?: (store: Store) => Store
  /** Before the authority sees a call. */
  readonly beforeCall?: (authority: SimAuthority, call: Call) => Promise<void>
  /** Between the authority's answer and the desk. */
  readonly changeReply?: (call: Call, reply: Reply, desk: SimDesk) => Reply
  /** Rows that the authority's queries find. */
  readonly changeRows?: (rows: readonly Record<string, unknown>[]) => Record<string, unknown>[]
  /** Whether commits only look as if they were forced to the disk. */
  readonly forcesNothing?: boolean
}

const pathOf = ({ path }: Call): string => new URL(path, 'http://authority').pathname

function answered(reply: Reply, value: unknown): Reply {
  return { ...reply, body: Buffer.from(JSON.stringify(value)) }
}

/** Changes the answer to a push that went well. */
function onPushed(change: (output: PushOutput) => PushOutput): NonNullable<Plant['changeReply']> {
  return (call, reply) => {
    if (pathOf(call) !== '/v1/push' || reply.status !== 200) return reply
    return answered(reply, change(PushOutput.parse(JSON.parse(reply.body.toString()))))
  }
}

/** Changes the answer to a pull that went well. */
function onPulled(
  change: (output: PullOutput, call: Call, desk: SimDesk) => PullOutput,
): NonNullable<Plant['changeReply']> {
  return (call, reply, desk) => {
    if (pathOf(call) !== '/v1/pull' || reply.status !== 200) return reply
    return answered(reply, change(PullOutput.parse(JSON.parse(reply.body.toString())), call, desk))
  }
}

/** Looks at every change that a desk makes to its store: `skip` leaves it out, `after` follows it. */
function onChanges(look: (sql: string, values: readonly unknown[], store: Store) => 'skip' | (() => void) | undefined) {
  return (store: Store): Store => {
    const runOf = (
      sql: string,
      ...values: Parameters<Store['runOf']> extends [string, ...infer Rest] ? Rest : never
    ) => {
      const word = look(sql, values, store)
      if (word === 'skip') return 0
      const count = store.runOf(sql, ...values)
      word?.()
      return count
    }
    const run: Store['run'] = (query) => {
      const { sql, parameters } = query.compile()
      return runOf(sql, ...(parameters as Parameters<typeof runOf> extends [string, ...infer Rest] ? Rest : never))
    }
    return over(store, { run, runOf })
  }
}

function over(store: Store, own: Partial<Record<string, unknown>>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = own[String(name)] ?? Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function idsOf(call: Call): string[] {
  if (pathOf(call) !== '/v1/push' || typeof call.body !== 'string') return []
  const { items } = PushInput.parse(JSON.parse(call.body))
  return items.map((item) => (item.type === 'deferral' ? item.deferral.id : item.command.id))
}

/** The mistakes, each of a kind that has been made somewhere. */
export const plants: readonly Plant[] = [
  {
    name: 'receipts-mixed-up',
    mistake: 'receipts are matched to commands by the wrong place of the list',
    changeReply: onPushed(({ receipts, ...rest }) => {
      const [first, second] = receipts
      if (!first || !second) return { receipts, ...rest }
      const swapped: Receipt[] = [{ ...second, id: first.id }, { ...first, id: second.id }, ...receipts.slice(2)]
      return { receipts: swapped, ...rest }
    }),
  },
  {
    name: 'refusal-dropped',
    mistake: 'a refusal is taken for success, because the call went well',
    changeReply: onPushed(({ receipts, ...rest }) => ({
      receipts: receipts.map((receipt) =>
        receipt.outcome === 'refused' ? { ...receipt, outcome: 'applied' as const, code: null } : receipt,
      ),
      ...rest,
    })),
  },
  {
    name: 'receipts-ignored',
    mistake: 'a receipt that came after a retry is not written down',
    wrapStore: onChanges((sql, values) =>
      sql.startsWith('update "outbox"') && sql.includes('"receipt" =') && values.includes('applied')
        ? 'skip'
        : undefined,
    ),
  },
  {
    name: 'attempt-not-noted',
    mistake: 'the attempt is not written down before the bytes leave',
    wrapStore: onChanges((sql, _, store) =>
      sql.startsWith('update "outbox"') && sql.includes('"attempted_at" =')
        ? () => void store.runOf('UPDATE outbox SET attempted_at = NULL')
        : undefined,
    ),
  },
  {
    name: 'number-used-again',
    mistake: 'an undo removes the command and gives its number to the next one',
    wrapStore: onChanges((sql, values, store) => {
      if (!sql.startsWith('update "outbox"') || !values.includes('withdrawn') || sql.includes('"receipt" ='))
        return undefined
      const id = String(values.at(-1))
      return () => {
        const row = store.findOf<{ actor: string }>('SELECT actor FROM outbox WHERE id = ?', id)
        store.runOf('DELETE FROM overlay WHERE command_id = ?', id)
        store.runOf('DELETE FROM outbox WHERE id = ?', id)
        if (row) store.runOf('UPDATE enrolled SET next_seq = next_seq - 1 WHERE clerk_id = ?', row.actor)
      }
    }),
  },
  {
    name: 'effect-stays',
    mistake: 'the pending effect of a settled command is not taken away',
    wrapStore: onChanges((sql) => (sql.startsWith('delete from "overlay"') ? 'skip' : undefined)),
  },
  {
    name: 'list-not-refreshed',
    mistake: 'what lists show is not brought up to date with a pending effect',
    wrapStore: onChanges((sql) => (sql.startsWith('insert into "pending_appointments"') ? 'skip' : undefined)),
  },
  {
    name: 'cursor-before-rows',
    mistake: 'the cursor is saved before the rows that it stands for',
    changeReply: onPulled((page, call, desk) => {
      const scope = new URL(call.path, 'http://authority').searchParams.get('scope') ?? ''
      const known = desk.up ? listCursors(desk.store).find((one) => one.scope === scope) : undefined
      if (known) putCursor(desk.store, { ...known, epoch: page.epoch, cursor: page.cursor, totals: page.totals })
      return page
    }),
  },
  {
    name: 'change-not-published',
    mistake: 'a change of a member is not put into the feed',
    changeReply: onPulled((page) => ({
      ...page,
      changes: page.changes.filter(({ table, version }) => table !== 'members' || version === 1),
    })),
  },
  {
    name: 'repeat-takes-effect-again',
    mistake: 'a command that comes again is not recognised by its id',
    beforeCall: async ({ db }, call) => {
      const ids = idsOf(call)
      if (ids.length > 0) await db.deleteFrom('commands').where('id', 'in', ids).execute()
    },
  },
  {
    name: 'epoch-ignored',
    mistake: 'a restored authority is taken for the one before',
    changeReply: (call, reply) => {
      if (reply.status !== 200 || !['/v1/meta', '/v1/pull'].includes(pathOf(call))) return reply
      return { ...reply, body: Buffer.from(reply.body.toString().replace(/"epoch":"[^"]*"/, '"epoch":"test"')) }
    },
  },
  {
    name: 'disk-not-forced',
    mistake: 'a clerk is answered before the disk has their command',
    forcesNothing: true,
  },
  {
    name: 'time-not-kept',
    mistake: 'what was seen of time is not written down',
    wrapStore: onChanges((sql, values) =>
      sql.startsWith('insert into "settings"') && values[0] === 'clock' ? 'skip' : undefined,
    ),
  },
  {
    name: 'document-cut',
    mistake: 'a document is kept without its end',
    beforeCall: async ({ db }) => {
      await db
        .updateTable('documents')
        .set({ bytes: sql`substring(bytes from 1 for length(bytes) - 1)` })
        .where('mediaType', '=', 'image/png')
        .execute()
    },
  },
  {
    name: 'places-not-seen',
    mistake: 'the places of a slot are counted without those that others have just taken',
    changeRows: (rows) => rows.filter((row) => !(Object.keys(row).length === 1 && 'place' in row)),
  },
  {
    name: 'badge-always-green',
    mistake: 'the badge counts what it has shown, not what waits',
    wrapStore: (store) =>
      over(store, {
        allOf: (sql: string, ...values: Parameters<Store['runOf']> extends [string, ...infer Rest] ? Rest : never) =>
          sql.startsWith('SELECT state, count(*) AS count FROM') ? [] : store.allOf(sql, ...values),
      }),
  },
]
