import { generateKeyPairSync } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SessionOutput } from '#shared/protocol/session.ts'
import type { OpenDatabase } from '../db/open-database.ts'
import { listAudit } from '../repositories/audit.ts'
import { findIdentityKeys } from '../repositories/identity-keys.ts'
import { type RunningServer, startServer } from '../server.ts'
import { Browser } from '../test/browser.ts'
import { type Changes, type DeskTokens, OidcDesk } from '../test/oidc-desk.ts'
import { cheapHashes, givePerson, type Person, signInAgain, signInFirst, tokensOf } from '../test/sign-in-helper.ts'
import { refusal } from '../test/test-calls.ts'
import { buildWorld, testContext } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'
import { decideDevice } from '../use-cases/devices/devices.ts'
import { lockAccount, resetAccount, unlockAccount } from '../use-cases/identity/accounts.ts'
import { getSession, mayGoOn } from '../use-cases/session/demo-session.ts'

let database: OpenDatabase
let server: RunningServer
let noura: Person
let desk: OidcDesk
let tokens: DeskTokens
let ahead = 0
const faults: string[] = []

const start = async (over: { publicUrl?: string } = {}): Promise<RunningServer> => {
  const { log, config } = testContext(database.db, { demo: false, ...over })
  const note = (event: string, fields?: object) => void faults.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const clock = { now: () => Date.now() + ahead }
  return startServer({
    database,
    config,
    clock,
    log: { ...log, error: note },
    host: '127.0.0.1',
    port: 0,
    passwordCost: cheapHashes,
  })
}

