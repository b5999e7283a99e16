import type { Generated } from 'kysely'

/** The tables of the store as queries see them; docs/core.md says what each is for. Instants are ISO texts, `…_ms` numbers. */

interface SettingsTable {
  key: string
  /** JSON. */
  value: string
}

interface ClerksTable {
  id: string
  version: number
  generation: number
  /** JSON of the row as it was pulled. */
  row: string
}

interface EnrolledTable {
  clerk_id: string
  /** Raw Ed25519 keys, base64url. */
  public_key: string
  private_key: string
  /** When the authority was given the public key. */
  registered_at: string | null
  token: string | null
  /** JSON list of scopes, as the authority last said; null before it was asked. */
  scopes: string | null
  /** The next command's number. */
  next_seq: number
  enrolled_at: string
  /** The device under which the numbers run. */
  device: string
}

interface CursorsTable {
  scope: string
  epoch: string
  cursor: string
  caught_up: number
  /** JSON: rows of each table in the scope. */
  totals: string
  rows: number
  filling: number
  pulled_at: string
}

interface MembersTable {
  place: number
  id: string
  version: number
  generation: number
  membership_no: string
  id_no: string
  mobile: string
  email: string
  name_key: string
  birth_date: string
  index_key: string
  pulled_at: string
  row: string
}

/** Columns that lists of requests filter and sort by. */
export interface RequestColumns {
  id: string
  version: number
  number: string
  kind: string
  state: string
  risk: string
  member_id: string
  branch: string
  assignee_id: string | null
  proposer_id: string | null
  due_at: string | null
  is_open: number
  sort_key: string
  row: string
}

interface OverlayTable {
  command_id: string
  position: number
  table_name: 'requests' | 'members' | 'certificates' | 'appointments'
  row_id: string
  patch: string
}

export interface OutboxTable {
  position: number
  id: string
  seq: number
  actor: string
  kind: string
  state: string
  /** The record that it acts on, as the feed names it. */
  subject_table: string
  subject_id: string
  /** '' when no member is known. */
  member_id: string
  after: string | null
  /** The signed command, as it is pushed. */
  body: string
  /** The decision as it was made, for the eyes of its clerk; stays when the body becomes `withdrawn`. */
  decided: string
  made_at: string
  not_before_ms: number | null
  attempted_at: string | null
  tries: number
  last_tried_at: string | null
  cause: string | null
  /** Whether a deferral must be pushed for it, or was acknowledged. */
  deferral: 'due' | 'acknowledged' | null
  receipt: string | null
  receipted_at: string | null
  rebased: number
  redone_as: string | null
}

export interface CertificateColumns {
  id: string
  version: number
  number: string
  number_key: string
  kind: string
  state: string
  member_id: string
  expires_on: string | null
  awaiting_second: number
  sort_key: string
  row: string
}

interface EvidenceListsTable {
  id: string
  version: number
  generation: number
  kind: string
  uri: string
  row: string
}

interface VerificationsTable {
  id: string
  at: string
  clerk_id: string | null
  verdict: string
  certificate_id: string | null
  member_id: string | null
  row: string
}

interface SchedulesTable {
  id: string
  version: number
  generation: number
  branch: string
  row: string
}

export interface AppointmentColumns {
  id: string
  version: number
  number: string
  number_key: string
  branch: string
  service: string
  state: string
  schedule_id: string
  date: string
  time: string
  id_no: string
  mobile: string
  name_key: string
  sort_key: string
  row: string
}

interface DocumentsTable {
  hash: string
  bytes: Uint8Array
  kept_at: string
}

interface AsideTable {
  table_name: string
  row_id: string
  version: number
  scope: string
  cause: string
  change: string
  at: string
  /** The application that set it aside. */
  set_by: string
}

interface ClockJumpsTable {
  id: Generated<number>
  at: string
  from_ms: number
  to_ms: number
  jump_ms: number
  noticed: string
}

interface AttachmentsTable {
  hash: string
  request_id: string
  clerk_id: string
  media_type: string
  size: number
  added_at: string
  /** Bytes that the authority said it has. */
  sent: number
  acknowledged_at: string | null
}

export interface Tables {
  settings: SettingsTable
  clerks: ClerksTable
  enrolled: EnrolledTable
  cursors: CursorsTable
  members: MembersTable
  requests: RequestColumns & { generation: number }
  request_keys: { key: string; request_id: string }
  pending_requests: RequestColumns
  requests_now: RequestColumns & { pending: number }
  overlay: OverlayTable
  outbox: OutboxTable
  documents: DocumentsTable
  certificates: CertificateColumns & { generation: number }
  pending_certificates: CertificateColumns
  certificates_now: CertificateColumns & { pending: number }
  evidence_lists: EvidenceListsTable
  reference_versions: ClerksTable
  verifications: VerificationsTable
  schedules: SchedulesTable
  appointments: AppointmentColumns & { generation: number }
  pending_appointments: AppointmentColumns & { provisional: number }
  appointments_now: AppointmentColumns & { provisional: number; pending: number }
  aside: AsideTable
  clock_jumps: ClockJumpsTable
  desk_audit: { number: number; entry: string; hash: string; sent: number }
  drafts: { clerk_id: string; request_id: string; revision_hash: string; draft: string; kept_at: string }
  document_parts: { hash: string; position: number; bytes: Uint8Array }
  attachments: AttachmentsTable
  command_attachments: { command_id: string; hash: string }
}
