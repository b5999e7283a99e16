import { generateKeyPairSync } from 'node:crypto'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Tables } from '#core/db/tables.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { findSetting } from './settings.ts'

/** A clerk who has signed in on this device: their signing key, their session and what they may hold. */
export interface EnrolledClerk {
  readonly clerkId: string
  /** The device under which their commands are numbered. */
  readonly device: string
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string
  /** Whether the authority knows the key; a clerk may sign in for the first time while the line is down. */
  readonly registered: boolean
  readonly token: string | null
  /** What the authority said this clerk's desk may hold; null before it was asked. */
  readonly scopes: readonly string[] | null
}

const columns = ['clerk_id', 'device', 'public_key', 'registered_at', 'token', 'scopes'] as const

type EnrolledRow = Pick<Tables['enrolled'], (typeof columns)[number]>

// Asked before and after whatever a desk does, so their texts are made once.
const enrolled = query.selectFrom('enrolled').select(columns)
const enrolledAll = enrolled.orderBy('enrolled_at').orderBy('clerk_id').compile().sql
const enrolledById = enrolled.where('clerk_id', '=', '').compile().sql

function toEnrolled(row: EnrolledRow): EnrolledClerk {
  return {
    clerkId: row.clerk_id,
    device: row.device,
    publicKey: row.public_key,
    registered: row.registered_at !== null,
    token: row.token,
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as string[]),
  }
}

export function listEnrolled(store: Store): EnrolledClerk[] {
  return store.allOf<EnrolledRow>(enrolledAll).map(toEnrolled)
}

export function findEnrolled(store: Store, clerkId: string): EnrolledClerk | undefined {
  const row = store.findOf<EnrolledRow>(enrolledById, clerkId)
  return row && toEnrolled(row)
}

/** The clerk's row of this device; at the first sign-in with a new signing key, numbered under the device of the settings. */
export function enrolClerk(store: Store, clerkId: string, at: string): EnrolledClerk {
  const known = findEnrolled(store, clerkId)
  if (known) return known
  const device = findSetting(store, 'device')
  if (device === undefined) throw new Error('The profile has no device id')
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d, x } = privateKey.export({ format: 'jwk' })
  if (!d || !x) throw new Error('An Ed25519 key has a public and a private half')
  store.run(
    query
      .insertInto('enrolled')
      .values({ clerk_id: clerkId, device, public_key: x, private_key: d, next_seq: 1, enrolled_at: at }),
  )
  return { clerkId, device, publicKey: x, registered: false, token: null, scopes: null }
}

/** Keeps the session that the authority gave, which also means that it knows the key. */
export function putToken(store: Store, clerkId: string, token: string | null, at: string): void {
  store.run(
    query
      .updateTable('enrolled')
      .set(token === null ? { token } : { token, registered_at: at })
      .where('clerk_id', '=', clerkId),
  )
}

/** Ends every session here, so that each clerk's key is told to the authority again. */
export function forgetTokens(store: Store): void {
  store.run(query.updateTable('enrolled').set({ token: null }))
}

/** Keeps what the authority lets this clerk's desk hold. */
export function putScopes(store: Store, clerkId: string, scopes: readonly string[]): void {
  store.run(
    query
      .updateTable('enrolled')
      .set({ scopes: JSON.stringify(scopes) })
      .where('clerk_id', '=', clerkId),
  )
}

/**
 * Whether the directory that is here says that somebody does not work at the authority any more, or has no such person.
 * One that is not read through says nothing, and neither does a row that this version cannot read.
 */
export function isLetGo(store: Store, clerkId: string): boolean {
  const whole = store.findOf("SELECT 1 FROM cursors WHERE scope = 'directory' AND caught_up = 1")
  const aside = store.findOf("SELECT 1 FROM aside WHERE table_name = 'clerks' AND row_id = ?", clerkId)
  if (!whole || aside) return false
  const row = store.findOf<{ row: string }>('SELECT row FROM clerks WHERE id = ?', clerkId)
  return !row || !(JSON.parse(row.row) as Clerk).active
}

/** The next number of this clerk and the device that it is of, taken for good when the transaction around it commits. */
export function takeSeq(store: Store, clerkId: string): { device: string; seq: number } {
  const row = store.findOf<{ device: string; seq: number }>(
    'UPDATE enrolled SET next_seq = next_seq + 1 WHERE clerk_id = ? RETURNING device, next_seq - 1 AS seq',
    clerkId,
  )
  if (!row) throw new Error('Only an enrolled clerk makes commands')
  return row
}
