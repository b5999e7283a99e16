import type { Store } from '#core/db/store.ts'
import type { LocalImage, PlainRow } from '#core/db/table-kinds.ts'
import { type Reading, readAround, unlessUnreadable } from './salvage-reading.ts'

/** Numbers of commands by clerk. */
export type CommandSeqs = ReadonlyMap<string, ReadonlySet<number>>

/**
 * Indexes of the outbox that tell where commands lie without a look at its own pages. The first two are SQLite's own, of
 * its two UNIQUE constraints.
 */
const indexes: readonly Reading[] = [
  { table: 'outbox', index: 'sqlite_autoindex_outbox_1', key: ['id'], columns: ['position'] },
  { table: 'outbox', index: 'sqlite_autoindex_outbox_2', key: ['actor', 'seq'], columns: ['position'] },
  { table: 'outbox', index: 'outbox_by_state', key: ['state', 'position'], columns: [] },
]

/**
 * What a damaged outbox still gives: from both its ends, and what lies between two damaged pages one by one, where an
 * index says that there is something.
 *
 * @returns whether that was all of it, and the numbers of all commands that some index knows.
 */
export function salvageOutbox(
  store: Store,
  onRows: (rows: PlainRow[]) => void,
): { readonly whole: boolean; readonly known: CommandSeqs } {
  const read = new Set<unknown>()
  const take = (rows: PlainRow[]): void => {
    for (const { position } of rows) read.add(position)
    onRows(rows)
  }
  // By their places, which is how the rows themselves lie: no index is needed.
  const whole = readAround(store, { table: 'outbox', key: ['position'] }, take)
  const known = new Map<string, Set<number>>()
  if (whole) return { whole, known }
  const left = new Set<number>()
  for (const reading of indexes)
    readAround(store, reading, (rows) => {
      for (const { position, actor, seq } of rows) {
        if (!read.has(position)) left.add(Number(position))
        if (typeof actor === 'string') known.set(actor, (known.get(actor) ?? new Set()).add(Number(seq)))
      }
    })
  for (const position of [...left].sort((one, other) => one - other))
    take(unlessUnreadable(() => store.allOf<PlainRow>('SELECT * FROM outbox WHERE position = ?', position)) ?? [])
  return { whole, known }
}

/** Numbers that are known to have been given, and whose commands are not among these rows. */
export function listUnsaved(known: CommandSeqs, outbox: readonly PlainRow[]): { clerkId: string; seqs: number[] }[] {
  const saved = new Set(outbox.map(({ actor, seq }) => `${seq} ${actor}`))
  return [...known].flatMap(([clerkId, given]) => {
    // Numbers below 0 were put out of the order by an earlier repair.
    const seqs = [...given]
      .filter((seq) => seq > 0 && !saved.has(`${seq} ${clerkId}`))
      .sort((one, other) => one - other)
    return seqs.length > 0 ? [{ clerkId, seqs }] : []
  })
}

/** Of two rows in one place of the outbox (an older copy was used for what is damaged) the later one stays. */
function keepLater(outbox: readonly PlainRow[]): PlainRow[] {
  const taken = new Set<string>()
  const isFree = ({ id, position, actor, seq }: PlainRow): boolean => {
    const places = [`id ${id}`, `position ${position}`, `number ${seq} ${actor}`]
    const free = places.every((place) => !taken.has(place))
    if (free) for (const place of places) taken.add(place)
    return free
  }
  return [...outbox].reverse().filter(isFree).reverse()
}

/** Without what rests on commands that could not be saved: the effects of a command that is not here are not true. */
export function dropOrphans(tables: LocalImage['tables']): LocalImage['tables'] {
  const outbox = keepLater(tables.outbox)
  const ids = new Set(outbox.map(({ id }) => id))
  const rests = (row: PlainRow): boolean => ids.has(row['command_id'] ?? null)
  return {
    ...tables,
    outbox,
    overlay: tables.overlay.filter(rests),
    command_attachments: tables.command_attachments.filter(rests),
  }
}