beforeAll(async () => {
  database = await openTestPglite()
  await emptyDatabase(database.db)
  await buildWorld(database.db)
  server = await start()
  noura = await givePerson(server.context, 'noura', 'n.alotaibi')
  desk = await OidcDesk.meet(server.url)
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const refusedBecause = async (answer: Promise<Response>, reason: string) =>
  expect(await refusal(answer, 'session/token-refused')).toMatchObject({ info: { reason } })

test('a first sign-in changes the password, sets up the second factor, and leads to a device that waits', async () => {
  const begun = await desk.begin()
  const browser = new Browser()
  await browser.open(begun.address)
  expect(browser.title).toBe('تسجيل الدخول')
  await browser.submit({ username: 'N.Alotaibi', password: 'wrong' })
  expect([browser.page.status, browser.fault]).toEqual([401, 'اسم المستخدم أو كلمة المرور غير صحيحة.'])
  await browser.submit({ username: 'n.alotaibi', password: noura.password })
  expect(browser.title).toBe('تغيير كلمة المرور')
  const first = noura.password
  await browser.submit({ password: 'Noura-4242', again: 'Noura-4242' })
  expect(browser.page.html).toMatch(/<li class="bad">لا تتضمن الاسم/)
  await browser.submit({ password: 'Sand&Ink-42', again: 'Sand&Ink-43' })
  expect(browser.fault).toBe('كلمتا المرور غير متطابقتين.')
  await browser.submit({ password: first, again: first })
  expect(browser.fault).toBe('كلمة المرور الجديدة هي الحالية نفسها.')

  const back = await signInFirst(new Browser(), noura, begun.address)
  expect(noura.recovery).toHaveLength(8)
  tokens = await desk.finish(back, begun)
  expect(tokens.id).toMatchObject({ sub: 'noura', aud: 'mumaris-desk', iss: `${server.url}/oidc` })
  const actions = (await listAudit(database.db, 'clerk:noura')).map(({ action }) => action)
  expect(actions).toEqual(['account-added', 'sign-in-failed', 'password-changed', 'second-factor-set', 'signed-in'])

  await refusal(desk.openSession(tokens.access), 'session/device-pending')
  const { access } = tokens
  await decideDevice(server.context, 'system', { id: desk.device, state: 'enrolled' })
  const session = SessionOutput.parse(await (await desk.openSession(access)).json())
  expect(session.clerk.id).toBe('noura')
  expect(session.leash).toEqual({ readDays: 14, decideDays: 7, decideCommands: 500 })
  expect(Date.parse(session.expiresAt) - Date.now()).toBeLessThanOrEqual(15 * 60_000)
  const scopes = await fetch(`${server.url}/v1/scopes`, { headers: { authorization: `Bearer ${session.token}` } })
  expect(scopes.status).toBe(200)
})

test('the pages carry no script and a policy that allows none, in both languages', async () => {
  const begun = await desk.begin({ ui_locales: 'en' })
  const browser = new Browser()
  const { html, headers, url } = await browser.open(begun.address)
  expect(html).toContain('<html lang="en" dir="ltr">')
  expect(html).not.toMatch(/<script|style=|\son\w+=/)
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'self';.*frame-ancestors 'none'/,
  )
  expect(headers.get('cache-control')).toBe('no-store')
  const other = await browser.open(`${url}?lang=ar`)
  expect(other.html).toContain('<html lang="ar" dir="rtl">')
  for (const path of [/href="([^"]+\.css)"/.exec(html)?.[1], '/oidc/fonts/plex-arabic-400.woff2'])
    expect((await fetch(`${server.url}${path}`)).status).toBe(200)
  expect((await fetch(`${server.url}/oidc/fonts/package.json`)).status).toBe(404)
  // What was typed comes back as text.
  await browser.submit({ username: '"><script>alert(1)</script>', password: 'x' })
  expect(browser.page.html).not.toContain('<script')
  expect(browser.page.html).toContain('&quot;&gt;&lt;script&gt;')
})

test('a page belongs to the browser in which the sign-in began', async () => {
  const browser = new Browser()
  const { url } = await browser.open((await desk.begin()).address)
  const stranger = new Browser()
  expect((await stranger.open(url)).status).toBe(410)
  expect(stranger.title).toBe('انتهت مدة هذه الصفحة')
  const other = new Browser()
  await other.open((await desk.begin()).address)
  expect((await other.open(url)).status).toBe(410)
  // A step that was not reached is not taken.
  browser.page = { ...browser.page, html: browser.page.html.replace('value="password"', 'value="recovery"') }
  await browser.submit()
  expect([browser.step, browser.page.status]).toEqual(['password', 200])
})

test('the browser remembers nobody: the next sign-in begins anew, as somebody else', async () => {
  const huda = await givePerson(server.context, 'huda')
  const browser = new Browser()
  const first = await desk.begin()
  const back = await signInAgain(browser, noura, first.address)
  expect((await desk.finish(back, first)).id.sub).toBe('noura')
  const second = await desk.begin()
  expect((await desk.finish(await signInFirst(browser, huda, second.address), second)).id.sub).toBe('huda')
})

test('a refresh token stays the same, and answers whoever holds the key as often as asked', async () => {
  for (let time = 0; time < 2; time += 1) {
    const answer = await desk.refresh(tokens.refresh)
    expect(answer.refresh_token).toBe(tokens.refresh)
    expect((await desk.openSession(answer.access_token)).status).toBe(200)
  }
  const thief = await OidcDesk.meet(server.url, desk.device)
  await expect(thief.refresh(tokens.refresh)).rejects.toMatchObject({ error: 'invalid_grant' })
})

test('an authorization request that is not the desk’s own is refused', async () => {
  const errorOf = async (changes: Changes) => {
    const { url, html } = await new Browser().open((await desk.begin(changes)).address)
    return /[?#&]error=(\w+)/.exec(url)?.[1] ?? /<code dir="ltr">([a-z_]+)<\/code>/.exec(html)?.[1]
  }
  expect(await errorOf({ redirect_uri: 'http://127.0.0.1:50000/elsewhere' })).toBe('invalid_redirect_uri')
  expect(await errorOf({ redirect_uri: 'https://evil.example/callback' })).toBe('invalid_redirect_uri')
  expect(await errorOf({ client_id: 'somebody' })).toBe('invalid_client')
  expect(await errorOf({ code_challenge: null, code_challenge_method: null })).toBe('invalid_request')
  expect(await errorOf({ code_challenge_method: 'plain' })).toBe('invalid_request')
  expect(await errorOf({ code_challenge_method: null })).toBe('invalid_request')
  expect(await errorOf({ response_type: 'token' })).toBe('unsupported_response_type')
  expect(await errorOf({ resource: 'urn:another:authority' })).toBe('invalid_target')
  expect(await errorOf({ prompt: 'none' })).toMatch(/_required$/)
})

test('a code is exchanged once, with its verifier and a proof; a second time takes back what the first gave', async () => {
  const begun = await desk.begin()
  const back = await signInAgain(new Browser(), noura, begun.address)
  const token = async (over: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const form = {
      grant_type: 'authorization_code',
      client_id: 'mumaris-desk',
      redirect_uri: 'http://127.0.0.1:51789/callback',
    }
    const code = new URL(back).searchParams.get('code') ?? ''
    const body = new URLSearchParams({ ...form, code, code_verifier: begun.verifier, ...over })
    return (await fetch(`${server.url}/oidc/token`, { method: 'POST', body, headers })).json() as Promise<{
      error: string
    }>
  }
  const dpop = async () => ({ dpop: await desk.proof('POST', '/oidc/token') })
  expect((await token({ code_verifier: 'a'.repeat(43) }, await dpop())).error).toBe('invalid_grant')
  expect((await token()).error).toMatch(/invalid_(grant|request|dpop_proof)/)
  expect((await token({}, { dpop: await desk.proof('GET', '/oidc/token') })).error).toBe('invalid_dpop_proof')
  const used = await dpop()
  const given = await desk.finish(back, begun)
  await expect(desk.finish(back, begun)).rejects.toMatchObject({ error: 'invalid_grant' })
  await expect(desk.refresh(given.refresh)).rejects.toMatchObject({ error: 'invalid_grant' })
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh }
  expect((await token(refresh, used)).error).toBeUndefined()
  expect((await token(refresh, used)).error).toBe('invalid_grant')
})

test('the own endpoint takes a token only with a fresh proof of its key for this very call', async () => {
  const { access_token: access } = await desk.refresh(tokens.refresh)
  const authorization = `DPoP ${access}`
  const send = (dpop?: string) =>
    desk.openSession(access, dpop === undefined ? { authorization } : { authorization, dpop })
  const proof = (over: Record<string, unknown>) => desk.proof('POST', '/v1/sessions', { token: access, over })
  await refusedBecause(send(), 'proof-missing')
  await refusedBecause(desk.openSession(access, { authorization: `Bearer ${access}` }), 'proof-missing')
  await refusedBecause(desk.openSession(access, {}), 'token-missing')
  await refusedBecause(send('x.y.z'), 'proof')
  await refusedBecause(send(await proof({ htm: 'GET' })), 'proof-method')
  await refusedBecause(send(await proof({ htu: 'https://evil.example/v1/sessions' })), 'proof-address')
  await refusedBecause(send(await proof({ htu: `${server.url}/v1/push` })), 'proof-address')
  await refusedBecause(send(await proof({ ath: 'x' })), 'proof-token')
  await refusedBecause(send(await desk.proof('POST', '/v1/sessions')), 'proof-token')
  const now = Math.floor(Date.now() / 1000)
  await refusedBecause(send(await proof({ iat: now - 301 })), 'proof-time')
  await refusedBecause(send(await proof({ iat: now + 310 })), 'proof-time')
  const key = await OidcDesk.otherKey()
  await refusedBecause(send(await desk.proof('POST', '/v1/sessions', { token: access, key })), 'proof-key')
  const good = await proof({})
  const answers = await Promise.all([send(good), send(good), send(good)])
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401])
})

