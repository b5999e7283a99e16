import { createHash, randomBytes } from 'node:crypto'
import { type AuditDetail, commitmentOf } from '#shared/domain/audit/audit-log.ts'
import type { Sha256 } from '#shared/domain/audit/merkle.ts'
import type { Db } from '../db/types.ts'
import { insertRows } from './rows.ts'

/** SHA-256 by Node. */
export const sha256Bytes: Sha256 = (bytes) => createHash('sha256').update(bytes).digest()

/** What is known of something that happened. Never secrets, whole ids or free text. */
export interface AuditEntry {
  readonly at: string
  /** A clerk's id, `member` or `system`. */
  readonly actor: string
  readonly device?: string
  readonly action: string
  /** The record that it happened to: `request:…`, `member:…`, `clerk:…`. */
  readonly subject: string
  readonly detail?: AuditDetail
  /** What may have to be erased one day. The entry has a salted commitment to each; values lie beside it. */
  readonly personal?: Readonly<Record<string, string>>
}

/** Appends entries, in order, in the transaction of what they tell of. */
export async function appendAudits(trx: Db, entries: readonly AuditEntry[]): Promise<void> {
  const values: { commitment: string; subject: string; salt: string; value: string }[] = []
  const rows = entries.map(({ device, detail, personal = {}, ...entry }) => {
    const commitments = Object.entries(personal).map(([name, value]) => {
      const salt = randomBytes(16).toString('hex')
      const commitment = commitmentOf(sha256Bytes, { salt, value })
      values.push({ commitment, subject: entry.subject, salt, value })
      return [name, commitment]
    })
    return { ...entry, device: device ?? null, detail: detail ?? {}, personal: Object.fromEntries(commitments) }
  })
  await insertRows(trx, 'audit', rows)
  await insertRows(trx, 'audit_personal', values)
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

/** Erases what lies behind the commitments of a record's entries; the entries stay, and stay provable. How many values. */
export async function erasePersonal(trx: Db, subject: string): Promise<number> {
  const { numDeletedRows } = await trx.deleteFrom('auditPersonal').where('subject', '=', subject).executeTakeFirst()
  return Number(numDeletedRows)
}
