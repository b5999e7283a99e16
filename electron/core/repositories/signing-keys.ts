import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type Command, type CommandBody, type DeferralBody, signedText } from '#shared/protocol/command.ts'
import { findEnrolled } from './enrolled-clerks.ts'
import { findSetting } from './settings.ts'

/** Signing keys of clerks who have unlocked since the start: in memory and nowhere else. */
const unlocked = new WeakMap<Store, Map<string, Uint8Array>>()

/** Stands where a signature is still to come; no key makes it. */
export const unsigned = 'A'.repeat(86)

const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

const privateKeyOf = (seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })

/** The public half of an Ed25519 key (RFC 8032), raw in base64url. */
export function publicKeyOf(seed: Uint8Array): string {
  const { x } = createPublicKey(privateKeyOf(seed)).export({ format: 'jwk' })
  if (!x) throw new Error('An Ed25519 key has a public half')
  return x
}

/**
 * A row for a clerk of the vault who is away: numbers go on in it, and the clerk's key comes with them.
 *
 * @returns whether this store is a vault's at all.
 */
export function enrolAbsent(store: Store, clerkId: string, at: string): boolean {
  if (findSetting(store, 'own-clerks') === undefined) return false
  const device = findSetting(store, 'device')
  if (device === undefined) throw new Error('The profile has no device id')
  const row = { clerk_id: clerkId, device, public_key: '', private_key: '', next_seq: 1, enrolled_at: at }
  store.run(query.insertInto('enrolled').values(row))
  return true
}

/**
 * The clerk's row, signing with the key of their vault slot from now on. Another key than the one before is told to the
 * authority again; what was signed with that one stays as it is.
 */
export function enrolUnlocked(store: Store, clerkId: string, signingKey: Uint8Array, at: string): void {
  const publicKey = publicKeyOf(signingKey)
  store.transaction(() => {
    const known = findEnrolled(store, clerkId)
    if (!known) {
      const device = findSetting(store, 'device')
      if (device === undefined) throw new Error('The profile has no device id')
      const numbered = { clerk_id: clerkId, device, next_seq: 1, enrolled_at: at }
      store.run(query.insertInto('enrolled').values({ ...numbered, public_key: publicKey, private_key: '' }))
    } else if (known.publicKey !== publicKey)
      store.run(
        query
          .updateTable('enrolled')
          .set({ public_key: publicKey, private_key: '', registered_at: null, token: null })
          .where('clerk_id', '=', clerkId),
      )
    const keys = unlocked.get(store) ?? new Map<string, Uint8Array>()
    unlocked.set(store, keys.set(clerkId, signingKey))
    signWaiting(store, clerkId)
  })
}

/** What a repair numbered anew while its clerk was away has waited for their signature. */
function signWaiting(store: Store, clerkId: string): void {
  const waiting = store.allOf<{ id: string; body: string; decided: string }>(
    `SELECT id, body, decided FROM outbox WHERE actor = ? AND receipted_at IS NULL
     AND json_extract(body, '$.signature') = ?`,
    clerkId,
    unsigned,
  )
  for (const row of waiting) {
    const sign = (text: string): string => {
      const { signature: _, ...body } = JSON.parse(text) as Command
      return JSON.stringify(signBody(store, body as CommandBody))
    }
    store.run(
      query
        .updateTable('outbox')
        .set({ body: sign(row.body), decided: sign(row.decided) })
        .where('id', '=', row.id),
    )
  }
}

/** Forgets a clerk's key until they unlock again. */
export function forgetKey(store: Store, clerkId: string): void {
  unlocked.get(store)?.get(clerkId)?.fill(0)
  unlocked.get(store)?.delete(clerkId)
}

function findSigningKey(store: Store, clerkId: string) {
  const held = unlocked.get(store)?.get(clerkId)
  if (held) return privateKeyOf(held)
  const row = store.find(
    query.selectFrom('enrolled').select(['public_key', 'private_key']).where('clerk_id', '=', clerkId),
  )
  if (!row) throw new Error('Only an enrolled clerk signs commands')
  // Of a vault's clerk the store has the public half only.
  if (row.private_key === '') return undefined
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: row.public_key, d: row.private_key },
  })
}

/** Whether something can be signed for a clerk now: on a real desk, since they have unlocked. */
export function canSign(store: Store, clerkId: string): boolean {
  if (unlocked.get(store)?.has(clerkId)) return true
  const row = store.find(query.selectFrom('enrolled').select('private_key').where('clerk_id', '=', clerkId))
  return row !== undefined && row.private_key !== ''
}

/** Like {@link signBody}; without a signature where its clerk has to unlock first, who then gives it one. */
export function signNowOrLater<Body extends CommandBody | DeferralBody>(
  store: Store,
  body: Body,
): Body & { signature: string } {
  return canSign(store, body.actor) ? signBody(store, body) : { ...body, signature: unsigned }
}

/**
 * A body with its actor's signature. The actor is enrolled here, whoever is at the screen.
 *
 * @throws AppError `vault/locked` when the actor has not unlocked since the start.
 */
export function signBody<Body extends CommandBody | DeferralBody>(
  store: Store,
  body: Body,
): Body & { signature: string } {
  const key = findSigningKey(store, body.actor)
  if (!key) throw new AppError('vault/locked')
  return { ...body, signature: sign(null, Buffer.from(signedText(body)), key).toString('base64url') }
}