test('a token of another issuer, another audience, another type, another key, or one that has ended is refused', async () => {
  const keys = await findIdentityKeys(database.db)
  const own = keys?.jwks.keys[0] as { kid: string; kty: string }
  const { access_token: real } = await desk.refresh(tokens.refresh)
  const payload = JSON.parse(Buffer.from(real.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  const sign = async (over: Record<string, unknown>, header: Record<string, string> = {}, key = own) =>
    new SignJWT({ ...payload, ...over })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: own.kid, ...header })
      .sign(await importJWK(key, 'ES256'))
  const open = async (access: string) => desk.openSession(access)
  expect((await open(await sign({}))).status).toBe(200)
  await refusedBecause(open(await sign({ iss: 'https://other.example/oidc' })), 'iss')
  await refusedBecause(open(await sign({ aud: 'mumaris-desk' })), 'aud')
  await refusedBecause(open(await sign({}, { typ: 'JWT' })), 'type')
  await refusedBecause(open(await sign({ sub: '' })), 'clerk')
  await refusedBecause(open(await sign({ cnf: undefined })), 'token-unbound')
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  await refusedBecause(open(await sign({}, {}, stranger as typeof own)), 'signature')
  await refusedBecause(open(`${real.split('.').slice(0, 2).join('.')}.`), 'signature')
  await refusal(open(await sign({ sub: 'nobody' })), 'session/clerk-unknown')
  ahead = 5 * 60_000 + 10_000
  try {
    const over = { iat: Math.floor((Date.now() + ahead) / 1000) }
    const dpop = await desk.proof('POST', '/v1/sessions', { token: real, over })
    await refusedBecause(desk.openSession(real, { authorization: `DPoP ${real}`, dpop }), 'expired')
  } finally {
    ahead = 0
  }
})

