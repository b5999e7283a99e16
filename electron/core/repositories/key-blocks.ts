/**
 * Every number and address of the register with the ordinal of who has it, sorted by its bytes, in blocks. The members
 * of a beginning are a run of it: one or two blocks, where the index on the disk joins a list for each whole number.
 */
import type { Store } from '#core/db/store.ts'
import type { MemberOrdinals } from './member-ordinals.ts'

export const keyBlockStatements = {
  keys: `SELECT term, doc AS place FROM member_word_places WHERE term >= ? AND term < ? ORDER BY term LIMIT ?`,
} as const

/** Keys to a block. */
const blockSize = 1024
/** What keys begin with, and what is behind all that begin so. */
const ranges = [
  ['#', '$'],
  ['@', 'A'],
] as const

/** Sorted keys as they are kept: their number, where each ends, a number for each, their bytes. */
export class SortedKeys {
  readonly #ends: Uint32Array
  readonly #values: Uint32Array
  readonly #bytes: Buffer

  /** @param kept what `encode` made; kept, not copied. */
  constructor(kept: Uint8Array) {
    const { buffer, byteOffset, byteLength } = kept.byteOffset % 4 === 0 ? kept : new Uint8Array(kept)
    const count = new Uint32Array(buffer, byteOffset, 1)[0] ?? 0
    this.#ends = new Uint32Array(buffer, byteOffset + 4, count)
    this.#values = new Uint32Array(buffer, byteOffset + 4 + count * 4, count)
    const head = 4 + count * 8
    this.#bytes = Buffer.from(buffer as ArrayBuffer, byteOffset + head, byteLength - head)
  }

  static encode(keys: readonly string[], values: readonly number[]): Uint8Array {
    const texts = keys.map((key) => Buffer.from(key))
    const head = new Uint32Array(1 + keys.length * 2)
    head[0] = keys.length
    let end = 0
    for (const [index, text] of texts.entries()) {
      end += text.length
      head[1 + index] = end
    }
    head.set(values, 1 + keys.length)
    return Buffer.concat([new Uint8Array(head.buffer), ...texts])
  }

  /** Index of the first key that is not before a beginning; with `behind`, of the first that is behind all that begin so. */
  find(beginning: Buffer, behind = false): number {
    let [low, high] = [0, this.#ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const start = middle === 0 ? 0 : (this.#ends[middle - 1] ?? 0)
      const end = Math.min(this.#ends[middle] ?? 0, start + beginning.length)
      const order = this.#bytes.compare(beginning, 0, beginning.length, start, end)
      if (order < 0 || (behind && order === 0)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The numbers of the keys from one index to before another. */
  values(from: number, until: number): Uint32Array {
    return this.#values.subarray(from, until)
  }
}

/** A key of a register's index, and who has it. */
interface Holder {
  readonly term: string
  readonly place: number
}

/** All numbers and addresses, sorted; a step reads at most about a slice of rows. */
function* readHolders(store: Store, slice: number): Generator<readonly Holder[], void> {
  for (const [first, end] of ranges) {
    for (let [from, most] = [first as string, slice]; ; ) {
      const rows = store.allOf<Holder>(keyBlockStatements.keys, from, end, most)
      if (rows.length < most) {
        yield rows
        break
      }
      // More members may have the last one: it is read again.
      const last = rows.at(-1)?.term ?? from
      const whole = rows.findIndex(({ term }) => term === last)
      if (whole === 0) most *= 2
      else {
        yield rows.slice(0, whole)
        ;[from, most] = [last, slice]
      }
    }
  }
}

/**
 * Blocks of all numbers and addresses, in their order; `undefined` when so much was read that others should have their
 * turn. Returns the first key of each. Who changes while it reads leaves their ordinal, so what is read of them is void.
 *
 * @param used ordinals from which on nobody is put into a block.
 */
export function* makeKeyBlocks(
  store: Store,
  ordinals: MemberOrdinals,
  used: number,
  slice: number,
): Generator<Uint8Array | undefined, Uint8Array> {
  const firsts: string[] = []
  let [keys, values] = [[] as string[], [] as number[]]
  const close = (): Uint8Array => {
    const block = SortedKeys.encode(keys, values)
    firsts.push(keys[0] ?? '')
    ;[keys, values] = [[], []]
    return block
  }
  for (const rows of readHolders(store, slice)) {
    for (const { term, place } of rows) {
      const ordinal = ordinals.of(place)
      if (ordinal < 0 || ordinal >= used) continue
      keys.push(term)
      values.push(ordinal)
      if (keys.length === blockSize) yield close()
    }
    yield undefined
  }
  if (keys.length > 0) yield close()
  return SortedKeys.encode(
    firsts,
    firsts.map((_, index) => index),
  )
}

/** Ordinals of the members with a key that begins so, rising, each once; some may have been left since. */
export function findHolders(
  firsts: SortedKeys,
  block: (index: number) => SortedKeys,
  text: string,
  since: readonly number[],
): Uint32Array {
  const beginning = Buffer.from(text)
  const parts: Uint32Array[] = []
  // The block before the first that begins behind it may end with it.
  const end = firsts.find(beginning, true)
  for (let index = Math.max(0, firsts.find(beginning) - 1); index < end; index += 1) {
    const keys = block(index)
    parts.push(keys.values(keys.find(beginning), keys.find(beginning, true)))
  }
  const list = new Uint32Array(parts.reduce((length, part) => length + part.length, since.length))
  let at = 0
  for (const part of parts) {
    list.set(part, at)
    at += part.length
  }
  list.set(since, at)
  list.sort()
  let length = 0
  for (const ordinal of list) {
    if (length > 0 && list[length - 1] === ordinal) continue
    list[length] = ordinal
    length += 1
  }
  return list.subarray(0, length)
}
