import { sql } from 'kysely'
import type { Db } from '../db/types.ts'

/** How many wrong tries are free, and the waits after them: doubling from `firstSeconds` to `longestSeconds`. */
export interface Patience {
  readonly free: number
  readonly firstSeconds: number
  readonly longestSeconds: number
  /** Tries before this instant are forgotten. */
  readonly since: string
}

/**
 * Counts a try of a subject before it is looked at, so that many at once are no more than one after the other: from the
 * last free one on, each begins a wait, which `forgiveTry` ends when the try was right.
 *
 * @returns null, or until when nothing is tried because of a wait that was begun before, by whatever process.
 */
export async function claimTry(db: Db, subject: string, at: string, patience: Patience): Promise<string | null> {
  const { free, firstSeconds, longestSeconds, since } = patience
  const next = sql<number>`case when sign_in_failures.last_at < ${since}::timestamptz then 1 else sign_in_failures.failures + 1 end`
  const wait = sql`interval '1 second' * least(${firstSeconds}::float8 * power(2, least((${next}) - ${free}::integer, 30)), ${longestSeconds}::float8)`
  const claimed = await db
    .insertInto('signInFailures')
    .values({ subject, failures: 1, lastAt: at, blockedUntil: null })
    .onConflict((oc) =>
      oc
        .column('subject')
        .doUpdateSet({
          failures: next,
          lastAt: at,
          blockedUntil: sql`case when (${next}) >= ${free}::integer then ${at}::timestamptz + ${wait} end`,
        })
        .where((eb) =>
          eb.or([eb('signInFailures.blockedUntil', 'is', null), eb('signInFailures.blockedUntil', '<=', at)]),
        ),
    )
    .returning('failures')
    .executeTakeFirst()
  if (claimed) return null
  const row = await db
    .selectFrom('signInFailures')
    .select('blockedUntil')
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.blockedUntil ?? null
}

/** The wait that a subject is in after its try was wrong, if there is one. */
export async function findWait(db: Db, subject: string, now: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('signInFailures')
    .select('blockedUntil')
    .where('subject', '=', subject)
    .where('blockedUntil', '>', now)
    .executeTakeFirst()
  return row?.blockedUntil ?? undefined
}

/** The try was right: it does not count, and begins no wait. */
export async function forgiveTry(db: Db, subject: string): Promise<void> {
  await db
    .updateTable('signInFailures')
    .set({ failures: sql`greatest(failures - 1, 0)`, blockedUntil: null })
    .where('subject', '=', subject)
    .execute()
}

/** Forgets the wrong tries of a subject. */
export async function clearFailures(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('signInFailures').where('subject', '=', subject).execute()
}

/** Forgets everything whose last try was before. */
export async function sweepFailures(db: Db, before: string): Promise<void> {
  await db.deleteFrom('signInFailures').where('lastAt', '<', before).execute()
}
