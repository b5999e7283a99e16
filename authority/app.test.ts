import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { PullOutput, ScopesOutput } from '#shared/protocol/pull.ts'
import { PushOutput } from '#shared/protocol/push.ts'
import { MetaOutput } from '#shared/protocol/session.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { buildApp } from './app.ts'
import type { OpenDatabase } from './db/open-database.ts'
import type { App } from './plugins/app-type.ts'
import { publish } from './repositories/feed.ts'
import { insertMail } from './repositories/mail.ts'
import { deleteSessionsOf } from './repositories/sessions.ts'
import { expectProblem, signInOn } from './test/test-calls.ts'
import { addRows, buildWorld, testContext, type World } from './test/test-context.ts'
import { emptyDatabase, openTestPglite } from './test/test-database.ts'
import { pushItems } from './test/test-desk.ts'

let database: OpenDatabase
let world: World
let app: App
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())
beforeEach(async () => {
  await app?.close()
  await emptyDatabase(database.db)
  world = await buildWorld(database.db)
  app = await buildApp(world.context, database)
})
afterAll(() => app?.close())

const signIn = (clerk: Pick<Clerk, 'id'> = world.noura) => signInOn(app, world.desk, clerk)

test('a whole turn of a desk: meta, clerks, session, scopes, pull, push', async () => {
  const meta = MetaOutput.parse((await app.inject('/v1/meta')).json())
  expect(meta).toMatchObject({ protocol: PROTOCOL_VERSION, demo: true, epoch: 'test' })
  expect((await app.inject('/v1/demo/clerks')).json()).toMatchObject({ clerks: [{ id: 'huda' }, {}, {}] })
  const headers = await signIn()
  const { scopes } = ScopesOutput.parse((await app.inject({ url: '/v1/scopes', headers })).json())
  expect(scopes).toEqual(['directory', 'branch:riyadh'])
  const url = `/v1/pull?scope=${encodeURIComponent('branch:riyadh')}&limit=10`
  const page = PullOutput.parse((await app.inject({ url, headers })).json())
  expect(page.changes[0]?.row).toEqual(world.request)
  const command = world.desk.decide({ clerk: world.noura, request: world.request, member: world.member })
  const payload = { protocol: 1, device: world.desk.device, items: pushItems(command) }
  const pushed = await app.inject({ method: 'POST', url: '/v1/push', headers, payload })
  expect(PushOutput.parse(pushed.json())).toMatchObject({ receipts: [{ outcome: 'applied' }], stop: null })
})

test('a command of a kind that only a later protocol knows is refused by a receipt, and the next one follows', async () => {
  const headers = await signIn()
  const { desk, noura, request, member } = world
  const push = async (command: object) => {
    const payload = { protocol: PROTOCOL_VERSION, device: desk.device, items: [{ type: 'command', command }] }
    const answer = await app.inject({ method: 'POST', url: '/v1/push', headers, payload })
    return PushOutput.parse(answer.json())
  }
  const strange = desk.act(noura.id, { kind: 'member.merge', args: { into: 'x' } } as never)
  const refused = await push(strange)
  expect(refused).toMatchObject({ receipts: [{ outcome: 'refused', code: 'sync/kind-unknown' }], stop: null })
  expect(await push(strange)).toMatchObject({ receipts: refused.receipts })
  const next = await push(desk.decide({ clerk: noura, request, member }))
  expect(next).toMatchObject({ receipts: [{ outcome: 'applied' }], stop: null })
  expectProblem(
    await app.inject({
      method: 'POST',
      url: '/v1/push',
      headers,
      payload: {
        protocol: PROTOCOL_VERSION,
        device: desk.device,
        items: [{ type: 'command', command: { ...strange, args: { into: 'y' } } }],
      },
    }),
    'sync/body-mismatch',
  )
})

