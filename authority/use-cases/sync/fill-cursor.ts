import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import type { FeedPosition } from '../../repositories/feed.ts'
import { type FillKey, type FillTable, fillTables } from '../../repositories/fill.ts'

/** Where a fill stands: the place of the feed at which it began, and how far which table has been read. */
export interface FillPlace {
  readonly feed: FeedPosition
  readonly table: FillTable
  readonly after: FillKey | null
}

const Written = z.tuple([
  z.literal('fill'),
  z.string(),
  z.string().regex(/^\d{1,19}$/),
  z.string().regex(/^\d{1,18}$/),
  z.enum(fillTables),
  z.array(z.string()).min(1).max(3),
])

/** A place of a fill as one opaque word. */
export function writeFillCursor(
  epoch: string,
  { feed, table, after }: FillPlace & { readonly after: FillKey },
): string {
  return Buffer.from(JSON.stringify(['fill', epoch, feed.xid, feed.id, table, after]), 'utf8').toString('base64url')
}

/**
 * The place that a cursor names; undefined without one.
 *
 * @throws {AppError} `sync/cursor` when it belongs to another epoch or is none of a fill.
 */
export function readFillCursor(epoch: string, cursor: string | undefined): FillPlace | undefined {
  if (cursor === undefined) return undefined
  const written = Written.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!written.success || written.data[1] !== epoch) throw new AppError('sync/cursor', { epoch })
  const [, , xid, id, table, after] = written.data
  if (after.length !== (table === 'members' ? 3 : 1)) throw new AppError('sync/cursor', { epoch })
  return { feed: { xid, id }, table, after }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
