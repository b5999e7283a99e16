import { z } from 'zod'
import { Attachment, maxAttachments } from '../documents.ts'
import { FieldDecisions } from './request.ts'

/** What a clerk has written of a decision that is not made yet. */
export const DecisionDraft = z.object({
  /** The decision whose reasons are being chosen; null while none is begun. */
  decision: z.enum(['approve', 'return', 'reject']).nullable(),
  reasons: z.array(z.string().max(64)).max(20),
  remarks: z.string().max(4000),
  /** Of a data update: what is chosen for each field so far. */
  fields: FieldDecisions.default({}),
  /** What is to go with it; the desk has the bytes. */
  attachments: z.array(Attachment).max(maxAttachments).default([]),
})
export type DecisionDraft = z.infer<typeof DecisionDraft>
