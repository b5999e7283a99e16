import { expect, test } from 'vitest'
import { makeProofKey } from '#core/identity/proof-key.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { renewSession } from './open-session.ts'

const signIn = {
  issuer: 'https://sign-in.example',
  clientId: 'desk',
  scopes: 'openid',
  resource: 'https://authority.example',
  dpop: false,
}
const input = { device: 'd', deviceName: 'd', publicKey: 'k' }

test.each<[string, AuthorityFetch]>([
  ['does not answer', () => Promise.reject(new TypeError('fetch failed'))],
  ['answers 503', () => Promise.resolve(Response.json({ error: 'temporarily_unavailable' }, { status: 503 }))],
  ['has a gateway before it that answers 502', () => Promise.resolve(new Response('<html>', { status: 502 }))],
])('a sign-in service that %s is away, not the line and not the clerk’s sign-in', async (_, fetch) => {
  const aids = { fetch, proofKey: await makeProofKey(), clockAhead: 0, authorityUrl: 'https://authority.example' }
  const renewed = renewSession({ signIn, refreshToken: 'r' }, aids, input)
  await expect(renewed).rejects.toMatchObject({ code: 'session/provider-away' })
})
