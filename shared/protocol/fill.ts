import { z } from 'zod'
import { Instant } from '../domain/members/member.ts'

/** How a fill's lines may be compressed: the body is the compressed stream itself, whatever the transport does to it. */
export const fillMediaTypes = { zstd: 'application/x-ndjson+zstd', gzip: 'application/x-ndjson+gzip' } as const
export type FillFormat = keyof typeof fillMediaTypes

/**
 * `GET /v1/fill?cursor=…&format=…`: every row of the directory for a desk's first fill, as lines of JSON. A row is an
 * object, in the very text that `GET /v1/pull` would parse to; the lines between rows are arrays (`FillControl`).
 * Without a cursor: from the beginning. The last cursor of a stream is one for `GET /v1/pull`: what has changed since
 * the stream began comes from there.
 */
export const FillQuery = z.object({
  cursor: z.string().max(1024).optional(),
  format: z.enum(['zstd', 'gzip']).default('gzip'),
})
export type FillQuery = z.infer<typeof FillQuery>

/**
 * `head`: first line. `table`: whose rows follow. `cursor`: the rows before it are whole, so many since the cursor
 * before; a stream that breaks goes on from there. `done`: the last line, and its cursor is one of the feed.
 */
export const FillControl = z.union([
  z.tuple([
    z.literal('head'),
    z.object({ epoch: z.string(), totals: z.record(z.string(), z.number().int().nonnegative()), serverTime: Instant }),
  ]),
  z.tuple([z.literal('table'), z.string()]),
  z.tuple([
    z.literal('cursor'),
    z.object({ cursor: z.string(), rows: z.number().int().nonnegative(), done: z.boolean() }),
  ]),
])
export type FillControl = z.infer<typeof FillControl>
