import { sql } from 'kysely'
import { openStates, type Request, type RequestKind } from '#shared/domain/requests/request.ts'
import type { Db } from '../db/types.ts'
import { updateRows } from './rows.ts'

const orNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

function toRow(request: Request) {
  return {
    ...request,
    base: JSON.stringify(request.base),
    proposed: JSON.stringify(request.proposed),
    fieldStates: JSON.stringify(request.fieldStates),
    evidence: JSON.stringify(request.evidence),
    addressProof: orNull(request.addressProof),
    rulesAtSubmission: JSON.stringify(request.rulesAtSubmission),
    proposal: orNull(request.proposal),
    decisions: JSON.stringify(request.decisions),
    events: JSON.stringify(request.events),
  }
}

/** The request with this id. */
export async function findRequest(db: Db, id: string): Promise<Request | undefined> {
  return db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The requests with these ids, which nobody else changes until the transaction ends. Locked in order of their ids. */
export async function listRequestsForUpdate(db: Db, ids: readonly string[]): Promise<Request[]> {
  return db
    .selectFrom('requests')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** The request with this number, which nobody else changes until the transaction ends. */
export async function findRequestByNumberForUpdate(db: Db, number: string): Promise<Request | undefined> {
  return db.selectFrom('requests').selectAll().where('number', '=', number).forUpdate().executeTakeFirst()
}

/** The request of a kind by a member that still waits for somebody. */
export async function findOpenRequest(db: Db, memberId: string, kind: RequestKind): Promise<Request | undefined> {
  return db
    .selectFrom('requests')
    .selectAll()
    .where('memberId', '=', memberId)
    .where('kind', '=', kind)
    .where('state', 'in', openStates)
    .executeTakeFirst()
}

/** The next number of the running series. */
export async function nextRequestNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('request_numbers') as next`.execute(db)
  if (!rows[0]) throw new Error('The series of request numbers gave nothing.')
  return rows[0].next
}

/** Adds a request. */
export async function insertRequest(db: Db, request: Request): Promise<void> {
  await db.insertInto('requests').values(toRow(request)).execute()
}

/** Writes requests as given over those with the same ids. */
export function updateRequests(db: Db, requests: readonly Request[]): Promise<void> {
  return updateRows(db, 'requests', requests)
}

/** Writes a request as given over the one with the same id. */
export function updateRequest(db: Db, request: Request): Promise<void> {
  return updateRequests(db, [request])
}
