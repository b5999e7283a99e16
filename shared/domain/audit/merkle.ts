/**
 * The Merkle tree of RFC 6962, section 2.1 (RFC 9162, section 2.1): hashes, proofs, and how they are checked. Hashes are
 * SHA-256 in lower-case hex, leaves are numbered from 0. Pure; SHA-256 itself is handed in.
 */

/** SHA-256 of bytes: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** A complete subtree: `position` counts those of its level, leaves being level 0. */
export interface NodePlace {
  readonly level: number
  readonly position: number
}

export interface TreeNode extends NodePlace {
  readonly hash: string
}

/** Leaves `from` up to, but not including, `to`. */
export interface LeafRange {
  readonly from: number
  readonly to: number
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of bytes. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexDigits[byte]
  return text
}

function putHex(bytes: Uint8Array, at: number, hash: string): void {
  for (let digit = 0; digit < hash.length; digit += 2)
    bytes[at + digit / 2] = Number.parseInt(hash.slice(digit, digit + 2), 16)
}

/** Bytes of a hex text. */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  putHex(bytes, 0, hex)
  return bytes
}

const encoder = new TextEncoder()

/** MTH of a single entry: SHA-256(0x00 ‖ entry). */
export function leafHash(sha256: Sha256, text: string): string {
  const entry = encoder.encode(text)
  const bytes = new Uint8Array(entry.length + 1)
  bytes.set(entry, 1)
  return hexOf(sha256(bytes))
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(sha256: Sha256, left: string, right: string): string {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  putHex(bytes, 1, left)
  putHex(bytes, 33, right)
  return hexOf(sha256(bytes))
}

/** MTH of no entries: the hash of nothing. */
export function emptyRoot(sha256: Sha256): string {
  return hexOf(sha256(new Uint8Array(0)))
}

/** The largest power of two that is not more than `count`. */
function powerWithin(count: number): { power: number; level: number } {
  let power = 1
  let level = 0
  while (power * 2 <= count) {
    power *= 2
    level += 1
  }
  return { power, level }
}

/** The largest power of two below `count`: where RFC 6962 parts a list. */
function splitOf(count: number): number {
  const { power } = powerWithin(count)
  return power === count ? power / 2 : power
}

/** Complete subtrees that make up a range of a tree, left to right. The range must be one that the tree is parted into. */
export function coveringNodes({ from, to }: LeafRange): NodePlace[] {
  const places: NodePlace[] = []
  for (let at = from; at < to; ) {
    const { power, level } = powerWithin(to - at)
    places.push({ level, position: at / power })
    at += power
  }
  return places
}

/** MTH of the leaves under complete subtrees that stand side by side. Of none: the hash of nothing. */
export function foldNodes(sha256: Sha256, hashes: readonly string[]): string {
  const last = hashes.at(-1)
  if (last === undefined) return emptyRoot(sha256)
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last)
}

/** PATH(index, D[size]): the ranges whose hashes prove that a leaf is in a tree, from the leaf up. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return ranges.reverse()
}

/** PROOF(first, D[size]): the ranges whose hashes prove that the tree of the first leaves only grew. 0 < first ≤ size. */
export function consistencyRanges(first: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let from = 0
  let to = size
  let whole = true
  while (first !== to) {
    const middle = from + splitOf(to - from)
    if (first <= middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
      whole = false
    }
  }
  if (!whole) ranges.push({ from, to })
  return ranges.reverse()
}

/**
 * Adds leaves to a tree. `frontier`: the hashes of `coveringNodes({ from: 0, to: size })`. Answers every complete subtree
 * that is new, the leaves among them, the frontier of what it is now, and the root.
 */
export function appendLeaves(
  sha256: Sha256,
  { size, frontier }: { readonly size: number; readonly frontier: readonly string[] },
  leaves: readonly string[],
): { nodes: TreeNode[]; size: number; frontier: string[]; root: string } {
  const open = coveringNodes({ from: 0, to: size }).map(({ level }, at) => ({ level, hash: frontier[at] ?? '' }))
  const nodes: TreeNode[] = []
  for (const [at, leaf] of leaves.entries()) {
    let node = { level: 0, position: size + at, hash: leaf }
    nodes.push(node)
    while (open.at(-1)?.level === node.level) {
      const left = open.pop()?.hash ?? ''
      node = { level: node.level + 1, position: (node.position - 1) / 2, hash: nodeHash(sha256, left, node.hash) }
      nodes.push(node)
    }
    open.push(node)
  }
  const grown = open.map(({ hash }) => hash)
  return { nodes, size: size + leaves.length, frontier: grown, root: foldNodes(sha256, grown) }
}

const isOdd = (number: number): boolean => number % 2 === 1
const half = (number: number): number => Math.floor(number / 2)

/** Whether a leaf stands at `index` of the tree with this size and root (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  sha256: Sha256,
  leaf: { readonly hash: string; readonly index: number },
  tree: { readonly size: number; readonly root: string },
  path: readonly string[],
): boolean {
  if (!Number.isSafeInteger(leaf.index) || leaf.index < 0 || leaf.index >= tree.size) return false
  let first = leaf.index
  let second = tree.size - 1
  let hash = leaf.hash
  for (const step of path) {
    if (second === 0) return false
    if (isOdd(first) || first === second) {
      hash = nodeHash(sha256, step, hash)
      while (!isOdd(first) && first !== 0) {
        first = half(first)
        second = half(second)
      }
    } else hash = nodeHash(sha256, hash, step)
    first = half(first)
    second = half(second)
  }
  return second === 0 && hash === tree.root
}

/** Whether the tree `after` begins with the leaves of the tree `before` (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  sha256: Sha256,
  before: { readonly size: number; readonly root: string },
  after: { readonly size: number; readonly root: string },
  proof: readonly string[],
): boolean {
  if (before.size > after.size) return false
  if (before.size === after.size) return proof.length === 0 && before.root === after.root
  // Nothing stands in an empty tree that could have changed.
  if (before.size === 0) return proof.length === 0 && before.root === emptyRoot(sha256)
  const isPower = powerWithin(before.size).power === before.size
  const [seed, ...rest] = isPower ? [before.root, ...proof] : proof
  if (seed === undefined) return false
  let first = before.size - 1
  let second = after.size - 1
  while (isOdd(first)) {
    first = half(first)
    second = half(second)
  }
  let old = seed
  let grown = seed
  for (const step of rest) {
    if (second === 0) return false
    if (isOdd(first) || first === second) {
      old = nodeHash(sha256, step, old)
      grown = nodeHash(sha256, step, grown)
      while (!isOdd(first) && first !== 0) {
        first = half(first)
        second = half(second)
      }
    } else grown = nodeHash(sha256, grown, step)
    first = half(first)
    second = half(second)
  }
  return second === 0 && old === before.root && grown === after.root
}
