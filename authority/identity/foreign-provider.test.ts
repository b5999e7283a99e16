import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type Adapter, type AdapterPayload, type Configuration, Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MetaOutput, SessionOutput } from '#shared/protocol/session.ts'
import type { OpenDatabase } from '../db/open-database.ts'
import { type RunningServer, startServer } from '../server.ts'
import { Browser } from '../test/browser.ts'
import { OidcDesk } from '../test/oidc-desk.ts'
import { expectProblem } from '../test/test-calls.ts'
import { buildWorld, testContext } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'
import { decideDevice } from '../use-cases/devices/devices.ts'

const audience = 'https://desk.ministry.example/api'
const clientId = 'ministry-desk'

/** Keeps what a provider has to remember in memory. */
function mapAdapter(): (model: string) => Adapter {
  const rows = new Map<string, AdapterPayload>()
  return (model) => ({
    upsert: async (id, payload) => void rows.set(`${model} ${id}`, payload),
    find: async (id) => rows.get(`${model} ${id}`),
    findByUid: async (uid) => [...rows.values()].find((row) => row.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => void Object.assign(rows.get(`${model} ${id}`) ?? {}, { consumed: 1 }),
    destroy: async (id) => void rows.delete(`${model} ${id}`),
    revokeByGrantId: async () => undefined,
  })
}

/** A provider of somebody else: other keys, other names, another claim; it signs everybody in as the one employee. */
async function startForeign(dpop: boolean): Promise<{ issuer: string; server: Server }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const configuration: Configuration = {
    adapter: mapAdapter(),
    jwks: { keys: [{ ...rsa, kid: 'ministry-1', alg: 'RS256', use: 'sig' }] } as NonNullable<Configuration['jwks']>,
    cookies: { keys: ['ministry'] },
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
        dpop_bound_access_tokens: dpop,
      },
    ],
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      dPoP: { enabled: dpop },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: '', audience, accessTokenTTL: 120, accessTokenFormat: 'jwt' }),
      },
    },
    extraTokenClaims: () => ({ employee: 'noura' }),
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => Promise.resolve({ sub }) }),
    clientBasedCORS: () => false,
    issueRefreshToken: () => true,
    ttl: { AccessToken: 120, Grant: 600, IdToken: 120, Interaction: 600, RefreshToken: 600, Session: 600 },
  }
  const provider = new Provider(issuer, configuration)
  const serve = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/login/')) return void serve(request, response)
    const finish = async () => {
      const grant = new provider.Grant({ accountId: 'person-17', clientId })
      grant.addOIDCScope('openid offline_access')
      const result = { login: { accountId: 'person-17' }, consent: { grantId: await grant.save() } }
      await provider.interactionFinished(request, response, result)
    }
    void finish()
  })
  return { issuer, server }
}

let database: OpenDatabase
let running: { authority: RunningServer; server: Server }[] = []
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(async () => {
  for (const { authority, server } of running) {
    await authority.close()
    server.close()
    server.closeAllConnections()
  }
  running = []
  await database.close()
})

async function startBoth(bearer: boolean, clerkClaim = 'employee') {
  await emptyDatabase(database.db)
  await buildWorld(database.db)
  const { issuer, server } = await startForeign(!bearer)
  const provider = { issuer, audience, clientId, clerkClaim, bearer }
  const { config, log } = testContext(database.db, { demo: false, provider })
  const clock = { now: () => Date.now() }
  const authority = await startServer({ database, config, clock, log, host: '127.0.0.1', port: 0 })
  running.push({ authority, server })
  return { authority, server, issuer }
}

async function signIn(url: string) {
  const desk = await OidcDesk.meet(url)
  const begun = await desk.begin()
  const browser = new Browser()
  // The provider stands elsewhere: the browser follows to the desk.
  return { desk, tokens: await desk.finish((await browser.open(begun.address)).url, begun) }
}

test('another provider by configuration only: its keys, its names, its claim; nothing of the own one is mounted', async () => {
  const { authority, issuer } = await startBoth(false)
  const meta = MetaOutput.parse(await (await fetch(`${authority.url}/v1/meta`)).json())
  const scopes = 'openid offline_access'
  expect(meta.signIn).toEqual({ issuer, clientId, scopes, resource: audience, dpop: true })
  expect((await fetch(`${authority.url}/oidc/.well-known/openid-configuration`)).status).toBe(404)

  const { desk, tokens } = await signIn(authority.url)
  expect(tokens.id.sub).toBe('person-17')
  expect((await desk.openSession(tokens.access)).status).toBe(403)
  await decideDevice(authority.context, 'system', { id: desk.device, state: 'enrolled' })
  const session = SessionOutput.parse(await (await desk.openSession(tokens.access)).json())
  expect(session.clerk.id).toBe('noura')
  const again = await desk.refresh(tokens.refresh)
  expect((await desk.openSession(again.access_token)).status).toBe(200)
  const bare = await desk.openSession(tokens.access, { authorization: `Bearer ${tokens.access}` })
  const refused = { statusCode: bare.status, body: await bare.text(), headers: Object.fromEntries(bare.headers) }
  expect(expectProblem(refused, 'session/token-refused')).toMatchObject({ info: { reason: 'proof-missing' } })
})

test('a provider that binds no tokens serves where that is configured, and nowhere else', async () => {
  const { authority, server } = await startBoth(true)
  const { desk, tokens } = await signIn(authority.url)
  const bearer = { authorization: `Bearer ${tokens.access}` }
  await desk.openSession(tokens.access, bearer)
  await decideDevice(authority.context, 'system', { id: desk.device, state: 'enrolled' })
  expect((await desk.openSession(tokens.access, bearer)).status).toBe(200)
  server.close()
  server.closeAllConnections()
})

test('while the provider is away the authority says so, and that nothing is lost', async () => {
  const { authority, server } = await startBoth(false, 'absent')
  const { desk, tokens } = await signIn(authority.url)
  const missing = await desk.openSession(tokens.access)
  expect(await missing.json()).toMatchObject({ code: 'session/token-refused', info: { reason: 'absent' } })
  const { config, log } = testContext(database.db, {
    demo: false,
    provider: { ...required(authority), issuer: 'http://127.0.0.1:9' },
  })
  const clock = { now: () => Date.now() }
  const lost = await startServer({ database, config, clock, log, host: '127.0.0.1', port: 0 })
  running.push({ authority: lost, server })
  const answer = await fetch(`${lost.url}/v1/sessions`, {
    method: 'POST',
    headers: { authorization: `DPoP ${tokens.access}`, 'content-type': 'application/json' },
    body: JSON.stringify({ device: 'd', deviceName: 'd', publicKey: 'a'.repeat(43) }),
  })
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'authority/unavailable'])
})

function required({ context }: RunningServer) {
  if (!context.config.provider) throw new Error('There is no other provider.')
  return context.config.provider
}
