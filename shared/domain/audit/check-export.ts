import { z } from 'zod'
import { VerificationKey } from '../certificates/certificate.ts'
import { AuditCheckpoint, commitmentOf, HashText, isSignedCheckpoint, leafText } from './audit-log.ts'
import { AuditFilter, PlacedEntry } from './audit-view.ts'
import { appendLeaves, emptyRoot, leafHash, verifyInclusion } from './merkle.ts'
import type { WitnessPorts } from './witness.ts'

/**
 * First line of an exported log. `complete`: every entry follows, in order, and their tree has the signed root; else each
 * entry comes with its proof.
 */
export const ExportHead = z.object({
  format: z.literal('mumaris-audit'),
  version: z.literal(1),
  complete: z.boolean(),
  filter: AuditFilter,
  checkpoint: AuditCheckpoint,
  key: VerificationKey,
})
export type ExportHead = z.infer<typeof ExportHead>

const ExportLine = PlacedEntry.extend({ path: z.array(HashText).optional() })
const ExportEnd = z.object({ end: z.literal(true), entries: z.number().int() })

/**
 * What is wrong with an exported log: a line that is none, no signature by its key, an entry that is not in the signed
 * tree, another order than that of the log, an opened value that is not the one that was committed to, or its end missing.
 */
export type ExportFault = 'line' | 'signature' | 'entry' | 'order' | 'value' | 'cut-off'

interface Tree {
  readonly size: number
  readonly frontier: readonly string[]
  readonly root: string
}

/** Checks an exported log line by line, holding none of it. */
export class ExportChecker {
  readonly #ports: WitnessPorts
  #head: ExportHead | undefined
  #tree: Tree
  #last = -1
  #ended = false
  #entries = 0
  #fault: { readonly fault: ExportFault; readonly seq: number | null } | undefined

  constructor(ports: WitnessPorts) {
    this.#ports = ports
    this.#tree = { size: 0, frontier: [], root: emptyRoot(ports.sha256) }
  }

  /** Takes the next line, without its end. */
  take(line: string): void {
    if (this.#fault) return
    const words = parse(line)
    if (!this.#head) this.#begin(words)
    else if (this.#ended) this.#fail('line')
    else if (ExportEnd.safeParse(words).success) this.#end(ExportEnd.parse(words).entries)
    else this.#entry(words)
  }

  #fail(fault: ExportFault, seq: number | null = null): void {
    this.#fault ??= { fault, seq }
  }

  #begin(words: unknown): void {
    const head = ExportHead.safeParse(words)
    if (!head.success) return this.#fail('line')
    this.#head = head.data
    if (!isSignedCheckpoint(this.#ports, head.data.key, head.data.checkpoint)) this.#fail('signature')
  }

  #entry(words: unknown): void {
    const head = this.#head
    const line = ExportLine.safeParse(words)
    if (!line.success || !head) return this.#fail('line')
    const { seq, entry, opened, path } = line.data
    const { sha256 } = this.#ports
    const hash = leafHash(sha256, leafText(entry))
    if (head.complete ? seq !== this.#last + 1 : seq <= this.#last) return this.#fail('order', seq)
    this.#last = seq
    this.#entries += 1
    if (head.complete) {
      this.#tree = appendLeaves(sha256, this.#tree, [hash])
    } else if (!verifyInclusion(sha256, { hash, index: seq }, head.checkpoint, path ?? []))
      return this.#fail('entry', seq)
    for (const [name, value] of Object.entries(opened))
      if (commitmentOf(sha256, value) !== entry.personal[name]) return this.#fail('value', seq)
  }

  #end(entries: number): void {
    this.#ended = true
    const head = this.#head
    if (entries !== this.#entries) this.#fail('cut-off')
    else if (head?.complete && (this.#tree.size !== head.checkpoint.size || this.#tree.root !== head.checkpoint.root))
      this.#fail('entry')
  }

  /** What was found, after the last line. `seq`: of the entry where it was, when one is known. */
  finish(): { head: ExportHead | undefined; entries: number; fault: ExportFault | null; seq: number | null } {
    if (!this.#ended) this.#fail('cut-off')
    return {
      head: this.#head,
      entries: this.#entries,
      fault: this.#fault?.fault ?? null,
      seq: this.#fault?.seq ?? null,
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}
