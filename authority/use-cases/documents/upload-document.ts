import { createHash } from 'node:crypto'
import { documentTypeOf, maxDocumentBytes } from '#shared/domain/documents.ts'
import { branchesOf } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { findDocument, isInBranches } from '../../repositories/documents.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import {
  appendUpload,
  beginUpload,
  completeUpload,
  countUploads,
  dropUpload,
  dropUploadsBefore,
  findUpload,
  findUploadForUpdate,
  getUploadBytes,
} from '../../repositories/uploads.ts'
import type { AuthorityContext } from '../context.ts'

/** How long a document waits for its decision, in milliseconds: a desk that comes back later sends it again. */
const keptFor = 30 * 86_400_000
/** Documents of one device that may wait at the same time. */
const mostWaiting = 500

/** How many bytes of a document the authority has, and whether it has the whole and has checked it. */
export interface UploadState {
  readonly offset: number
  readonly complete: boolean
}

export interface UploadPart {
  readonly hash: string
  /** Where the bytes belong. */
  readonly offset: number
  /** Bytes of the whole document. */
  readonly length: number
  readonly bytes: Uint8Array
}

/**
 * How far a device is with a document. One that the clerk may read at a request anyway is here; of any other the device
 * must hand in the bytes itself: to know a hash is not to have the document.
 */
export async function describeUpload(
  { db }: AuthorityContext,
  { device, clerk }: Session,
  hash: string,
): Promise<UploadState> {
  const upload = await findUpload(db, hash, device)
  if (upload) return { offset: upload.received, complete: upload.mediaType !== null }
  const known = (await isInBranches(db, hash, branchesOf(clerk, 'requests.read')))
    ? await findDocument(db, hash)
    : undefined
  return known ? { offset: known.size, complete: true } : { offset: 0, complete: false }
}

/**
 * Takes the next part of a document. The last one is checked with the whole: the hash, and that it is what is taken by its
 * content.
 *
 * @throws {AppError} `documents/offset` with `{ offset }` of what is here; `channel/too-large`; of the whole
 *   `documents/damaged` and `documents/not-allowed`, which also lets go of what had come.
 */
export async function takePart(context: AuthorityContext, session: Session, part: UploadPart): Promise<UploadState> {
  const { hash, offset, length, bytes } = part
  const { device } = session
  if (length > maxDocumentBytes || length < 1) throw new AppError('channel/too-large', { most: maxDocumentBytes })
  const standing = await describeUpload(context, session, hash)
  if (standing.complete) return standing
  const now = context.clock.now()
  const fault = await inTransaction(context.db, async (trx) => {
    if (offset === 0) {
      await dropUploadsBefore(trx, isoInstant(now - keptFor))
      if ((await countUploads(trx, device)) >= mostWaiting) throw new AppError('authority/too-many')
      await beginUpload(trx, hash, device, length, isoInstant(now))
    }
    const upload = await findUploadForUpdate(trx, hash, device)
    const received = upload?.received ?? 0
    if (offset !== received || upload?.size !== length) throw new AppError('documents/offset', { offset: received })
    if (received + bytes.byteLength > length) throw new AppError('channel/too-large', { most: length - received })
    await appendUpload(trx, hash, device, bytes, isoInstant(now))
    if (received + bytes.byteLength < length) return undefined
    const whole = await getUploadBytes(trx, hash, device)
    const real = createHash('sha256').update(whole).digest('hex') === hash
    const mediaType = documentTypeOf(whole)
    if (real && mediaType !== undefined) {
      await completeUpload(trx, hash, device, mediaType)
      return undefined
    }
    await dropUpload(trx, hash, device)
    return real ? ('documents/not-allowed' as const) : ('documents/damaged' as const)
  })
  if (fault !== undefined) throw new AppError(fault)
  return describeUpload(context, session, hash)
}
