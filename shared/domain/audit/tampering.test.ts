import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildEntries, buildTree } from '../../testing/audit-logs.ts'
import { checkpointText, leafText } from './audit-log.ts'
import type { PlacedEntry } from './audit-view.ts'
import { type ChainEntry, type ChainHead, chainHash, chainStart, judgeLink } from './desk-chain.ts'
import {
  appendLeaves,
  consistencyRanges,
  coveringNodes,
  foldNodes,
  leafHash,
  type Sha256,
  verifyInclusion,
} from './merkle.ts'
import { judgeLog } from './witness.ts'

/** Quality row 17: a thousand tamperings, half of them of the authority's log, half of a desk's chain; none unseen. */
const runs = 500

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest()
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ports = {
  sha256,
  verifyEs256: (_: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
}
const key = { kid: 'log', publicKey: 'BA' }

/** A log as its owner, who has the key, would show it after having done to it what they did. */
function signedLog(entries: readonly PlacedEntry[]) {
  const leaves = entries.map(({ entry }) => leafHash(sha256, leafText(entry)))
  const { nodes, root, size } = appendLeaves(sha256, { size: 0, frontier: [] }, leaves)
  const hashes = new Map(nodes.map(({ level, position, hash }) => [`${level} ${position}`, hash]))
  const at = '2026-11-22T08:00:00.000Z'
  const signature = sign('sha256', Buffer.from(checkpointText({ size, root, at })), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  }).toString('base64url')
  const hashOf = (range: { from: number; to: number }): string =>
    foldNodes(
      sha256,
      coveringNodes(range).map(({ level, position }) => hashes.get(`${level} ${position}`) ?? ''),
    )
  return {
    checkpoint: { size, root, at, kid: 'log', signature },
    proofFrom: (first: number) => (first > 0 && first < size ? consistencyRanges(first, size).map(hashOf) : []),
  }
}

const whole = buildEntries(sha256, 24)
const { pathOf, root } = buildTree(sha256, whole)
const held = signedLog(whole.slice(0, 15))

/** What somebody with the database and the key may do to an entry that a desk has witnessed. */
const changes = {
  actor: ({ entry }: PlacedEntry) => ({ ...entry, actor: 'huda' }),
  time: ({ entry }: PlacedEntry) => ({ ...entry, at: '2026-11-22T06:59:59.999Z' }),
  detail: ({ entry }: PlacedEntry) => ({ ...entry, detail: { ...entry.detail, state: 'completed' } }),
  subject: ({ entry }: PlacedEntry) => ({ ...entry, subject: 'request:1000' }),
  commitment: ({ entry }: PlacedEntry) => ({ ...entry, personal: { after: '0'.repeat(64) } }),
  device: ({ entry }: PlacedEntry) => ({ ...entry, device: entry.device === null ? 'desk-9' : null }),
} as const

test('500 tamperings of the log, signed anew by its own key, are all found by a desk that has seen it', () => {
  let found = 0
  fc.assert(
    fc.property(
      fc.nat({ max: 14 }),
      fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
      fc.constantFrom('changed', 'removed', 'inserted', 'swapped', 'cut'),
      (place, what, how) => {
        const forged = [...whole]
        const one = whole[place]
        if (!one) throw new Error('no entry')
        if (how === 'changed') forged[place] = { ...one, entry: changes[what](one) }
        if (how === 'removed') forged.splice(place, 1)
        if (how === 'inserted') forged.splice(place, 0, { ...one, entry: changes[what](one) })
        if (how === 'swapped') forged.splice(place, 2, ...forged.slice(place, place + 2).reverse())
        if (how === 'cut') forged.length = place
        const shown = signedLog(forged)
        const proof = shown.proofFrom(15)
        const fault = judgeLog(ports, { ...held, key }, { checkpoint: shown.checkpoint, key, consistency: proof })
        expect(fault).toBe(how === 'cut' ? 'shorter' : 'rewritten')
        // And the entry itself, where it is shown with a proof of the log that is held.
        const hash = leafHash(sha256, leafText(changes[what](one)))
        expect(verifyInclusion(sha256, { hash, index: place }, { size: 24, root }, pathOf(place))).toBe(false)
        found += 1
      },
    ),
    { numRuns: runs },
  )
  expect(found).toBe(runs)
  const grown = signedLog(whole)
  expect(judgeLog(ports, { ...held, key }, { ...grown, key, consistency: grown.proofFrom(15) })).toBeUndefined()
})

function chainOf(count: number): ChainEntry[] {
  let head: ChainHead = { number: 0, hash: chainStart }
  return Array.from({ length: count }, (_, at) => {
    const said = { at: '2026-11-22T07:00:00.000Z', actor: 'noura', action: 'desk.member-read', subject: `member:${at}` }
    const link = { number: head.number + 1, ...said, detail: { found: at }, previous: head.hash }
    head = { number: link.number, hash: chainHash(sha256, link) }
    return { ...link, hash: head.hash }
  })
}

/** Whether whoever takes links one after the other finds a fault in them, after the last that they have. */
function isFound(links: readonly ChainEntry[], taken: ChainHead): boolean {
  let head: ChainHead = taken
  return links.some((link) => {
    const fault = judgeLink(sha256, head, link)
    head = link
    return fault !== undefined
  })
}

test("500 tamperings of a desk's chain are all found by the authority when it comes", () => {
  const links = chainOf(30)
  const taken = links[9]
  if (!taken) throw new Error('no link')
  const next = links.slice(10)
  expect(isFound(next, taken)).toBe(false)
  let found = 0
  fc.assert(
    fc.property(
      fc.nat({ max: 18 }),
      fc.constantFrom('changed', 'changed-and-hashed', 'removed', 'inserted', 'swapped', 'written-anew'),
      fc.constantFrom('actor', 'subject', 'at', 'number', 'previous', 'detail'),
      (place, how, field) => {
        const one = next[place]
        if (!one) throw new Error('no link')
        const other = {
          actor: 'huda',
          subject: 'member:x',
          at: '2026-11-22T06:00:00.000Z',
          number: one.number + 1,
          previous: '0'.repeat(64),
          detail: { found: -1 },
        } as const
        const changed: ChainEntry = { ...one, [field]: other[field] }
        const hashed = { ...changed, hash: chainHash(sha256, changed) }
        const forged = [...next]
        if (how === 'changed') forged[place] = changed
        if (how === 'changed-and-hashed') forged[place] = hashed
        if (how === 'removed') forged.splice(place, 1)
        if (how === 'inserted') forged.splice(place, 0, hashed)
        if (how === 'swapped') forged.splice(place, 2, ...forged.slice(place, place + 2).reverse())
        // From a link that the authority has already.
        if (how === 'written-anew')
          forged.splice(
            0,
            forged.length,
            ...chainOf(12)
              .slice(8)
              .map((link) => ({ ...link, actor: 'x' })),
          )
        expect(isFound(forged, taken)).toBe(true)
        found += 1
      },
    ),
    { numRuns: runs },
  )
  expect(found).toBe(runs)
})