test('who has left, is locked or was reset is out: sessions, refresh tokens and sign-in', async () => {
  const { access_token: access } = await desk.refresh(tokens.refresh)
  const { token } = SessionOutput.parse(await (await desk.openSession(access)).json())
  const asks = async () =>
    (await fetch(`${server.url}/v1/scopes`, { headers: { authorization: `Bearer ${token}` } })).status
  const setActive = (active: boolean) =>
    database.db.updateTable('clerks').set({ active }).where('id', '=', 'noura').execute()
  await setActive(false)
  expect(await asks()).toBe(401)
  await refusal(desk.openSession(access), 'session/clerk-unknown')
  await expect(desk.refresh(tokens.refresh)).rejects.toMatchObject({ error: 'invalid_grant' })
  const browser = new Browser()
  await browser.open((await desk.begin()).address)
  await browser.submit({ username: noura.username, password: noura.password })
  expect(browser.fault).toBe('اسم المستخدم أو كلمة المرور غير صحيحة.')
  await setActive(true)
  expect(await asks()).toBe(200)

  // What listens for changes is let go too: the desk is told at once, and not at its next question.
  const listening = await getSession(server.context, token)
  expect(await mayGoOn(server.context, listening)).toBe(true)
  await lockAccount(server.context, 'noura')
  expect(await mayGoOn(server.context, listening)).toBe(false)
  expect(await asks()).toBe(401)
  await refusal(desk.openSession(access), 'session/locked')
  await expect(desk.refresh(tokens.refresh)).rejects.toMatchObject({ error: 'invalid_grant' })
  await browser.submit({ username: noura.username, password: noura.password })
  expect([browser.step, browser.page.status]).toEqual(['password', 401])
  await unlockAccount(server.context, 'noura')

  tokens = await tokensOf(desk, noura)
  noura.password = await resetAccount(server.context, 'noura')
  noura.secret = Buffer.alloc(0)
  await expect(desk.refresh(tokens.refresh)).rejects.toMatchObject({ error: 'invalid_grant' })
  tokens = await tokensOf(desk, noura)
  expect((await desk.openSession(tokens.access)).status).toBe(200)
})

test('two processes share a sign-in: each page may come to another one', async () => {
  const second = await start({ publicUrl: server.url })
  try {
    let call = 0
    const browser = new Browser((url) => {
      call += 1
      return call % 2 === 0 ? url.replace(server.url, second.url) : url
    })
    const mate = await OidcDesk.meet(server.url)
    const begun = await mate.begin()
    const back = await signInAgain(browser, noura, begun.address)
    expect((await mate.finish(back, begun)).id.iss).toBe(`${server.url}/oidc`)
    expect(call).toBeGreaterThan(4)
  } finally {
    await second.close()
  }
})

test('other origins have no business here, and hosts that a caller makes up change nothing', async () => {
  const metadata = `${server.url}/oidc/.well-known/openid-configuration`
  const asked = await fetch(metadata, { headers: { origin: 'https://evil.example' } })
  expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  const known = (await asked.json()) as Record<string, unknown>
  expect(known).toMatchObject({
    issuer: `${server.url}/oidc`,
    token_endpoint: `${server.url}/oidc/token`,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'offline_access'],
  })
  for (const closed of [
    'userinfo',
    'registration',
    'introspection',
    'end_session',
    'pushed_authorization_request',
    'device_authorization',
  ])
    expect(known, closed).not.toHaveProperty(`${closed}_endpoint`)
  const jwks = await (await fetch(String(known.jwks_uri))).text()
  expect(jwks).toContain('"kid"')
  expect(jwks).not.toContain('"d"')
  const lied = await server.app.inject({
    url: '/oidc/.well-known/openid-configuration',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  })
  expect(lied.body).not.toContain('evil.example')
  for (const path of ['/oidc/me', '/oidc/reg', '/oidc/session/end', '/oidc/request', '/oidc/nothing'])
    expect((await fetch(`${server.url}${path}`)).status, path).toBe(404)
  expect(faults).toEqual([])
})
