import type { Request } from '#shared/domain/requests/request.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import { isInBranches, linkDocument, takeUpload } from '../../repositories/documents.ts'
import { findUpload } from '../../repositories/uploads.ts'
import { refuse, type Settlement } from './settlement.ts'

/**
 * What keeps a decision from resting on its documents; undefined when all are here and are what it says. A stop: the desk
 * sends them, then the command again; an authority that was restored may have lost them.
 */
export async function findAttachmentFault(
  trx: Db,
  { args, device }: DecideCommand,
  request: Request | undefined,
): Promise<Settlement | undefined> {
  for (const { hash, size, mediaType } of args.attachments ?? []) {
    const upload = await findUpload(trx, hash, device)
    if (upload?.mediaType) {
      if (upload.size !== size || upload.mediaType !== mediaType) return refuse('documents/damaged')
    } else if (request && !(await isInBranches(trx, hash, [request.branch])))
      return { outcome: 'stop', code: 'documents/missing' }
  }
  return undefined
}

/** Takes them to the request, in the transaction of the decision. */
export async function keepAttachments(trx: Db, { args, device }: DecideCommand): Promise<void> {
  for (const { hash } of args.attachments ?? []) {
    await takeUpload(trx, args.requestId, { hash, device })
    await linkDocument(trx, args.requestId, hash)
  }
}
