import { createHash } from 'node:crypto'
import { dropAttachment, findAttachment, isNeeded, putAttachment } from '#core/repositories/attachments.ts'
import { putDocument } from '#core/repositories/documents.ts'
import { findRequestNow } from '#core/repositories/overlay.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { type Attachment, documentTypeOf, maxDocumentBytes, plainFileName } from '#shared/domain/documents.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { WriteContext } from '../desk-context.ts'

/**
 * Keeps a document that a clerk wants to decide with. It is sent with the decision that names it; until then it is the
 * clerk's own, and forgotten after a month.
 *
 * @throws AppError `record/not-found`, `channel/too-large`, `documents/not-allowed`.
 */
export function attachDocument(
  { store, clock }: WriteContext,
  clerk: Clerk,
  { requestId, name, bytes: given }: ParsedInput<'requests.attach'>,
): ChannelOutput<'requests.attach'> {
  const bytes = typeof given === 'string' ? Buffer.from(given, 'base64') : given
  if (bytes.byteLength > maxDocumentBytes) throw new AppError('channel/too-large', { most: maxDocumentBytes })
  const mediaType = documentTypeOf(bytes)
  if (mediaType === undefined) throw new AppError('documents/not-allowed')
  const hash = createHash('sha256').update(bytes).digest('hex')
  const size = bytes.byteLength
  return store.transaction(() => {
    const now = findRequestNow(store, requestId)
    if (!now || !may(clerk, 'requests.read', { branch: now.request.branch })) throw new AppError('record/not-found')
    const at = isoInstant(clock.now())
    putDocument(store, hash, bytes, at)
    putAttachment(store, { hash, requestId, clerkId: clerk.id, mediaType, size }, at)
    return { hash, name: plainFileName(name), mediaType, size }
  })
}

/** Takes away a document that no command rests on. */
export function detachDocument(
  { store }: WriteContext,
  clerk: Clerk,
  { hash }: ParsedInput<'requests.detach'>,
): ChannelOutput<'requests.detach'> {
  return store.transaction(() => {
    const kept = findAttachment(store, hash)
    const mayGo = kept?.clerkId === clerk.id && !isNeeded(store, hash)
    if (mayGo) dropAttachment(store, hash)
    return { detached: mayGo }
  })
}

/**
 * What a decision rests on, as it goes into the command: types and sizes are those of the bytes that are here.
 *
 * @throws AppError `documents/not-here` for one that was never attached, or forgotten meanwhile.
 */
export function attachmentsOf(
  { store }: Pick<WriteContext, 'store'>,
  wanted: readonly Pick<Attachment, 'hash' | 'name'>[],
): Attachment[] {
  const unique = new Map(wanted.map((attachment) => [attachment.hash, attachment]))
  return [...unique.values()].map(({ hash, name }) => {
    const kept = findAttachment(store, hash)
    if (!kept) throw new AppError('documents/not-here', { hash })
    return { hash, name: plainFileName(name), mediaType: kept.mediaType, size: kept.size }
  })
}
