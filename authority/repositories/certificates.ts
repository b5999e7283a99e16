import { sql } from 'kysely'
import type { Certificate, CertificateState } from '#shared/domain/certificates/certificate.ts'
import type { Db } from '../db/types.ts'

function toRow(certificate: Certificate) {
  const { status, proposal, steps } = certificate
  return {
    ...certificate,
    status: JSON.stringify(status),
    proposal: proposal === null ? null : JSON.stringify(proposal),
    steps: JSON.stringify(steps),
  }
}

/** The certificate with this id. */
export async function findCertificate(db: Db, id: string): Promise<Certificate | undefined> {
  return db.selectFrom('certificates').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The certificate with this id, which nobody else changes until the transaction ends. */
export async function findCertificateForUpdate(db: Db, id: string): Promise<Certificate | undefined> {
  return db.selectFrom('certificates').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Adds a certificate. */
export async function insertCertificate(db: Db, certificate: Certificate): Promise<void> {
  await db.insertInto('certificates').values(toRow(certificate)).execute()
}

/** Writes a certificate as given over the one with the same id. */
export async function updateCertificate(db: Db, certificate: Certificate): Promise<void> {
  await db.updateTable('certificates').set(toRow(certificate)).where('id', '=', certificate.id).execute()
}

/** The next number of the running series, from 1. */
export async function nextCertificateNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('certificate_numbers') as next`.execute(db)
  if (!rows[0]) throw new Error('The series of certificate numbers gave nothing.')
  return rows[0].next
}

/** The last number of the running series that was given out; 0 when there is none. */
export async function lastCertificateNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select case when is_called then last_value else 0 end as last from certificate_numbers
  `.execute(db)
  return rows[0]?.last ?? 0
}

/** Lets the running series go on after `last`. */
export async function setLastCertificateNumber(db: Db, last: number): Promise<void> {
  if (last > 0) await sql`select setval('certificate_numbers', ${last})`.execute(db)
}

/** Entries of a status list whose certificates are not in force. */
export async function listStatuses(db: Db, uri: string): Promise<(readonly [number, CertificateState])[]> {
  const rows = await db
    .selectFrom('certificates')
    .select(['state', sql<number>`(status ->> 'index')::integer`.as('index')])
    // In the words of the index.
    .where(sql<boolean>`state <> 'in-force'`)
    .where(sql<boolean>`status ->> 'uri' = ${uri}`)
    .execute()
  return rows.map(({ index, state }) => [index, state] as const)
}

/** The first of two who revoke. */
export async function openRevocation(db: Db, certificateId: string, proposer: string): Promise<void> {
  await db.insertInto('revocations').values({ certificateId, proposer }).execute()
}

/** The second one, who confirms or declines. The database refuses the person who proposed. */
export async function closeRevocation(
  db: Db,
  certificateId: string,
  second: { readonly confirmer: string; readonly declined: boolean },
): Promise<void> {
  await db
    .updateTable('revocations')
    .set(second)
    .where('certificateId', '=', certificateId)
    .where('confirmer', 'is', null)
    .where('declined', '=', false)
    .execute()
}

/** Who revoked a certificate; `confirmer` null while the second person is awaited. */
export interface RevocationPeople {
  readonly certificateId: string
  readonly proposer: string
  readonly confirmer: string | null
}

/** Adds what two people have revoked, or one has proposed, when a register is filled. */
export async function insertRevocations(db: Db, rows: readonly RevocationPeople[]): Promise<void> {
  if (rows.length > 0) {
    await db
      .insertInto('revocations')
      .values([...rows])
      .execute()
  }
}
