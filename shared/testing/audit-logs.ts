import type { AuditRecord } from '../domain/audit/audit-log.ts'
import { commitmentOf, leafText } from '../domain/audit/audit-log.ts'
import type { PlacedEntry } from '../domain/audit/audit-view.ts'
import {
  appendLeaves,
  coveringNodes,
  foldNodes,
  inclusionRanges,
  leafHash,
  type Sha256,
} from '../domain/audit/merkle.ts'

/** Entries of a log, the n-th about member n, each with one opened value. */
export function buildEntries(sha256: Sha256, count: number): PlacedEntry[] {
  return Array.from({ length: count }, (_, seq) => {
    const value = { salt: String(seq).padStart(32, '0'), value: `value ${seq}` }
    const entry: AuditRecord = {
      id: seq + 1,
      at: new Date(Date.UTC(2026, 10, 22, 7, 0, seq)).toISOString(),
      actor: seq % 3 === 0 ? 'noura' : 'salem',
      device: seq % 2 === 0 ? 'desk-1' : null,
      action: 'decision-propose-approve',
      subject: `request:${seq}`,
      detail: { version: seq + 2, state: 'awaiting-second', rebased: false },
      personal: { after: commitmentOf(sha256, value) },
    }
    return { seq, entry, opened: { after: value } }
  })
}

/** A log over entries: its size and root, and the proof of each entry. */
export function buildTree(sha256: Sha256, entries: readonly PlacedEntry[]) {
  const leaves = entries.map(({ entry }) => leafHash(sha256, leafText(entry)))
  const { nodes, root } = appendLeaves(sha256, { size: 0, frontier: [] }, leaves)
  const hashes = new Map(nodes.map(({ level, position, hash }) => [`${level} ${position}`, hash]))
  const pathOf = (seq: number): string[] =>
    inclusionRanges(seq, leaves.length).map((range) =>
      foldNodes(
        sha256,
        coveringNodes(range).map(({ level, position }) => hashes.get(`${level} ${position}`) ?? ''),
      ),
    )
  return { size: leaves.length, root, pathOf }
}
