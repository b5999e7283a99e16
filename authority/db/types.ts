import type { ColumnType, Generated, GeneratedAlways, Kysely } from 'kysely'
import type { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import type { Certificate, EvidenceList } from '#shared/domain/certificates/certificate.ts'
import type { BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import type { DeviceState } from '#shared/domain/devices/device.ts'
import type { DocumentType } from '#shared/domain/documents.ts'
import type { Member, MemberField } from '#shared/domain/members/member.ts'
import type { Branch } from '#shared/domain/reference/branch.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Receipt } from '#shared/protocol/push.ts'

/** Read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>

/** Instants are ISO texts in UTC with milliseconds on both sides: the drivers' parsers see to it. */
type InstantText = string

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

interface ClerksTable {
  id: string
  version: number
  nameAr: string
  nameEn: string
  role: Role
  branch: BranchCode
  active: boolean
}

/** Where each row stands in the order of commits; docs/sync.md, "Pull". One row per scope and record. */
interface FeedTable {
  scope: string
  tableName: string
  rowId: string
  /** Transaction and number of the latest change, as text: both are wider than a JavaScript number. */
  xid: ColumnType<string, string | undefined, string>
  id: ColumnType<string, string | undefined, string>
  version: number
  gone: Generated<boolean>
}

interface CommandsTable {
  id: string
  device: string
  actor: string
  seq: number
  kind: string
  /** SHA-256 (hex) of the signed text. */
  bodyHash: string
  /** `deferred` until the command of this seq arrives after all. */
  state: 'settled' | 'deferred'
  receipt: Json<Receipt>
  receivedAt: InstantText
}

interface DeviceKeysTable {
  device: string
  clerkId: string
  /** Ed25519, raw 32 bytes in base64url. */
  publicKey: string
  enrolledAt: InstantText
}

interface SessionsTable {
  /** SHA-256 (hex) of the token; the token itself is never kept. */
  tokenHash: string
  clerkId: string
  device: string
  createdAt: InstantText
  expiresAt: InstantText
}

interface DocumentsTable {
  hash: string
  mediaType: string
  size: number
  bytes: Uint8Array
}

interface UploadsTable {
  hash: string
  device: string
  size: number
  bytes: Uint8Array
  mediaType: Generated<DocumentType | null>
  updatedAt: InstantText
}

interface RequestDocumentsTable {
  requestId: string
  hash: string
}

interface ApprovalsTable {
  id: GeneratedAlways<number>
  requestId: string
  revisionHash: string
  proposer: string
  confirmer: ColumnType<string | null, string | null | undefined, string | null>
  voided: Generated<boolean>
  fields: ColumnType<MemberField[] | null, string | null, string | null>
}

interface MailOutboxTable {
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

interface AuditTable {
  id: GeneratedAlways<number>
  at: InstantText
  /** A clerk's id, `member` or `system`. */
  actor: string
  device: string | null
  action: string
  subject: string
  detail: Json<Readonly<Record<string, string | number | boolean | null>>>
  /** Commitments by name. */
  personal: Json<Readonly<Record<string, string>>>
}

interface AuditPersonalTable {
  commitment: string
  subject: string
  salt: string
  value: string
}

interface AuditQueueTable {
  id: number
  xid: Generated<string>
}

interface AuditLeavesTable {
  seq: number
  auditId: number
  hash: string
}

interface AuditNodesTable {
  level: number
  position: number
  hash: string
}

interface AuditCheckpointsTable {
  size: number
  root: string
  at: InstantText
  kid: string
  signature: string
}

interface DeskChainsTable {
  device: string
  number: number
  hash: string
}

interface DeskChainEntriesTable {
  device: string
  hash: string
}

interface PortalCodesTable {
  requestId: string
  codeHash: string
  expiresAt: InstantText
  tries: number
}

type CertificateJson = 'status' | 'proposal' | 'steps'
export type CertificatesTable = Omit<Certificate, CertificateJson> & {
  [Key in CertificateJson]: ColumnType<
    Certificate[Key],
    null extends Certificate[Key] ? string | null : string,
    null extends Certificate[Key] ? string | null : string
  >
}

export type SchedulesTable = Omit<Schedule, 'weekly'> & { weekly: Json<Schedule['weekly']> }

type ReferenceVersionsTable = Omit<ReferenceVersion, 'rows'> & { rows: Json<ReferenceVersion['rows']> }

type AppointmentJson = 'visitor' | 'events'
export type AppointmentsTable = Omit<Appointment, AppointmentJson> & {
  [Key in AppointmentJson]: Json<Appointment[Key]>
} & {
  /** Which of the slot's places it holds; null once it is cancelled. */
  place: number | null
}

interface RevocationsTable {
  id: GeneratedAlways<number>
  certificateId: string
  proposer: string
  confirmer: ColumnType<string | null, string | null | undefined, string | null>
  declined: Generated<boolean>
}

/** Keys of the register: the anchor, the issuer of certificates, the signers of lists and of the audit log, the one that desks seal to. */
interface RegisterKeysTable {
  name: string
  /** base64url. */
  kid: string
  /** Uncompressed P-256 point, base64url. */
  publicKey: string
  /** PKCS #8, base64. */
  privateKey: string
  createdAt: InstantText
}

interface AccountsTable {
  clerkId: string
  /** In lower case. */
  username: string
  passwordHash: string
  mustChange: boolean
  lockedAt: InstantText | null
  /** Sealed; null until the second factor is set up. */
  totpSecret: string | null
  totpStep: Generated<number>
  changedAt: InstantText
}

interface RecoveryCodesTable {
  clerkId: string
  codeHash: string
}

interface SignInFailuresTable {
  /** `name:…` (hashed) or `address:…`. */
  subject: string
  failures: number
  lastAt: InstantText
  blockedUntil: InstantText | null
}

interface IdentityKeysTable {
  name: string
  value: Json<unknown>
  createdAt: InstantText
}

interface OidcPayloadsTable {
  model: string
  id: string
  payload: Json<Readonly<Record<string, unknown>>>
  grantId: string | null
  uid: string | null
  accountId: string | null
  consumedAt: InstantText | null
  expiresAt: InstantText | null
}

interface UsedProofsTable {
  id: string
  expiresAt: InstantText
}

interface DevicesTable {
  id: string
  name: string
  state: DeviceState
  proofKey: string | null
  firstSeenAt: InstantText
  lastSeenAt: InstantText
  decidedBy: string | null
  decidedAt: InstantText | null
  wipedAt: InstantText | null
  appVersion: string | null
}

interface SignInsTable {
  clerkId: string
  at: InstantText
}

interface SealedOutboxesTable {
  device: string
  at: InstantText
  bytes: Uint8Array
}

interface MetaTable {
  name: string
  value: string
}

/** Every table of the authority. */
export interface Database {
  meta: MetaTable
  members: MembersTable
  requests: RequestsTable
  clerks: ClerksTable
  feed: FeedTable
  commands: CommandsTable
  deviceKeys: DeviceKeysTable
  sessions: SessionsTable
  documents: DocumentsTable
  requestDocuments: RequestDocumentsTable
  uploads: UploadsTable
  approvals: ApprovalsTable
  mailOutbox: MailOutboxTable
  audit: AuditTable
  auditPersonal: AuditPersonalTable
  auditQueue: AuditQueueTable
  auditLeaves: AuditLeavesTable
  auditNodes: AuditNodesTable
  auditCheckpoints: AuditCheckpointsTable
  deskChains: DeskChainsTable
  deskChainEntries: DeskChainEntriesTable
  portalCodes: PortalCodesTable
  certificates: CertificatesTable
  evidenceLists: EvidenceList
  revocations: RevocationsTable
  registerKeys: RegisterKeysTable
  schedules: SchedulesTable
  referenceVersions: ReferenceVersionsTable
  appointments: AppointmentsTable
  accounts: AccountsTable
  recoveryCodes: RecoveryCodesTable
  signInFailures: SignInFailuresTable
  identityKeys: IdentityKeysTable
  oidcPayloads: OidcPayloadsTable
  usedProofs: UsedProofsTable
  devices: DevicesTable
  sealedOutboxes: SealedOutboxesTable
  signIns: SignInsTable
  branches: Branch
}

/** The database, or a transaction on it: what every repository takes. */
export type Db = Kysely<Database>
