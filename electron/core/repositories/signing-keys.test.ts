import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Store } from '#core/db/store.ts'
import { openTestStore } from '#core/db/test-database.ts'
import { signedText } from '#shared/protocol/command.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { enrolClerk, findEnrolled, putToken, takeSeq } from './enrolled-clerks.ts'
import { putSetting } from './settings.ts'
import {
  canSign,
  enrolAbsent,
  enrolUnlocked,
  forgetKey,
  publicKeyOf,
  signBody,
  signNowOrLater,
  unsigned,
} from './signing-keys.ts'

const at = '2026-11-27T08:00:00.000Z'
const body = (seq: number) => ({
  id: `command-${seq}`,
  device: 'desk-1',
  seq,
  actor: 'noura',
  madeAt: at,
  kind: 'withdrawn' as const,
  args: { replaced: 'request.decide' as const },
})

function withStore(work: (store: Store) => void): void {
  const { store, end } = openTestStore()
  try {
    putSetting(store, 'device', 'desk-1')
    work(store)
  } finally {
    end()
  }
}

test('a clerk who unlocked signs with the key of their slot; once it is forgotten nobody signs for them', () =>
  withStore((store) => {
    const key = new Uint8Array(randomBytes(32))
    enrolUnlocked(store, 'noura', key, at)
    const x = publicKeyOf(key)
    expect(findEnrolled(store, 'noura')).toMatchObject({ publicKey: x, registered: false })
    const { signature, ...signed } = signBody(store, body(1))
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
    expect(verify(null, Buffer.from(signedText(signed)), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(JSON.stringify(store.allOf('SELECT * FROM enrolled'))).not.toContain(Buffer.from(key).toString('base64url'))

    forgetKey(store, 'noura')
    expect(canSign(store, 'noura')).toBe(false)
    expect(() => signBody(store, body(2))).toThrow(expect.objectContaining({ code: 'vault/locked' }))
    expect([...key].every((byte) => byte === 0)).toBe(true)
  }))

test('another key after a forgotten passphrase is told to the authority again, and the numbers go on', () =>
  withStore((store) => {
    enrolUnlocked(store, 'noura', new Uint8Array(randomBytes(32)), at)
    putToken(store, 'noura', 'token', at)
    expect([takeSeq(store, 'noura').seq, takeSeq(store, 'noura').seq]).toEqual([1, 2])
    const next = new Uint8Array(randomBytes(32))
    enrolUnlocked(store, 'noura', next, at)
    expect(findEnrolled(store, 'noura')).toMatchObject({ publicKey: publicKeyOf(next), registered: false, token: null })
    expect(takeSeq(store, 'noura')).toEqual({ device: 'desk-1', seq: 3 })
    enrolUnlocked(store, 'noura', next, at)
    putToken(store, 'noura', 'token', at)
    enrolUnlocked(store, 'noura', next, at)
    expect(findEnrolled(store, 'noura')).toMatchObject({ registered: true, token: 'token' })
  }))

test('a demo’s clerks sign as ever, with the key that lies in the store', () =>
  withStore((store) => {
    enrolClerk(store, 'noura', at)
    expect(canSign(store, 'noura')).toBe(true)
    expect(signBody(store, body(1)).signature).toMatch(/^[\w-]{86}$/)
  }))

test('what a repair numbered anew while its clerk was away is signed when they unlock', () =>
  withStore((store) => {
    putSetting(store, 'own-clerks', [buildClerk({ id: 'noura' })])
    enrolAbsent(store, 'noura', at)
    const left = signNowOrLater(store, body(1))
    expect(left.signature).toBe(unsigned)
    store.runOf(
      `INSERT INTO outbox (id, seq, actor, kind, state, subject_table, subject_id, member_id, body, decided, made_at)
       VALUES ('command-1', 1, 'noura', 'withdrawn', 'waiting', 'requests', 'r', '', ?, ?, ?)`,
      JSON.stringify(left),
      JSON.stringify(left),
      at,
    )
    const key = new Uint8Array(randomBytes(32))
    enrolUnlocked(store, 'noura', key, at)
    const [row] = store.allOf<{ body: string }>('SELECT body FROM outbox')
    expect(JSON.parse(row?.body ?? '')).toEqual(signBody(store, body(1)))
  }))
