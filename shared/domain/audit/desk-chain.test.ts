import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ChainEntry, type ChainFault, type ChainHead, chainHash, chainStart, judgeLink } from './desk-chain.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** A chain whose links carry these counts, after a head. */
function chainOf(counts: readonly number[], from: ChainHead = { number: 0, hash: chainStart }): ChainEntry[] {
  let head = from
  return counts.map((count) => {
    const link = {
      number: head.number + 1,
      at: '2026-11-22T07:00:00.000Z',
      actor: 'noura',
      action: 'desk.member-read',
      subject: `member:${count}`,
      detail: { count },
      previous: head.hash,
    }
    head = { number: link.number, hash: chainHash(sha256, link) }
    return ChainEntry.parse({ ...link, hash: head.hash })
  })
}

/** Faults of a chain as somebody finds them who takes link after link. */
function faultsOf(links: readonly ChainEntry[]): ChainFault[] {
  let head: ChainHead | undefined
  return links.flatMap((link) => {
    const fault = judgeLink(sha256, head, link)
    head = link
    return fault ?? []
  })
}

test('a whole chain has no fault', () => {
  expect(faultsOf(chainOf([1, 2, 3, 4, 5]))).toEqual([])
})

test('a link that says another thing than its hash is forged', () => {
  const links = chainOf([1, 2, 3]).map((link) => (link.number === 2 ? { ...link, actor: 'salem' } : link))
  expect(faultsOf(links)).toEqual(['forged'])
})

test('links that are missing are a gap, at the beginning too', () => {
  const links = chainOf([1, 2, 3, 4])
  expect(faultsOf(links.filter(({ number }) => number !== 2))).toEqual(['gap'])
  expect(faultsOf(links.slice(1))).toEqual(['gap'])
})

test('a chain that was written anew from some link on tells another story', () => {
  const links = chainOf([1, 2, 3, 4])
  const anew = chainOf([9, 9, 9], links[0])
  expect(faultsOf([...links, ...anew])).toEqual(['rewritten'])
  expect(faultsOf([...links.slice(0, 2), ...anew.slice(1)])).toEqual(['rewritten'])
})
