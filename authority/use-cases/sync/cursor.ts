import { AppError } from '#shared/kernel/errors.ts'
import { type FeedPosition, feedStart } from '../../repositories/feed.ts'

/** A place in the feed of an epoch as one opaque word. */
export function writeCursor(epoch: string, { xid, id }: FeedPosition): string {
  return Buffer.from(`${epoch}.${xid}.${id}`, 'utf8').toString('base64url')
}

/**
 * The place that a cursor names, or the start without one.
 *
 * @throws {AppError} `sync/cursor` when it belongs to another epoch or is none of ours: the desk starts again.
 */
export function readCursor(epoch: string, cursor: string | undefined): FeedPosition {
  if (cursor === undefined) return feedStart
  const match = /^(.+)\.(\d{1,19})\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  const [, itsEpoch, xid, id] = match ?? []
  if (itsEpoch !== epoch || xid === undefined || id === undefined) throw new AppError('sync/cursor', { epoch })
  return { xid, id }
}
