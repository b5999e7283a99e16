import { expect } from 'vitest'
import type { App } from '#authority/plugins/app-type.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { errorTable } from '#shared/kernel/error-table.ts'
import { Problem, SessionOutput } from '#shared/protocol/session.ts'
import type { TestDesk } from './test-desk.ts'

/** A session of a clerk at a desk, as the header that carries it. */
export async function signInOn(app: App, desk: TestDesk, clerk: Pick<Clerk, 'id'>): Promise<{ authorization: string }> {
  const payload = { clerkId: clerk.id, device: desk.device, publicKey: desk.enrol(clerk.id) }
  const answer = await app.inject({ method: 'POST', url: '/v1/demo/sessions', payload })
  expect(answer.statusCode).toBe(200)
  return { authorization: `Bearer ${SessionOutput.parse(answer.json()).token}` }
}

/** Every error answer: problem details with a code of the table, in its status, without anything of the inside. */
export function expectProblem(
  answer: { statusCode: number; body: string; headers: object },
  code: keyof typeof errorTable,
) {
  const problem = Problem.parse(JSON.parse(answer.body))
  expect(problem).toMatchObject({ code, status: errorTable[code].status, type: `urn:mumaris:error:${code}` })
  expect(answer.statusCode).toBe(errorTable[code].status)
  expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8' })
  expect(answer.body).not.toMatch(/select|insert|node_modules|\.ts:\d|at Object/)
  return problem
}

/** The same of an answer that came through a socket. */
export async function refusal(answer: Response | Promise<Response>, code: keyof typeof errorTable) {
  const { status, headers } = await answer
  const body = await (await answer).text()
  return expectProblem({ statusCode: status, body, headers: Object.fromEntries(headers) }, code)
}
