import { z } from 'zod'
import { DocumentType } from '../domain/documents.ts'
import { MemberField } from '../domain/members/member.ts'
import { RequestState } from '../domain/requests/request.ts'

const PortalDocuments = z
  .array(
    z.strictObject({
      kind: z.enum(['employer-letter', 'id-card', 'other']),
      mediaType: DocumentType,
      fileName: z.string().min(1).max(200),
      /** At most 5 MB each, before base64. */
      base64: z.string().max(7_000_000),
    }),
  )
  .max(5)

/**
 * `POST /v1/portal/email-changes`: a practitioner asks for another e-mail address (texts of the portal: data update by
 * membership number). Documents come as base64 with their file names.
 */
export const EmailChangeInput = z.strictObject({
  membershipNo: z.string().min(1).max(32),
  idNo: z.string().min(10).max(10),
  newEmail: z.string().min(3).max(254),
  newEmailAgain: z.string().min(3).max(254),
  documents: PortalDocuments,
})
export type EmailChangeInput = z.infer<typeof EmailChangeInput>

/**
 * `POST /v1/portal/data-updates`: a practitioner asks for other personal data, several fields at once (texts of the
 * portal: data update). Values as they stand in a request; the e-mail address has a service of its own.
 */
export const DataUpdateInput = z.strictObject({
  membershipNo: z.string().min(1).max(32),
  idNo: z.string().min(10).max(10),
  fields: z
    .partialRecord(MemberField.exclude(['email', 'photo']), z.string().min(1).max(300))
    .refine((fields) => Object.keys(fields).length > 0),
  documents: PortalDocuments,
})
export type DataUpdateInput = z.infer<typeof DataUpdateInput>

export const PortalRequestOutput = z.object({ number: z.string(), state: RequestState })
export type PortalRequestOutput = z.infer<typeof PortalRequestOutput>

/** `POST /v1/portal/email-changes/:number/code`: the code that was sent to the new address. */
export const EnterCodeInput = z.strictObject({ code: z.string().min(4).max(12) })
export type EnterCodeInput = z.infer<typeof EnterCodeInput>
