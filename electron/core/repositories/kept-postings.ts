import type { Store } from '#core/db/store.ts'
import { getListPart, type KeepLists, type ListsHead } from './kept-lists.ts'
import { findHolders, makeKeyBlocks, SortedKeys } from './key-blocks.ts'
import { MemberOrdinals, placesPerPart } from './member-ordinals.ts'
import { type ListShelf, PostingLists } from './posting-lists.ts'
import { PostingSet } from './posting-set.ts'

/** Bytes of lists that are put down at once. */
const keptAtOnce = 1e6

/** Members and the lists that they stand in. */
export interface Listed {
  readonly ordinals: MemberOrdinals
  readonly lists: PostingLists
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)

/** Lists of a generation that is kept. */
function shelfOf({ generation, places, lists }: ListsHead, keys: readonly string[], words: number): ListShelf {
  const numbers = new Map(keys.map((key, index) => [key, places + 2 + index]))
  const firstBlocks = places + 2 + lists
  let firsts: SortedKeys | undefined
  return {
    keys: numbers,
    read: (store, key) => PostingSet.decode(getListPart(store, generation, numbers.get(key) ?? -1), words),
    holders: (store, beginning, others) => {
      const block = (index: number) => new SortedKeys(getListPart(store, generation, firstBlocks + 1 + index))
      firsts ??= new SortedKeys(getListPart(store, generation, firstBlocks))
      return findHolders(firsts, block, beginning, others)
    },
  }
}

/** Ordinals and lists as they are kept; lists are read when they are asked for. */
export function takeKept(store: Store, head: ListsHead): Listed {
  const part = (number: number) => getListPart(store, head.generation, number)
  const second = new Uint8Array(part(head.places)).buffer
  const firsts = new Float64Array(second, 0, head.places)
  const dead = new Uint32Array(second, firsts.byteLength)
  const ordinals = MemberOrdinals.restore(
    // Room that nobody writes to takes no memory.
    { places: new Float64Array(head.capacity), read: head.read, used: head.used, dead },
    { firsts, part: (number) => new Float64Array(new Uint8Array(part(number)).buffer) },
  )
  const keys = new TextDecoder()
    .decode(part(head.places + 1))
    .split('\n')
    .filter(Boolean)
  const lists = new PostingLists(ordinals)
  lists.takeFrom(shelfOf(head, keys, ordinals.words))
  return { ordinals, lists }
}

/** Which generation the parts are for, the last change that the lists know, and rows of the index to a step. */
interface Keeping {
  readonly generation: number
  readonly seq: number
  readonly slice: number
}

/** Parts of the lists as they are at its first step. Returns the head that came with the last, and the shelf of it. */
export function* partsToKeep(
  store: Store,
  { ordinals, lists }: Listed,
  { generation, seq, slice }: Keeping,
): Generator<KeepLists, { head: ListsHead; shelf: ListShelf }> {
  const { places, read, used, dead } = ordinals.state()
  const { capacity, words } = ordinals
  const keys = lists.keys()
  const placeParts = Math.ceil(used / placesPerPart)
  const firsts = Float64Array.from({ length: placeParts }, (_, part) => places[part * placesPerPart] ?? 0)
  const head = { generation, seq, read, used, capacity, places: placeParts, lists: keys.length }
  const partAt = (number: number): Uint8Array => {
    if (number < placeParts) return bytesOf(places.slice(number * placesPerPart, (number + 1) * placesPerPart))
    if (number === placeParts) return Buffer.concat([bytesOf(firsts), bytesOf(dead)])
    if (number === placeParts + 1) return new TextEncoder().encode(keys.join('\n'))
    return lists.listOf(store, keys[number - placeParts - 2] ?? '').encode(used)
  }
  const firstBlocks = placeParts + 2 + keys.length
  let [from, size, parts] = [0, 0, [] as Uint8Array[]]
  for (let number = 0; number < firstBlocks; number += 1) {
    const part = partAt(number)
    parts.push(part)
    size += part.byteLength
    if (size < keptAtOnce && number < firstBlocks - 1) continue
    yield { generation, from, parts, head: null }
    ;[from, size, parts] = [number + 1, 0, []]
  }
  // Keys are put down as they are read from the index: all of them would be as much memory as all lists.
  const blocks = makeKeyBlocks(store, ordinals, used, slice)
  from = firstBlocks + 1
  for (;;) {
    const { done, value } = blocks.next()
    if (!done && value) {
      parts.push(value)
      continue
    }
    if (parts.length > 0) yield { generation, from, parts, head: null }
    ;[from, parts] = [from + parts.length, []]
    if (!done) continue
    yield { generation, from: firstBlocks, parts: [value], head }
    return { head, shelf: shelfOf(head, keys, words) }
  }
}
