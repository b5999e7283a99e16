import { branchesOf } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { findDocument, isInBranches, type StoredDocument } from '../../repositories/documents.ts'
import { isMemberPhoto } from '../../repositories/members.ts'
import type { Session } from '../../repositories/sessions.ts'
import type { AuthorityContext } from '../context.ts'

/**
 * A document's bytes, if a request within the clerk's scopes has it or it is a member's photo.
 *
 * @throws {AppError} `record/not-found`, also for one that the clerk may not see.
 */
export async function getDocument(
  context: AuthorityContext,
  { clerk }: Session,
  hash: string,
): Promise<StoredDocument> {
  const allowed =
    (await isInBranches(context.db, hash, branchesOf(clerk, 'requests.read'))) ||
    (await isMemberPhoto(context.db, hash))
  const document = allowed ? await findDocument(context.db, hash) : undefined
  if (!document) throw new AppError('record/not-found')
  return document
}
