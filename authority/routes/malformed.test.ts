import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { errorTable } from '#shared/kernel/error-table.ts'
import { Problem } from '#shared/protocol/session.ts'
import { buildApp } from '../app.ts'
import type { OpenDatabase } from '../db/open-database.ts'
import type { App } from '../plugins/app-type.ts'
import { callsOf, type Shape, shapesOf } from '../test/malformed-calls.ts'
import { expectProblem } from '../test/test-calls.ts'
import { buildWorld, type World } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'
import { openSessionFor } from '../test/walk-routes.ts'

vi.setConfig({ testTimeout: 300_000 })

/** Calls in all, spread over the operations of the two documents; the bar is 20,000. */
const calls = 20_000
const seed = 18
const plenty = { deskCallsPerMinute: 10_000_000, portalCallsPerMinute: 10_000_000, signInCallsPerMinute: 10_000_000 }

let database: OpenDatabase
let world: World
beforeEach(async () => {
  database = await openTestPglite()
  await emptyDatabase(database.db)
  world = await buildWorld(database.db)
})
let app: App | undefined
afterEach(() => app?.close())

/** What is wrong with an answer; undefined when nothing is. */
async function faultOf(shape: Shape, answer: { statusCode: number; body: string; headers: object }) {
  const { statusCode: status, body } = answer
  if (status >= 500) return `a fault: ${body} ${world.context.faults.at(-1) ?? ''}`
  if (/node_modules|\.ts:\d|at Object/.test(body)) return `it tells of the inside: ${body.slice(0, 300)}`
  if (status < 400)
    return shape.answers.some((known) => known === String(status)) || status === 206
      ? undefined
      : `${status} is not documented`
  const type = 'content-type' in answer.headers ? String(answer.headers['content-type']) : ''
  if (shape.method === 'head' || (shape.path.startsWith('/oidc/') && !type.startsWith('application/problem')))
    return undefined
  const problem = Problem.safeParse(JSON.parse(body || 'null')).data
  if (!problem) return `${status} without a problem: ${type} ${body.slice(0, 200)}`
  const row = errorTable[problem.code as keyof typeof errorTable]
  return row?.status === status ? undefined : `${status} for ${problem.code}`
}

async function callAll(demo: boolean, wanted: (shape: Shape) => boolean, share: number): Promise<number> {
  const context = { ...world.context, config: { ...world.context.config, ...plenty, demo } }
  app = await buildApp(context, database)
  const to = app
  const shapes = shapesOf(app.swagger()).filter(wanted)
  const own = await openSessionFor(database.db, 'noura', world.desk.device, '2026-11-23T06:00:00.000Z')
  const numRuns = Math.ceil(share / shapes.length)
  for (const shape of shapes) {
    await fc.assert(
      fc.asyncProperty(callsOf(shape, own), async ({ url, headers, payload }) => {
        const answer = await to.inject({
          method: shape.method.toUpperCase() as 'GET',
          url,
          headers,
          ...(payload !== undefined && { payload }),
          // A stream of events has no end.
          payloadAsStream: shape.path === '/v1/events',
        })
        if (shape.path === '/v1/events' && answer.statusCode === 200) return void answer.stream().destroy()
        const body = shape.path === '/v1/events' ? (await answer.stream().toArray()).join('') : answer.body
        const fault = await faultOf(shape, { statusCode: answer.statusCode, headers: answer.headers, body })
        if (fault !== undefined) throw new Error(`${shape.name}: ${fault}`)
      }),
      { seed, numRuns },
    )
  }
  return numRuns * shapes.length
}

const isSignIn = ({ path }: Shape) =>
  path.startsWith('/oidc/') || /^\/v1\/(sessions|devices\/\{id\}\/(check|wiped|sealed-outbox))/.test(path)

test('16,000 malformed calls of what desks, members and the demo ask are refused in words of the table', async () => {
  expect(await callAll(true, (shape) => !isSignIn(shape), calls * 0.8)).toBeGreaterThanOrEqual(calls * 0.8)
  expect(world.context.faults).toEqual([])
})

test('4,000 malformed calls of the sign-in and of devices too', async () => {
  expect(await callAll(false, isSignIn, calls * 0.2)).toBeGreaterThanOrEqual(calls * 0.2)
  expect(world.context.faults).toEqual([])
})

test('what is broken before it can be read is refused in words', async () => {
  app = await buildApp(world.context, database)
  const to = app
  const headers = await openSessionFor(database.db, 'noura', world.desk.device, '2026-11-23T06:00:00.000Z')
  const raw = (payload: string, type: string) =>
    to.inject({ method: 'POST', url: '/v1/push', headers: { ...headers, 'content-type': type }, payload })
  expectProblem(await raw('{', 'application/json'), 'input/invalid')
  expectProblem(await raw('<a/>', 'application/xml'), 'input/invalid')
  expectProblem(await raw('{"__proto__":{"a":1}}', 'application/json'), 'input/invalid')
  expectProblem(await raw(`"${'x'.repeat(9_000_000)}"`, 'application/json'), 'channel/too-large')
  for (const url of [
    '/',
    '/v1',
    '/v1/nothing',
    '/v2/pull',
    '/v1/pull/..%2f',
    '/v1/%zz',
    '/%00',
    '//v1/pull',
    `/v1/${'x'.repeat(5000)}`,
  ])
    expectProblem(await to.inject({ url, headers }), url === '/v1/%zz' ? 'input/invalid' : 'channel/unknown')
  expect(world.context.faults).toEqual([])
})
