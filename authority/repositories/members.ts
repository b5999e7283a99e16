import { sql } from 'kysely'
import type { Member } from '#shared/domain/members/member.ts'
import type { Db } from '../db/types.ts'

const endedStates = ['revoked', 'deceased', 'merged'] as const

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

/** The member with this membership number. */
export async function findMemberByNumber(db: Db, membershipNo: string): Promise<Member | undefined> {
  return db.selectFrom('members').selectAll().where('membershipNo', '=', membershipNo).executeTakeFirst()
}

/** Id of the member with an open file who holds this address (normal form), or undefined. */
export async function findAddressHolder(db: Db, email: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('members')
    .select('id')
    .where(sql`lower(email)`, '=', email)
    .where('state', 'not in', endedStates)
    .executeTakeFirst()
  return row?.id
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

/** Writes a member as given over the one with the same id. */
export async function updateMember(db: Db, member: Member): Promise<void> {
  await db.updateTable('members').set(toRow(member)).where('id', '=', member.id).execute()
}
