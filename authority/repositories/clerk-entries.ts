import { sql } from 'kysely'
import type { ClerkPresence } from '#shared/domain/clerks/clerk-account.ts'
import type { Db } from '../db/types.ts'

/** People with what is known of how they work, by branch and id; with `id`, that person alone. Waits are told by `subject`. */
export async function listClerkEntries(db: Db, now: string, id?: string) {
  return db
    .selectFrom('clerks')
    .leftJoin('accounts', 'accounts.clerkId', 'clerks.id')
    .leftJoin('signIns', 'signIns.clerkId', 'clerks.id')
    .selectAll('clerks')
    .select(['accounts.username', 'accounts.lockedAt', 'accounts.mustChange', 'signIns.at as lastSignInAt'])
    .select(sql<boolean>`accounts.totp_secret is not null`.as('secondFactor'))
    .select(
      sql<number>`(
        select count(*)::integer from sessions where sessions.clerk_id = clerks.id and sessions.expires_at > ${now}::timestamptz
      )`.as('sessions'),
    )
    .select(
      sql<ClerkPresence['devices']>`(
        select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'state', d.state) order by d.id), '[]')
        from devices as d
        where exists (select 1 from device_keys as k where k.device = d.id and k.clerk_id = clerks.id)
      )`.as('devices'),
    )
    .$if(id !== undefined, (query) => query.where('clerks.id', '=', id ?? ''))
    .orderBy('clerks.branch')
    .orderBy('clerks.id')
    .execute()
}

/** Waits after wrong tries that are on at `now`: until when, by subject. */
export async function listWaits(db: Db, now: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('signInFailures')
    .select(['subject', 'blockedUntil'])
    .where('blockedUntil', '>', now)
    .execute()
  return new Map(rows.flatMap(({ subject, blockedUntil }) => (blockedUntil === null ? [] : [[subject, blockedUntil]])))
}

/** How many other administrators are active and not locked out. */
export async function countOtherAdministrators(trx: Db, id: string): Promise<number> {
  const { count } = await trx
    .selectFrom('clerks')
    .leftJoin('accounts', 'accounts.clerkId', 'clerks.id')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('clerks.role', '=', 'administrator')
    .where('clerks.active', '=', true)
    .where('accounts.lockedAt', 'is', null)
    .where('clerks.id', '<>', id)
    .executeTakeFirstOrThrow()
  return count
}
