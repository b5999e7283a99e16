import type { Kysely } from 'kysely'
import type { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import type { Branch } from '#shared/domain/reference/branch.ts'
import type {
  AuditCheckpointsTable,
  AuditLeavesTable,
  AuditNodesTable,
  AuditPersonalTable,
  AuditQueueTable,
  AuditTable,
  DeskChainEntriesTable,
  DeskChainsTable,
} from './tables/audit-tables.ts'
import type {
  AccountsTable,
  ClerksTable,
  DevicesTable,
  IdentityKeysTable,
  OidcPayloadsTable,
  RecoveryCodesTable,
  SessionsTable,
  SignInFailuresTable,
  SignInsTable,
  UsedProofsTable,
} from './tables/identity-tables.ts'
import type {
  AppointmentsTable,
  ApprovalsTable,
  CertificatesTable,
  DocumentsTable,
  MailOutboxTable,
  MembersTable,
  PortalCodesTable,
  ReferenceVersionsTable,
  RegisterKeysTable,
  RequestDocumentsTable,
  RequestsTable,
  RevocationsTable,
  SchedulesTable,
} from './tables/register-tables.ts'
import type {
  CommandsTable,
  DeviceKeysTable,
  FeedTable,
  SealedOutboxesTable,
  UploadsTable,
} from './tables/sync-tables.ts'

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
