import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appendLeaves,
  bytesOfHex,
  consistencyRanges,
  coveringNodes,
  emptyRoot,
  foldNodes,
  hexOf,
  inclusionRanges,
  type LeafRange,
  leafHash,
  nodeHash,
  type TreeNode,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** MTH as RFC 6962 defines it, with nothing clever. */
function naiveRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return emptyRoot(sha256)
  if (leaves.length === 1) return leaves[0] ?? ''
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(sha256, naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

/** A tree as the register keeps it: complete subtrees by level and position. */
class StoredTree {
  readonly #nodes = new Map<string, string>()
  size = 0
  root = emptyRoot(sha256)

  hashesOf(range: LeafRange): string[] {
    return coveringNodes(range).map(({ level, position }) => this.#nodes.get(`${level} ${position}`) ?? 'missing')
  }

  append(leaves: readonly string[]): readonly TreeNode[] {
    const frontier = this.hashesOf({ from: 0, to: this.size })
    const { nodes, size, root } = appendLeaves(sha256, { size: this.size, frontier }, leaves)
    for (const { level, position, hash } of nodes) this.#nodes.set(`${level} ${position}`, hash)
    Object.assign(this, { size, root })
    return nodes
  }

  prove(ranges: readonly LeafRange[]): string[] {
    return ranges.map((range) => foldNodes(sha256, this.hashesOf(range)))
  }
}

const leavesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => leafHash(sha256, `entry ${at}`))
const flip = (hash: string): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1)

describe('the tree of RFC 6962', () => {
  test('hashes are those of the published examples', () => {
    // Certificate Transparency's reference vectors: the empty tree, the empty leaf, and the first leaves of its test tree.
    expect(emptyRoot(sha256)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(leafHash(sha256, '')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    const second = leafHash(sha256, '\u0000')
    expect(second).toBe('96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7')
    expect(nodeHash(sha256, leafHash(sha256, ''), second)).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    )
    const third = leafHash(sha256, '\u0010')
    expect(naiveRoot([leafHash(sha256, ''), second, third])).toBe(
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    )
  })

  test('hex goes both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...bytesOfHex(hexOf(bytes))]).toEqual([...bytes])
      }),
    )
  })

  test('grown in any steps it has the root of all its leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 8 }), (steps) => {
        const leaves = leavesOf(steps.reduce((sum, step) => sum + step, 0))
        const tree = new StoredTree()
        for (const step of steps) tree.append(leaves.slice(tree.size, tree.size + step))
        expect(tree.root).toBe(naiveRoot(leaves))
      }),
      { numRuns: 60 },
    )
  })

  test('every leaf of every small tree is proven, and at no other place, of no other root, by no shorter path', () => {
    for (let size = 1; size <= 33; size += 1) {
      const leaves = leavesOf(size)
      const tree = new StoredTree()
      tree.append(leaves)
      for (const [index, hash] of leaves.entries()) {
        const path = tree.prove(inclusionRanges(index, size))
        const holds = (leaf: { hash: string; index: number }, root: string, steps: readonly string[]): boolean =>
          verifyInclusion(sha256, leaf, { size, root }, steps)
        expect(holds({ hash, index }, tree.root, path)).toBe(true)
        expect(holds({ hash: flip(hash), index }, tree.root, path)).toBe(false)
        expect(holds({ hash, index: (index + 1) % (size + 1) }, tree.root, path)).toBe(false)
        expect(holds({ hash, index }, flip(tree.root), path)).toBe(false)
        expect(holds({ hash, index }, tree.root, [...path, hash])).toBe(false)
        if (path.length > 0) expect(holds({ hash, index }, tree.root, path.slice(1))).toBe(false)
      }
    }
  })

  test('every growth of every small tree is proven', () => {
    const leaves = leavesOf(40)
    const tree = new StoredTree()
    tree.append(leaves)
    const rootOf = (size: number): string => naiveRoot(leaves.slice(0, size))
    for (let size = 1; size <= 40; size += 1) {
      const after = { size, root: rootOf(size) }
      for (let first = 1; first <= size; first += 1) {
        const before = { size: first, root: rootOf(first) }
        const proof = tree.prove(consistencyRanges(first, size))
        expect(verifyConsistency(sha256, before, after, proof)).toBe(true)
        expect(verifyConsistency(sha256, { ...before, root: flip(before.root) }, after, proof)).toBe(false)
        expect(verifyConsistency(sha256, before, { ...after, root: flip(after.root) }, proof)).toBe(false)
        expect(verifyConsistency(sha256, before, after, [...proof, before.root])).toBe(false)
        if (proof.length > 0) expect(verifyConsistency(sha256, before, after, proof.slice(1))).toBe(false)
      }
    }
    expect(verifyConsistency(sha256, { size: 0, root: emptyRoot(sha256) }, { size: 3, root: rootOf(3) }, [])).toBe(true)
    expect(verifyConsistency(sha256, { size: 3, root: rootOf(3) }, { size: 2, root: rootOf(2) }, [])).toBe(false)
  })

  test('a tree with one leaf changed, gone or moved is never a growth of the one before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('changed', 'gone', 'swapped'),
        (size, cut, place, how) => {
          const leaves = leavesOf(size)
          const first = 2 + (cut % (size - 1))
          const at = place % Math.min(first, size)
          const other = (at + 1) % Math.min(first, size)
          const forged = [...leaves]
          if (how === 'changed') forged[at] = flip(leaves[at] ?? '')
          else if (how === 'gone') forged.splice(at, 1)
          else [forged[at], forged[other]] = [leaves[other] ?? '', leaves[at] ?? '']
          const tree = new StoredTree()
          tree.append(forged)
          const before = { size: first, root: naiveRoot(leaves.slice(0, first)) }
          if (first > forged.length) return
          const proof = tree.prove(consistencyRanges(first, forged.length))
          expect(verifyConsistency(sha256, before, { size: forged.length, root: tree.root }, proof)).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })
})