test('errors of a push come with what the desk needs', async () => {
  const headers = await signIn()
  const push = (payload: object) => app.inject({ method: 'POST', url: '/v1/push', headers, payload })
  const command = world.desk.decide({ clerk: world.noura, request: world.request, member: world.member, seq: 4 })
  const body = { protocol: 1, device: world.desk.device, items: pushItems(command) }
  expect(expectProblem(await push(body), 'sync/gap')).toMatchObject({ wanted: { actor: 'noura', seq: 1 } })
  expectProblem(
    await push({ protocol: PROTOCOL_VERSION + 1, device: 'desk-1', items: [{ type: 'something new' }] }),
    'sync/protocol',
  )
  expectProblem(await push({ ...body, device: 'another' }), 'permission/denied')
  expectProblem(await push({ ...body, items: [] }), 'input/invalid')
  expect(expectProblem(await push({ ...body, more: 1 }), 'input/invalid')).toMatchObject({ info: { part: 'body' } })
  const forged = pushItems({ ...command, seq: 1 })
  expectProblem(await push({ ...body, items: forged }), 'sync/bad-signature')
})

test('without a session, with a wrong one, an ended one or one of a clerk who left, nothing opens', async () => {
  const at = (authorization?: string) =>
    app.inject({ url: '/v1/scopes', ...(authorization === undefined ? {} : { headers: { authorization } }) })
  for (const word of [undefined, '', 'Bearer', 'Bearer x', `Bearer ${'a'.repeat(43)}`, 'Basic abc']) {
    expectProblem(await at(word), 'session/required')
  }
  const { authorization } = await signIn()
  expect((await at(authorization)).statusCode).toBe(200)
  world.context.clock.advance(12 * 3_600_000 + 1)
  expectProblem(await at(authorization), 'session/required')
  const again = await signIn()
  await database.db.updateTable('clerks').set({ active: false }).where('id', '=', 'noura').execute()
  expectProblem(await at(again.authorization), 'session/required')
})

test('a session is kept as a hash only', async () => {
  const { authorization } = await signIn()
  const rows = await database.db.selectFrom('sessions').selectAll().execute()
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(authorization.slice(7))
})

test('a large pull is compressed the way the caller takes it', async () => {
  const headers = await signIn()
  const url = '/v1/pull?scope=directory'
  const plain = await app.inject({ url, headers })
  const zstd = await app.inject({ url, headers: { ...headers, 'accept-encoding': 'gzip, zstd' } })
  expect(zstd.headers['content-encoding']).toBe('zstd')
  const gzip = await app.inject({ url, headers: { ...headers, 'accept-encoding': 'gzip, deflate, br' } })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(zstdDecompressSync(zstd.rawPayload).toString())).toEqual(plain.json())
  expect(JSON.parse(gunzipSync(gzip.rawPayload).toString())).toEqual(plain.json())
  expect(gzip.rawPayload.length).toBeLessThan(plain.rawPayload.length)
})

test('documents are read as what they are, and never run', async () => {
  const headers = await signIn()
  const hash = 'd'.repeat(64)
  await database.db
    .insertInto('documents')
    .values({ hash, mediaType: 'application/pdf', size: 4, bytes: Buffer.from('%PDF') })
    .execute()
  expectProblem(await app.inject({ url: `/v1/documents/${hash}`, headers }), 'record/not-found')
  await database.db.insertInto('requestDocuments').values({ requestId: world.request.id, hash }).execute()
  const answer = await app.inject({ url: `/v1/documents/${hash}`, headers })
  expect(answer.rawPayload.toString()).toBe('%PDF')
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  })
  expectProblem(await app.inject({ url: '/v1/documents/x', headers }), 'input/invalid')
})

