import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Member, MemberField } from '#shared/domain/members/member.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { InstantText, Json } from './column-types.ts'

type MemberJson = 'nameAr' | 'nameEn' | 'classifications' | 'registrations' | 'account'
export type MembersTable = Omit<Member, MemberJson> & { [Key in MemberJson]: Json<Member[Key]> }

type RequestJson =
  | 'base'
  | 'proposed'
  | 'fieldStates'
  | 'evidence'
  | 'addressProof'
  | 'rulesAtSubmission'
  | 'proposal'
  | 'decisions'
  | 'events'
export type RequestsTable = Omit<Request, RequestJson> & {
  [Key in RequestJson]: ColumnType<
    Request[Key],
    null extends Request[Key] ? string | null : string,
    null extends Request[Key] ? string | null : string
  >
}

export interface RequestDocumentsTable {
  requestId: string
  hash: string
}

export interface DocumentsTable {
  hash: string
  mediaType: string
  size: number
  bytes: Uint8Array
}

export interface ApprovalsTable {
  id: GeneratedAlways<number>
  requestId: string
  revisionHash: string
  proposer: string
  confirmer: ColumnType<string | null, string | null | undefined, string | null>
  voided: Generated<boolean>
  fields: ColumnType<MemberField[] | null, string | null, string | null>
}

export interface PortalCodesTable {
  requestId: string
  codeHash: string
  expiresAt: InstantText
  tries: number
}

export interface MailOutboxTable {
  id: GeneratedAlways<number>
  at: InstantText
  template: string
  toAddress: string
  /** Null for a letter that no request caused. */
  requestId: string | null
  requestNumber: string | null
  subjectAr: string
  subjectEn: string
  bodyAr: string
  bodyEn: string
}

type CertificateJson = 'status' | 'proposal' | 'steps'
export type CertificatesTable = Omit<Certificate, CertificateJson> & {
  [Key in CertificateJson]: ColumnType<
    Certificate[Key],
    null extends Certificate[Key] ? string | null : string,
    null extends Certificate[Key] ? string | null : string
  >
}

export interface RevocationsTable {
  id: GeneratedAlways<number>
  certificateId: string
  proposer: string
  confirmer: ColumnType<string | null, string | null | undefined, string | null>
  declined: Generated<boolean>
}

/** Keys of the register: the anchor, the issuer of certificates, the signers of lists and of the audit log, the one that desks seal to. */
export interface RegisterKeysTable {
  name: string
  /** base64url. */
  kid: string
  /** Uncompressed P-256 point, base64url. */
  publicKey: string
  /** PKCS #8, base64. */
  privateKey: string
  createdAt: InstantText
}

export type SchedulesTable = Omit<Schedule, 'weekly'> & { weekly: Json<Schedule['weekly']> }

type AppointmentJson = 'visitor' | 'events'
export type AppointmentsTable = Omit<Appointment, AppointmentJson> & {
  [Key in AppointmentJson]: Json<Appointment[Key]>
} & {
  /** Which of the slot's places it holds; null once it is cancelled. */
  place: number | null
}

export type ReferenceVersionsTable = Omit<ReferenceVersion, 'rows'> & { rows: Json<ReferenceVersion['rows']> }
