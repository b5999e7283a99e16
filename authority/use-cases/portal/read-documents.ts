import { createHash } from 'node:crypto'
import { documentTypeOf, maxDocumentBytes, plainFileName } from '#shared/domain/documents.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { Evidence } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { EmailChangeInput } from '#shared/protocol/portal.ts'
import type { StoredDocument } from '../../repositories/documents.ts'

/** A document of a submission: as the request names it, and its bytes. */
export interface ReceivedDocument {
  readonly evidence: Evidence
  readonly stored: StoredDocument
}

/**
 * The documents of a submission, decoded and looked at. `provesOf`: the field that a document of a kind is handed in for.
 *
 * @throws {AppError} `input/invalid` (not base64, empty, not what it claims to be) and `channel/too-large` (over 5 MB).
 */
export function readDocuments(
  documents: EmailChangeInput['documents'],
  provesOf: (kind: Evidence['kind']) => MemberField | null,
): ReceivedDocument[] {
  return documents.map(({ kind, mediaType, fileName, base64 }, index) => {
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length > maxDocumentBytes) throw new AppError('channel/too-large', { field: 'documents', index })
    const whole = base64.length > 0 && bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '')
    if (!whole || documentTypeOf(bytes) !== mediaType) {
      throw new AppError('input/invalid', { field: 'documents', index })
    }
    const hash = createHash('sha256').update(bytes).digest('hex')
    const size = bytes.length
    const field = provesOf(kind)
    return {
      evidence: {
        hash,
        kind,
        mediaType,
        fileName: plainFileName(fileName),
        size,
        proves: field === null ? null : { field, region: null },
      },
      stored: { hash, mediaType, size, bytes },
    }
  })
}
