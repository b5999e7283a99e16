import { z } from 'zod'
import { HashText } from '../domain/audit/audit-log.ts'
import { AuditFilter, PlacedEntry } from '../domain/audit/audit-view.ts'
import { ChainEntry } from '../domain/audit/desk-chain.ts'
import { Instant } from '../domain/members/member.ts'
import { PulledLog } from './pull.ts'

/** Most links in one call. */
export const maxChainEntries = 200

/**
 * `POST /v1/audit`: the next links of a desk's own chain, of all its clerks, in order. Since protocol 2. `epoch`: the
 * authority's, in which the desk stands. One that was restored meanwhile has forgotten links, takes none and answers
 * `sync/cursor`; the desk tells it all again.
 */
export const ChainInput = z.strictObject({
  device: z.string().min(1).max(64),
  epoch: z.string().min(1).max(64),
  entries: z.array(ChainEntry).min(1).max(maxChainEntries),
})
export type ChainInput = z.infer<typeof ChainInput>

/** `taken`: number of the last link; all of them are in the log now, whatever was found to be wrong with them. */
export const ChainOutput = z.object({
  taken: z.number().int(),
  found: z.array(z.object({ number: z.number().int(), fault: z.string() })),
  serverTime: Instant,
})
export type ChainOutput = z.infer<typeof ChainOutput>

/** `GET /v1/audit`: entries that have their place, newest first; `before`: only those in front of this one. */
export const AuditQuery = z.object({
  ...AuditFilter.shape,
  before: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/** `before`: where the next page goes on; null at the end. `size`: entries of the whole log. */
export const AuditPage = z.object({
  entries: z.array(PlacedEntry),
  before: z.number().int().nullable(),
  size: z.number().int().nonnegative(),
  serverTime: Instant,
})
export type AuditPage = z.infer<typeof AuditPage>

/** `GET /v1/audit/:seq/proof?witness=N`: that an entry is in the log (RFC 6962, 2.1.1), and the log as in a pull. */
export const AuditProof = z.object({ placed: PlacedEntry, path: z.array(HashText).max(64), log: PulledLog })
export type AuditProof = z.infer<typeof AuditProof>

/** `GET /v1/audit/export` with a filter: lines of JSON, `ExportHead` first (docs/audit.md). */
export const auditExportType = 'application/x-ndjson'
