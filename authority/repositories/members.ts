import { sql } from 'kysely'
import type { Member } from '#shared/domain/members/member.ts'
import type { Db } from '../db/types.ts'
import { updateRows } from './rows.ts'

function toRow(member: Member) {
  return {
    ...member,
    nameAr: JSON.stringify(member.nameAr),
    nameEn: JSON.stringify(member.nameEn),
    classifications: JSON.stringify(member.classifications),
    registrations: JSON.stringify(member.registrations),
    account: JSON.stringify(member.account),
  }
}

/** The member with this id. */
export async function findMember(db: Db, id: string): Promise<Member | undefined> {
  return db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The member with this id, whom nobody else changes until the transaction ends. */
export async function findMemberForUpdate(db: Db, id: string): Promise<Member | undefined> {
  return db.selectFrom('members').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** The members with these ids, whom nobody else changes until the transaction ends. Locked in order of their ids. */
export async function listMembersForUpdate(db: Db, ids: readonly string[]): Promise<Member[]> {
  return db
    .selectFrom('members')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** The member with this membership number. */
export async function findMemberByNumber(db: Db, membershipNo: string): Promise<Member | undefined> {
  return db.selectFrom('members').selectAll().where('membershipNo', '=', membershipNo).executeTakeFirst()
}

/** Of these addresses (normal form) those that members with open files hold, with the ids of the holders. */
export async function listAddressHolders(db: Db, emails: readonly string[]): Promise<{ id: string; email: string }[]> {
  // In the words of the index: the planner does not see that what is equal to an address is not empty.
  const { rows } = await sql<{ id: string; email: string }>`
    select id, lower(email) as email from members
    where lower(email) = any(${emails}::text[])
      and email <> '' and state not in ('revoked', 'deceased', 'merged')
  `.execute(db)
  return rows
}

/** Id of the member with an open file who holds this address (normal form), or undefined. */
export async function findAddressHolder(db: Db, email: string): Promise<string | undefined> {
  const [holder] = await listAddressHolders(db, [email])
  return holder?.id
}

/** Members who hold one of these ID numbers. Closed files count: a number is one person's. */
export async function listIdHolders(db: Db, idNos: readonly string[]): Promise<{ id: string; idNo: string }[]> {
  return db.selectFrom('members').select(['id', 'idNo']).where(sql<boolean>`id_no = any(${idNos}::text[])`).execute()
}

/** Id of another member than `exceptId` who holds this ID number, or undefined. Closed files count: a number is one person's. */
export async function findIdHolder(db: Db, idNo: string, exceptId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('members')
    .select('id')
    .where('idNo', '=', idNo)
    .where('id', '<>', exceptId)
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** Whether the photo of some member is the document with this hash. */
export async function isMemberPhoto(db: Db, hash: string): Promise<boolean> {
  const row = await db.selectFrom('members').select('id').where('photo', '=', hash).limit(1).executeTakeFirst()
  return row !== undefined
}

/** Members in the register. */
export async function countMembers(db: Db): Promise<number> {
  const row = await db
    .selectFrom('members')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return row.total
}

/** Adds a member. */
export async function insertMember(db: Db, member: Member): Promise<void> {
  await db.insertInto('members').values(toRow(member)).execute()
}

/** Writes members as given over those with the same ids. */
export function updateMembers(db: Db, members: readonly Member[]): Promise<void> {
  return updateRows(db, 'members', members)
}

/** Writes a member as given over the one with the same id. */
export function updateMember(db: Db, member: Member): Promise<void> {
  return updateMembers(db, [member])
}
