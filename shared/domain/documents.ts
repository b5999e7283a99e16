import { z } from 'zod'

/** What may be handed in or attached. */
export const DocumentType = z.enum(['application/pdf', 'image/jpeg', 'image/png'])
export type DocumentType = z.infer<typeof DocumentType>

/** Largest document that is taken: 5 MB. */
export const maxDocumentBytes = 5 * 1024 * 1024

/** Most documents that may be attached to one decision. */
export const maxAttachments = 5

/** The bytes with which a file of a type begins; what a file's name or its sender says is not believed. */
const beginnings: Readonly<Record<DocumentType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
}

/** The type of a document by its content; undefined for one that is not taken. */
export function documentTypeOf(bytes: Uint8Array): DocumentType | undefined {
  return DocumentType.options.find((type) => beginnings[type].every((byte, index) => bytes[index] === byte))
}

/** A file's name as it is shown: never a path, no control characters, at most 200 characters. */
export function plainFileName(name: string): string {
  return name.replace(/[\\/\p{Cc}]/gu, '_').slice(-200)
}

/** A document that a clerk attached to a decision. `hash` is the SHA-256 of its bytes in hex and its address. */
export const Attachment = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(200),
  mediaType: DocumentType,
  /** Bytes. */
  size: z.number().int().positive().max(maxDocumentBytes),
})
export type Attachment = z.infer<typeof Attachment>
