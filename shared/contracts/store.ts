import { z } from 'zod'
import { Instant } from '../domain/members/member.ts'
import { Finding } from '../domain/store/finding-table.ts'
import { contract } from './contract.ts'

const Bytes = z.number().int().nonnegative()

/** What there is to know of the store without reading into it; bytes, and rows by table. */
export const StoreFacts = z.object({
  fileBytes: Bytes,
  /** The write-ahead log beside the file. */
  logBytes: Bytes,
  /** Free bytes on the disk of the profile; null where the system does not say. */
  freeBytes: Bytes.nullable(),
  pageBytes: Bytes,
  pages: z.number().int(),
  /** Pages that hold nothing at present. */
  freePages: z.number().int(),
  schemaVersion: z.number().int(),
  /** The backup taken before the last migration, while it is kept. */
  backup: z.object({ file: z.string(), schemaVersion: z.number().int(), at: Instant, bytes: Bytes }).nullable(),
  /** When the second copy of what only this desk holds was last written. */
  spareAt: Instant.nullable(),
  /** Rows of each table; empty after a quick check. */
  rows: z.record(z.string(), z.number().int()),
  /** The oldest command that has no receipt yet. */
  oldestUnsent: z.object({ madeAt: Instant, state: z.string(), count: z.number().int() }).nullable(),
  /** Damaged files that were kept aside, by name. */
  keptAside: z.array(z.object({ file: z.string(), bytes: Bytes })),
})
export type StoreFacts = z.infer<typeof StoreFacts>

/** How far a full check or a repair is: by parts of the check, by rows of a repair. */
export const StoreProgress = z.object({
  id: z.string(),
  /** `finishing`: a repair in its last steps, which is not stopped any more; its end is told by its answer. */
  state: z.enum(['running', 'finishing', 'done', 'cancelled', 'failed']),
  /** What is being looked at: a table, or a part of the check. */
  step: z.string(),
  done: z.number().int(),
  total: z.number().int(),
})
export type StoreProgress = z.infer<typeof StoreProgress>

/** What a repair brought over into the new file, and what it could not. */
export const RepairReport = z.object({
  at: Instant,
  /** Why: asked for by somebody, or the file could not be opened. */
  why: z.enum(['asked', 'unreadable']),
  /** Rows saved of each table. Tables of the authority's rows are fetched again besides. */
  saved: z.record(z.string(), z.number().int()),
  /** Numbers of commands by clerk that were nowhere to be read; the authority may have them already. */
  lost: z.array(z.object({ clerkId: z.string(), seqs: z.array(z.number().int()) })),
  /** Tables that could not be read whole, of those that only this desk holds. */
  incomplete: z.array(z.string()),
  /** Name of the file before, kept in the profile. */
  keptAside: z.string(),
})
export type RepairReport = z.infer<typeof RepairReport>

export const storeContracts = {
  /**
   * Looks after the store: `quick` in milliseconds, `full` every page, index and rule. Changes nothing. Anybody may ask,
   * because a desk on which nobody can sign in is the one that needs it.
   */
  'store.check': contract({
    lane: 'exporter',
    needs: 'nobody',
    input: z.strictObject({
      depth: z.enum(['quick', 'full']).default('quick'),
      /** Names the check in `store-progress` events and for `store.cancel`. */
      id: z.string().min(1).max(64).optional(),
    }),
    output: z.object({
      id: z.string(),
      depth: z.enum(['quick', 'full']),
      /** False when it was cancelled: what was found until then. */
      complete: z.boolean(),
      /** The worst first. Empty of `warning` and `damage` is sound. */
      findings: z.array(Finding),
      facts: StoreFacts,
      checkedAt: Instant,
      tookMs: z.number(),
    }),
    errors: ['store/damaged', 'store/io', 'input/invalid'],
  }),
  /**
   * Makes the store anew out of what can be read of it: what only this desk holds is saved first, the authority's rows
   * that can be read are kept and everything is fetched again. The file before is kept aside. `confirm` says that
   * somebody was asked: the desk is still for the time of it. `id` names it in `store-progress` events and for
   * `store.cancel`; stopped, it changes nothing.
   */
  'store.repair': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({ confirm: z.literal(true), id: z.string().min(1).max(64).optional() }),
    output: RepairReport,
    errors: ['store/full', 'store/io', 'store/damaged', 'store/unreadable', 'store/repair-stopped'],
  }),
  /** Ends a full check after the table that it is at, or a repair as long as it has changed nothing. */
  'store.cancel': contract({
    lane: 'exporter',
    needs: 'nobody',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: z.object({ id: z.string(), running: z.boolean() }),
    errors: [],
  }),
} as const
