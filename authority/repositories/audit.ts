import type { Db } from '../db/types.ts'

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

/** Appends an entry in the transaction of what it tells of. */
export async function appendAudit(trx: Db, { device, detail, ...entry }: AuditEntry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({ ...entry, device: device ?? null, detail: JSON.stringify(detail ?? {}) })
    .execute()
}

export interface StoredAudit extends AuditEntry {
  readonly id: number
}

/** Entries of a record, oldest first. */
export async function listAudit(db: Db, subject: string): Promise<StoredAudit[]> {
  const rows = await db.selectFrom('audit').selectAll().where('subject', '=', subject).orderBy('id').execute()
  return rows.map(({ device, ...row }) => (device === null ? row : { ...row, device }))
}
