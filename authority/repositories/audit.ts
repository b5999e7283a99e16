import type { Db } from '../db/types.ts'
import { insertRows } from './rows.ts'

/** What is known of something that happened. Never secrets, whole ids or free text. */
export interface AuditEntry {
  readonly at: string
  /** A clerk's id, `member` or `system`. */
  readonly actor: string
  readonly device?: string
  readonly action: string
  /** The record that it happened to: `request:…`, `member:…`, `clerk:…`. */
  readonly subject: string
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** Appends entries, in order, in the transaction of what they tell of. */
export function appendAudits(trx: Db, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map(({ device, detail, ...entry }) => ({
    ...entry,
    device: device ?? null,
    detail: detail ?? {},
  }))
  return insertRows(trx, 'audit', rows)
}

/** Appends an entry in the transaction of what it tells of. */
export function appendAudit(trx: Db, entry: AuditEntry): Promise<void> {
  return appendAudits(trx, [entry])
}

export interface StoredAudit extends AuditEntry {
  readonly id: number
}

/** Entries of a record, oldest first. */
export async function listAudit(db: Db, subject: string): Promise<StoredAudit[]> {
  const rows = await db.selectFrom('audit').selectAll().where('subject', '=', subject).orderBy('id').execute()
  return rows.map(({ device, ...row }) => (device === null ? row : { ...row, device }))
}
