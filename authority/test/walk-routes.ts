import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '#authority/db/types.ts'
import type { App } from '#authority/plugins/app-type.ts'
import { insertSession } from '#authority/repositories/sessions.ts'
import type { BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import { actions } from '#shared/domain/policy/policy-table.ts'
import { Problem } from '#shared/protocol/session.ts'
import { rolesExpected } from '#shared/testing/who-may.ts'

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
const Permission = z.union([
  z.enum(actions),
  z.array(z.enum(actions)),
  z.strictObject({ anyClerk: z.string().min(10) }),
])
const Access = z.union([z.enum(['public', 'demo']), z.strictObject({ session: Permission })])
const Document = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), z.looseObject({ 'x-access': Access }))),
})

/** An operation of the OpenAPI document, with who may call it. */
export interface Operation {
  /** `get /v1/pull` */
  readonly name: string
  readonly method: (typeof methods)[number]
  /** A path that fits the route's, with something in the place of its parameters. */
  readonly url: string
  readonly access: z.infer<typeof Access>
}

const samples: Readonly<Record<string, string>> = { hash: 'f'.repeat(64), seq: '0', number: 'R-1', uid: 'x'.repeat(12) }

/** Every operation of the document that the authority gives out. */
export async function listOperations(app: App): Promise<Operation[]> {
  const { paths } = Document.parse((await app.inject('/v1/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, its]) =>
    methods.flatMap((method) => {
      const access = its[method]?.['x-access']
      const url = path.replace(/\{([^}]+)\}/g, (_, name: string) => samples[name] ?? 'x')
      return access === undefined ? [] : [{ name: `${method} ${path}`, method, url, access }]
    }),
  )
}

/** Somebody who walks: a role, a branch, and the header of their session. */
export interface Walker {
  readonly id: string
  readonly role: Role
  readonly branch: BranchCode
  readonly headers: { readonly authorization: string }
}

/** A session as the authority keeps it, and the header that carries it. */
export async function openSessionFor(db: Db, clerkId: string, device: string, expiresAt: string) {
  const token = `${clerkId}-${'t'.repeat(30)}`
  const tokenHash = createHash('sha256').update(token, 'utf8').digest('hex')
  await insertSession(db, { tokenHash, clerkId, device, createdAt: '2026-11-22T06:00:00.000Z', expiresAt })
  return { authorization: `Bearer ${token}` }
}

/** What a call with nothing in it is answered: its status, and the code and reason of a refusal that has a body. */
export async function knock(app: App, { method, url }: Operation, headers: object = {}) {
  const answer = await app.inject({
    method: method.toUpperCase() as 'GET',
    url,
    headers: { ...headers },
    // A stream of events has no end: its head says enough.
    payloadAsStream: true,
    ...(['post', 'put', 'patch'].includes(method) && { payload: {} }),
  })
  const stream = answer.stream()
  const type = String(answer.headers['content-type'] ?? '')
  const chunks: Uint8Array[] = []
  if (type.startsWith('application/problem')) for await (const chunk of stream) chunks.push(chunk as Uint8Array)
  stream.destroy()
  const text = Buffer.concat(chunks).toString('utf8')
  const problem = text === '' ? undefined : Problem.parse(JSON.parse(text))
  return {
    status: answer.statusCode,
    code: problem?.code,
    reason: z.object({ reason: z.string() }).safeParse(problem?.info).data?.reason,
  }
}

/**
 * Goes to every operation as everybody, and tells what is otherwise than it should be: a door that is open to somebody,
 * or shut. `open`: the operations that are meant to be open to anybody, or to any clerk; every other needs an action.
 */
export async function walkRoutes(
  app: App,
  operations: readonly Operation[],
  {
    people,
    strangers,
    open,
  }: {
    readonly people: readonly Walker[]
    /** Headers that bring no session, by what is wrong with them. */
    readonly strangers: Readonly<Record<string, object>>
    readonly open: readonly string[]
  },
): Promise<{ findings: string[]; knocks: number }> {
  const findings: string[] = []
  let knocks = 0
  for (const operation of operations) {
    const { name, access } = operation
    const anybody = typeof access !== 'object' || 'anyClerk' in Object(access.session)
    if (anybody && !open.includes(name)) findings.push(`${name} is open, and nobody said so`)
    for (const [what, headers] of Object.entries(strangers)) {
      knocks += 1
      const { status, code } = await knock(app, operation, headers)
      const refused = status === 401 && (code === 'session/required' || operation.method === 'head')
      if (typeof access === 'object' && !refused) findings.push(`${name} answers ${status} to ${what}`)
      if (access === 'demo' && code !== 'session/demo-only')
        findings.push(`${name} answers ${status} outside of demo mode`)
    }
    if (typeof access !== 'object') continue
    const roles = rolesExpected(access.session)
    for (const { id, role, headers } of people) {
      knocks += 1
      const { status, code, reason } = await knock(app, operation, headers)
      const refused =
        status === 403 && (operation.method === 'head' || (code === 'permission/denied' && reason === 'role'))
      if (roles.includes(role) === refused) findings.push(`${name} answers ${status} ${code ?? ''} to ${id}`)
    }
  }
  return { findings, knocks }
}