test('the OpenAPI document names every route, with who may call it', async () => {
  const Document = z.object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.looseObject({ security: z.unknown().optional(), responses: z.record(z.string(), z.unknown()) }),
      ),
    ),
  })
  const { paths } = Document.parse((await app.inject('/v1/openapi.json')).json())
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => `${method} ${path}${security ? ' session' : ''}`),
  )
  expect(routes.sort()).toEqual([
    'get /demo/mail',
    'get /demo/mail.css',
    'get /v1/administration/branches session',
    'get /v1/administration/clerks session',
    'get /v1/audit session',
    'get /v1/audit/export session',
    'get /v1/audit/{seq}/proof session',
    'get /v1/demo/certificates',
    'get /v1/demo/clerks',
    'get /v1/demo/mail',
    'get /v1/devices session',
    'get /v1/documents/{hash} session',
    'get /v1/events session',
    'get /v1/fill session',
    'get /v1/health',
    'get /v1/meta',
    'get /v1/pull session',
    'get /v1/ready',
    'get /v1/scopes session',
    'head /v1/documents/{hash} session',
    'patch /v1/documents/{hash} session',
    'post /v1/administration/clerks session',
    'post /v1/administration/clerks/{id}/account/{step} session',
    'post /v1/audit session',
    'post /v1/demo/members/{id}/correct',
    'post /v1/demo/sessions',
    'post /v1/portal/data-updates',
    'post /v1/portal/email-changes',
    'post /v1/portal/email-changes/{number}/code',
    'post /v1/portal/email-changes/{number}/new-code',
    'post /v1/push session',
    'post /v1/reference session',
    'post /v1/reference/{id}/confirmation session',
    'post /v1/reference/{id}/withdrawal session',
    'put /v1/administration/branches/{code} session',
    'put /v1/administration/branches/{code}/activity session',
    'put /v1/administration/clerks/{id} session',
    'put /v1/administration/clerks/{id}/activity session',
    'put /v1/devices/{id}/state session',
    'put /v1/portal/data-updates/{number}',
    'put /v1/portal/email-changes/{number}',
  ])
  const registered = app
    .printRoutes({ commonPrefix: false })
    .match(/\((?:[A-Z, ]+)\)/g)
    ?.join()
    .match(/GET|POST|PUT|PATCH|DELETE/g)
  // One more than the document names: the document itself. HEAD stands beside each GET.
  expect(registered?.length).toBe(routes.filter((route) => !route.startsWith('head ')).length + 1)
})

test('a route that does not say who may call it cannot be added', async () => {
  const { guardRoutes } = await import('./plugins/access.ts')
  const { default: fastify } = await import('fastify')
  const bare = fastify().withTypeProvider() as unknown as App
  guardRoutes(bare, world.context)
  expect(() => bare.get('/open', () => 'x')).toThrow(/does not say who may call it/)
})

test('outside of demo mode nobody is picked, corrected or read', async () => {
  const real = await buildApp(testContext(database.db, { demo: false }), database)
  try {
    for (const [method, url] of [
      ['GET', '/v1/demo/clerks'],
      ['POST', '/v1/demo/sessions'],
      ['POST', '/v1/demo/members/member-1/correct'],
      ['GET', '/v1/demo/mail'],
      ['GET', '/demo/mail'],
    ] as const) {
      expectProblem(
        await real.inject({ method, url, ...(method === 'POST' ? { payload: {} } : {}) }),
        'session/demo-only',
      )
    }
    expect((await real.inject('/v1/meta')).json()).toMatchObject({ demo: false })
  } finally {
    await real.close()
  }
})

test('a correction changes the member, once, and shows in the feed', async () => {
  const correct = (fields: object) =>
    app.inject({ method: 'POST', url: '/v1/demo/members/member-1/correct', payload: { fields } })
  expect((await correct({ nameAr: 'فهد ناصر القحطاني', mobile: '+966550000000' })).json()).toMatchObject({
    version: 2,
    nameAr: { first: 'فهد', father: 'ناصر', grandfather: '', family: 'القحطاني' },
  })
  expect((await correct({ mobile: '+966550000000' })).json()).toMatchObject({ version: 2 })
  expectProblem(await correct({ state: 'revoked' }), 'input/invalid')
  await addRows(database.db, {
    members: [
      buildMember({
        id: 'member-9',
        membershipNo: '20419999',
        fileNo: 'F-118-49999',
        idNo: '1000099991',
        email: 'taken@bareed.example',
      }),
    ],
  })
  expectProblem(await correct({ email: 'Taken@bareed.example' }), 'portal/address-in-use')
  const unknown = await app.inject({ method: 'POST', url: '/v1/demo/members/x/correct', payload: { fields: {} } })
  expectProblem(unknown, 'record/not-found')
  const feed = await database.db.selectFrom('feed').selectAll().where('rowId', '=', 'member-1').execute()
  expect(feed).toMatchObject([{ version: 2 }])
})

