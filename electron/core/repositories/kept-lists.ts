/**
 * Lists of members (member-postings.ts) in the store, so that a start has them at once. The reader makes them, the
 * writer puts them down, part by part; the head comes last, so what was not finished is never taken for whole. In the
 * file they are encrypted, backed up and rolled back together with the members and the log of their changes.
 */
import type { Store } from '#core/db/store.ts'

/** Changes with how parts are made: those of another one are not read. */
const format = 3
/** Numbers for the parts of one generation. */
const generationSize = 2 ** 24
/** Parts of earlier generations, and changes that are known, that go with each step. */
const swept = 40
const sweptChanges = 500

/**
 * What the parts of a generation are: `places` parts of places, one of their first places and the dead, one of the keys, `lists` lists, one of
 * the first keys of the blocks, and the blocks (key-blocks.ts).
 */
export interface ListsHead {
  readonly generation: number
  /** The last change that they know. */
  readonly seq: number
  readonly read: number
  readonly used: number
  readonly capacity: number
  readonly places: number
  readonly lists: number
}

/** Some parts in their order, from the number of the first on; with the head, which is the last thing to come. */
export interface KeepLists {
  readonly generation: number
  readonly from: number
  readonly parts: readonly Uint8Array[]
  readonly head: ListsHead | null
}

export const keptListStatements = {
  head: 'SELECT format, generation, seq, read, used, capacity, places, lists FROM member_lists_head WHERE id = 1',
  generation: 'SELECT generation FROM member_lists_head WHERE id = 1',
  part: 'SELECT part FROM member_lists WHERE id = CAST(? AS INTEGER)',
} as const

/** The head of what is kept, if it can be read by this version. */
export function findListsHead(store: Store): ListsHead | undefined {
  const head = store.findOf<ListsHead & { format: number }>(keptListStatements.head)
  return head?.format === format ? head : undefined
}

/** The generation that is kept; 0 for none. */
export function keptGeneration(store: Store): number {
  return store.findOf<{ generation: number }>(keptListStatements.generation)?.generation ?? 0
}

/** A part of a generation by its number. @throws {Error} when it is not there. */
export function getListPart(store: Store, generation: number, number: number): Uint8Array {
  const row = store.findOf<{ part: Uint8Array }>(keptListStatements.part, generation * generationSize + number)
  if (!row) throw new Error('A list of members that was kept is not there')
  return row.part
}

/**
 * Puts parts down; with the head they become what is kept. Without any, some of what earlier generations left goes: not
 * before, because the reader rests on it until it hears that the new ones are there.
 *
 * @returns whether there is more to sweep away.
 */
export function keepLists(store: Store, { generation, from, parts, head }: KeepLists): { more: boolean } {
  return store.cheapTransaction(() => {
    if (parts.length === 0) return { more: sweep(store) }
    for (const [index, part] of parts.entries())
      store.runOf(
        'INSERT OR REPLACE INTO member_lists (id, part) VALUES (CAST(? AS INTEGER), ?)',
        generation * generationSize + from + index,
        part,
      )
    if (head) putHead(store, head)
    return { more: false }
  })
}

function putHead(store: Store, head: ListsHead): void {
  const { generation, seq, read, used, capacity, places, lists } = head
  store.runOf(
    `INSERT OR REPLACE INTO member_lists_head (id, format, generation, seq, read, used, capacity, places, lists)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    format,
    generation,
    seq,
    read,
    used,
    capacity,
    places,
    lists,
  )
}

/** Parts of what was kept before go, and changes that what is kept knows; the last of those says where the log stands. */
function sweep(store: Store): boolean {
  const known = store.runOf(
    `DELETE FROM member_changes WHERE seq IN
       (SELECT seq FROM member_changes WHERE seq < (SELECT seq FROM member_lists_head WHERE id = 1) ORDER BY seq LIMIT ?)`,
    sweptChanges,
  )
  const gone = store.runOf(
    `DELETE FROM member_lists WHERE id IN
       (SELECT id FROM member_lists WHERE id < CAST(? AS INTEGER) ORDER BY id LIMIT ?)`,
    keptGeneration(store) * generationSize,
    swept,
  )
  return gone === swept || known === sweptChanges
}

/** Lets go of what is kept: it is so far behind that to read the index is less work than to follow. */
export function dropLists(store: Store): void {
  store.runOf('DELETE FROM member_lists_head')
}
