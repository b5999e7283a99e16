import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import fastify from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { beforeEach, expect, test } from 'vitest'
import { type BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { buildAppointment, buildClerk, buildEmailChange, buildMember, buildSchedule } from '#shared/testing/builders.ts'
import { buildApp } from '../app.ts'
import { guardRoutes } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import { answerProblems } from '../plugins/problems.ts'
import { enrolKey } from '../repositories/device-keys.ts'
import { attachDocuments } from '../repositories/documents.ts'
import { insertSchedule } from '../repositories/schedules.ts'
import { deleteSessionsAt } from '../repositories/sessions.ts'
import { inTransaction } from '../repositories/transaction.ts'
import { describeOnBoth } from '../test/backends.ts'
import { addRows, type TestContext, testContext } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'
import { pushItems, TestDesk } from '../test/test-desk.ts'
import { listOperations, openSessionFor, type Walker, walkRoutes } from '../test/walk-routes.ts'
import { sequenceLog } from '../use-cases/audit/sequence-log.ts'
import { issueCertificate } from '../use-cases/certificates/issue-certificate.ts'
import { decideDevice } from '../use-cases/devices/devices.ts'

/** What is meant to be open: to anybody (members, devices and browsers prove themselves otherwise), or to any clerk. */
const open = [
  'get /v1/health',
  'get /v1/ready',
  'get /v1/meta',
  'post /v1/portal/email-changes',
  'put /v1/portal/email-changes/{number}',
  'post /v1/portal/email-changes/{number}/code',
  'post /v1/portal/email-changes/{number}/new-code',
  'post /v1/portal/data-updates',
  'put /v1/portal/data-updates/{number}',
  'get /v1/demo/clerks',
  'post /v1/demo/sessions',
  'post /v1/demo/members/{id}/correct',
  'get /v1/demo/mail',
  'get /v1/demo/certificates',
  'get /demo/mail',
  'get /demo/mail.css',
  'post /v1/sessions',
  'post /v1/devices/{id}/check',
  'post /v1/devices/{id}/data-key',
  'post /v1/devices/{id}/wiped',
  'put /v1/devices/{id}/sealed-outbox',
  'get /oidc/sign-in.css',
  'get /oidc/fonts/{name}',
  'get /oidc/interaction/{uid}',
  'post /oidc/interaction/{uid}',
  'get /oidc/{*}',
  'post /oidc/{*}',
  'options /oidc/{*}',
  // What these show or take is the clerk's own: see the cases by branch below.
  'get /v1/scopes',
  'get /v1/pull',
  'get /v1/events',
  'post /v1/push',
  'post /v1/audit',
]

const branches = ['abha', 'jeddah', 'riyadh'] as const
const deciders: readonly Role[] = ['clerk', 'supervisor', 'branch-manager']
const tomorrow = '2026-11-23T06:00:00.000Z'
/** What the cases below are about is Abha's; Jeddah is another branch, Riyadh the head office. */
const home: BranchCode = 'abha'
const readsHome = ({ role, branch }: Walker) =>
  role === 'auditor' ? branch === home || branch === 'riyadh' : deciders.includes(role) && branch === home
const decidesAtHome = ({ role, branch }: Walker) => deciders.includes(role) && branch === home

await describeOnBoth('who may call what', (backend) => {
  let context: TestContext
  let app: App
  let desk: TestDesk
  let people: Walker[]

  beforeEach(async () => {
    const { db } = backend.database
    context = testContext(db, { demo: false, deskCallsPerMinute: 1_000_000, signInCallsPerMinute: 1_000_000 })
    desk = new TestDesk()
    const clerks = branches.flatMap((branch) =>
      Role.options.map((role) => buildClerk({ id: `${role}-${branch}`, role, branch })),
    )
    await addRows(db, { clerks })
    people = []
    for (const { id, role, branch } of clerks) {
      await enrolKey(db, { device: desk.device, clerkId: id, publicKey: desk.enrol(id) }, '2026-11-22T06:00:00.000Z')
      people.push({ id, role, branch, headers: await openSessionFor(db, id, desk.device, tomorrow) })
    }
    app = await buildApp(context, backend.database)
    return () => app.close()
  })

  test('every operation of the document, by every role, and by whoever has no session', async () => {
    const { db } = backend.database
    await addRows(db, {
      clerks: [
        buildClerk({ id: 'left', role: 'administrator', active: false }),
        buildClerk({ id: 'late', role: 'administrator' }),
        buildClerk({ id: 'early', role: 'administrator' }),
      ],
    })
    const revoked = await openSessionFor(db, 'late', 'desk-2', tomorrow)
    await deleteSessionsAt(db, 'desk-2')
    const strangers = {
      nobody: {},
      'another scheme': { authorization: 'Basic YTpi' },
      'a token that is none': { authorization: `Bearer ${'x'.repeat(43)}` },
      'a revoked session': revoked,
      'an ended session': await openSessionFor(db, 'early', 'desk-3', '2026-11-22T06:30:00.000Z'),
      'somebody who left': await openSessionFor(db, 'left', desk.device, tomorrow),
    }
    const operations = await listOperations(app)
    const { findings, knocks } = await walkRoutes(app, operations, { people, strangers, open })
    expect(findings).toEqual([])
    expect(operations.length).toBeGreaterThan(35)
    expect(knocks).toBeGreaterThan(operations.length * Object.keys(strangers).length)
    expect(open.filter((name) => !operations.some((operation) => operation.name === name))).toEqual([])
    expect(context.faults).toEqual([])
  })

  test('pull and scopes: the branches that somebody reads, and no others', async () => {
    for (const walker of people) {
      const scopes: unknown = (await app.inject({ url: '/v1/scopes', headers: walker.headers })).json()
      expect([walker.id, JSON.stringify(scopes).includes('branch:abha')]).toEqual([walker.id, readsHome(walker)])
      for (const [scope, may] of [
        ['directory', true],
        ['branch:abha', readsHome(walker)],
        ['branch:tabuk', walker.role === 'auditor' && walker.branch === 'riyadh'],
        ['branch:', false],
      ] as const) {
        const { statusCode } = await app.inject({ url: `/v1/pull?scope=${scope}`, headers: walker.headers })
        expect([walker.id, scope, statusCode]).toEqual([walker.id, scope, may ? 200 : 403])
      }
    }
  })

  test('documents: of requests of the branches that somebody reads', async () => {
    const { db } = backend.database
    const bytes = new TextEncoder().encode('%PDF-1.7 of Abha')
    const hash = createHash('sha256').update(bytes).digest('hex')
    const member = buildMember()
    await addRows(db, { members: [member], requests: [buildEmailChange(member, { branch: home })] })
    await attachDocuments(db, 'request-1', [{ hash, mediaType: 'application/pdf', size: bytes.length, bytes }])
    for (const walker of people) {
      const { headers } = walker
      const got = await app.inject({ url: `/v1/documents/${hash}`, headers })
      expect([walker.id, got.statusCode]).toEqual([walker.id, readsHome(walker) ? 200 : 404])
      const known = await app.inject({ method: 'HEAD', url: `/v1/documents/${hash}`, headers })
      const expected = decidesAtHome(walker)
        ? [204, '1']
        : deciders.includes(walker.role)
          ? [204, '0']
          : [403, undefined]
      expect([walker.id, known.statusCode, known.headers['upload-complete']]).toEqual([walker.id, ...expected])
    }
  })

  test('the audit log: all of it, what a branch did, how the desks are run, or nothing', async () => {
    await decideDevice(context, 'administrator-riyadh', { id: 'desk-9', state: 'enrolled' }).catch(() => undefined)
    for (const { id, headers } of people)
      await app.inject({ method: 'POST', url: '/v1/push', headers, payload: pushOf(id) })
    await sequenceLog(context)
    for (const walker of people) {
      const answer = await app.inject({ url: '/v1/audit?limit=500', headers: walker.headers })
      if (walker.role !== 'auditor' && walker.role !== 'administrator') {
        expect([walker.id, answer.statusCode]).toEqual([walker.id, 403])
        continue
      }
      const entries = answer.json<{ entries: { entry: { actor: string } }[] }>().entries
      const seen = new Set<string | undefined>(
        entries.flatMap(({ entry }) => (entry.actor === 'system' ? [] : [entry.actor.split('-').at(-1)])),
      )
      const shown = walker.role === 'administrator' ? [] : walker.branch === 'riyadh' ? [...branches] : [walker.branch]
      expect([walker.id, seen]).toEqual([walker.id, new Set(shown)])
    }
  })

  /** A decision that is refused, whoever makes it: its request is nowhere. */
  const pushOf = (id: string) => {
    const member = buildMember()
    const command = desk.decide({ clerk: { id }, request: buildEmailChange(member, { id: `none-${id}` }), member })
    return { protocol: PROTOCOL_VERSION, device: desk.device, items: pushItems(command) }
  }

  test('commands: decisions and bookings at the own branch, revocations anywhere, by whoever decides', async () => {
    const { db } = backend.database
    const member = buildMember()
    await addRows(db, { members: [member] })
    await insertSchedule(db, buildSchedule({ branch: home, capacity: 100 }))
    const { visitor } = buildAppointment()
    for (const [index, walker] of people.entries()) {
      const { id, headers } = walker
      const holder = buildMember({ id: `m-${index}`, membershipNo: `9${index}`, email: `m${index}@example.com` })
      const request = buildEmailChange(holder, {
        id: `r-${index}`,
        number: `R-${index}`,
        branch: home,
        proposed: { email: `n${index}@example.com` },
      })
      await addRows(db, { members: [holder], requests: [request] })
      const certificate = await inTransaction(db, (trx) =>
        issueCertificate(context, trx, {
          member: holder,
          kind: 'registration',
          expiresOn: '2027-11-22',
          actor: 'system',
          at: '2026-11-22T06:00:00.000Z',
        }),
      )
      const commands = [
        desk.decide({ clerk: { id }, request, member: holder }),
        desk.act(id, {
          kind: 'appointment.book',
          args: {
            appointmentId: `a-${index}`,
            branch: home,
            slot: { scheduleId: 'schedule-1', date: '2026-11-23', time: '09:00' },
            visitor: { ...visitor, idNo: idNumbers[index] ?? visitor.idNo },
          },
        }),
        desk.act(id, {
          kind: 'certificate.revoke',
          args: {
            certificateId: certificate.id,
            memberId: holder.id,
            step: 'propose',
            reason: 'REV-ETHICS',
            remarks: '',
            seen: { state: 'in-force' },
          },
          base: { version: 1 },
        }),
      ]
      const payload = { protocol: PROTOCOL_VERSION, device: desk.device, items: pushItems(...commands) }
      const answer = await app.inject({ method: 'POST', url: '/v1/push', headers, payload })
      const outcomes = answer
        .json<{ receipts: { outcome: string; detail?: { reason?: string } }[] }>()
        .receipts.map(({ outcome, detail }) => (outcome === 'applied' ? 'applied' : (detail?.reason ?? outcome)))
      const decides = deciders.includes(walker.role)
      const here = decides ? (walker.branch === home ? 'applied' : 'branch') : 'role'
      expect([id, outcomes]).toEqual([id, [here, here, decides ? 'applied' : 'role']])
    }
  })
})

/** Identity numbers that hold, one for each walker. */
const idNumbers = Array.from({ length: 15 }, (_, index) => {
  const stem = `1${String(index).padStart(8, '0')}`
  const sum = [...stem].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${stem}${(10 - (sum % 10)) % 10}`
})

test('a planted door is found: one that is open, and one that asks for less than it should', async () => {
  const database = await openTestPglite()
  await emptyDatabase(database.db)
  const context = testContext(database.db)
  await addRows(database.db, { clerks: [buildClerk()] })
  const app: App = fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app, context.log)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'planted', version: '1' },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  })
  guardRoutes(app, context)
  app.get('/v1/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
  const sesame = () => ({ open: true })
  app.get('/planted/public', { config: { access: 'public' }, schema: {} }, sesame)
  app.get(
    '/planted/any',
    { config: { access: { session: { anyClerk: 'planted for this test' } } }, schema: {} },
    sesame,
  )
  app.get('/planted/lax', { config: { access: { session: 'members.read' } }, schema: {} }, sesame)
  await app.ready()
  const headers = await openSessionFor(database.db, 'clerk-1', 'desk-1', tomorrow)
  const people: Walker[] = [{ id: 'clerk-1', role: 'clerk', branch: 'riyadh', headers }]
  const operations = await listOperations(app)
  const told = operations.map((operation) =>
    operation.name === 'get /planted/lax'
      ? { ...operation, access: { session: 'administer.clerks' as const } }
      : operation,
  )
  const { findings } = await walkRoutes(app, told, { people, strangers: { nobody: {} }, open: [] })
  expect(findings).toEqual([
    'get /planted/public is open, and nobody said so',
    'get /planted/any is open, and nobody said so',
    'get /planted/lax answers 200  to clerk-1',
  ])
  expect(() => app.get('/planted/silent', sesame)).toThrow()
  await app.close()
})