test('the mail page shows letters as text, whatever is in them, under a policy that runs nothing', async () => {
  expect((await app.inject('/demo/mail')).body).toContain('لا توجد رسائل بعد')
  const bad = '<script>alert(1)</script>"&\''
  const letter = {
    at: '2026-11-22T07:00:00.000Z',
    template: 'verification-code',
    toAddress: 'a@example.com',
    requestId: 'request-1',
    requestNumber: 'R-48-018204',
    subjectAr: 'رمز التحقق',
    subjectEn: bad,
    bodyAr: 'أول\n\nثانٍ',
    bodyEn: bad,
  }
  await insertMail(database.db, [letter])
  const page = await app.inject('/demo/mail?letter=1')
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'")
  expect(page.body).toContain('<html lang="ar" dir="rtl">')
  expect(page.body).toContain('1448/06/12 هـ')
  expect(page.body).not.toContain('<script')
  expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;&#39;')
  expect(page.body).not.toMatch(/style=|onclick|<style/)
  expect((await app.inject('/demo/mail.css')).headers['content-type']).toBe('text/css; charset=utf-8')
  expectProblem(await app.inject('/demo/mail?letter=x'), 'input/invalid')
  expect((await app.inject('/v1/demo/mail')).json()).toMatchObject({ letters: [{ id: 1, subjectEn: bad }] })
})

test('the portal is limited more tightly than the desks', async () => {
  const tight = await buildApp(testContext(database.db, { portalCallsPerMinute: 3 }), database)
  try {
    const call = () =>
      tight.inject({
        method: 'POST',
        url: '/v1/portal/email-changes/R-1/code',
        headers: { authorization: `Bearer ${randomUUID()}` },
        payload: { code: '1234' },
      })
    for (let i = 0; i < 3; i += 1) expectProblem(await call(), 'portal/code-wrong')
    const answer = await call()
    expectProblem(answer, 'authority/too-many')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await tight.inject('/v1/meta')).statusCode).toBe(200)
  } finally {
    await tight.close()
  }
})

test('when the database is away the answer says so, and health still stands', async () => {
  const broken = { ...world.context, db: database.db.withSchema('nowhere') }
  const away = await buildApp(broken, database)
  try {
    expect((await away.inject('/v1/health')).json()).toEqual({ status: 'ok' })
    expectProblem(await away.inject('/v1/meta'), 'internal')
    expect(world.context.faults.join()).toContain('request-fault')
  } finally {
    await away.close()
  }
})

test('events: "moved" for the clerk’s scopes only, and an end with the server', async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const headers = await signIn()
  const call = httpRequest(`${url}/v1/events`, { headers })
  call.end()
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8')
  let text = ''
  answer.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await publish(database.db, [{ scope: 'branch:jeddah', table: 'requests', id: 'x', version: 1 }])
  await publish(database.db, [{ scope: 'branch:riyadh', table: 'requests', id: 'request-1', version: 2 }])
  await expect.poll(() => text).toBe(': connected\n\nevent: moved\ndata: {"scopes":["branch:riyadh"]}\n\n')
  const ended = once(answer, 'close')
  await app.close()
  await ended
})

test('events: a stream ends at once when its session does, and nobody else’s', async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const open = async (clerk: Clerk) => {
    const call = httpRequest(`${url}/v1/events`, { headers: await signIn(clerk) })
    call.end()
    const [answer] = (await once(call, 'response')) as [IncomingMessage]
    let text = ''
    answer.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    await expect.poll(() => text).toBe(': connected\n\n')
    return { answer, heard: () => text }
  }
  const [mine, other] = [await open(world.noura), await open(world.salem)]
  const ended = once(mine.answer, 'end')
  await deleteSessionsOf(database.db, world.noura.id)
  await ended
  // What moved afterwards still reaches the other one, and nothing was said of sessions.
  await publish(database.db, [{ scope: 'directory', table: 'members', id: 'member-1', version: 2 }])
  await expect.poll(other.heard).toBe(': connected\n\nevent: moved\ndata: {"scopes":["directory"]}\n\n')
  expect(mine.heard()).toBe(': connected\n\n')
})
