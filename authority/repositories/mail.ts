import type { Db } from '../db/types.ts'
import { insertRows } from './rows.ts'

/** A letter, written and not yet sent; both languages in one message. */
export interface OutgoingMail {
  readonly at: string
  readonly template: string
  readonly toAddress: string
  /** Null for a letter that no request caused. */
  readonly requestId: string | null
  readonly requestNumber: string | null
  readonly subjectAr: string
  readonly subjectEn: string
  readonly bodyAr: string
  readonly bodyEn: string
}

export interface StoredMail extends OutgoingMail {
  readonly id: number
}

/** Puts letters into the outbox, in order. */
export function insertMail(trx: Db, letters: readonly OutgoingMail[]): Promise<void> {
  return insertRows(trx, 'mail_outbox', letters)
}

/** Letters, newest first. */
export async function listMail(db: Db, limit = 200): Promise<StoredMail[]> {
  return db.selectFrom('mailOutbox').selectAll().orderBy('id', 'desc').limit(limit).execute()
}

/** One letter. */
export async function findMail(db: Db, id: number): Promise<StoredMail | undefined> {
  return db.selectFrom('mailOutbox').selectAll().where('id', '=', id).executeTakeFirst()
}
