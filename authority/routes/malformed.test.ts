import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import { expectProblem, signInOn } from '../test/test-calls.ts'
import { buildWorld } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'

test('malformed calls of every route are refused in words, never as a fault', async () => {
  const database = await openTestPglite()
  await emptyDatabase(database.db)
  const world = await buildWorld(database.db)
  const app = await buildApp(world.context, database)
  const headers = await signInOn(app, world.desk, world.noura)
  const json = fc.jsonValue({ maxDepth: 3 })
  const text = fc.string({ maxLength: 80, unit: 'binary' })
  const route = fc.constantFrom<['GET' | 'POST' | 'PUT', string][]>(
    ['POST', '/v1/push'],
    ['POST', '/v1/demo/sessions'],
    ['POST', '/v1/portal/email-changes'],
    ['POST', '/v1/portal/data-updates'],
    ['PUT', '/v1/portal/email-changes/'],
    ['POST', '/v1/portal/email-changes/R-48-018204/code'],
    ['POST', '/v1/demo/members/member-1/correct'],
    ['GET', '/v1/pull'],
    ['GET', '/v1/documents/'],
    ['GET', '/demo/mail'],
    ['GET', '/v1/'],
  )
  const body = fc.oneof(
    json,
    fc.record({ protocol: json, device: json, items: fc.array(json, { maxLength: 3 }) }, { requiredKeys: [] }),
    fc.record({ clerkId: text, device: text, publicKey: text }),
    fc.record({
      membershipNo: text,
      idNo: fc.string({ minLength: 10, maxLength: 10 }),
      newEmail: text,
      newEmailAgain: text,
      documents: fc.constant([]),
    }),
    fc.record({ code: fc.string({ minLength: 4, maxLength: 12, unit: 'binary' }) }),
    fc.record({
      fields: fc.record({ nameAr: text, email: text, birthDate: text, poBox: fc.constant(null) }, { requiredKeys: [] }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(route, body, text, async ([method, path], payload, word) => {
      const tail = path.endsWith('/') ? encodeURIComponent(word) : ''
      const query =
        method === 'GET'
          ? `?scope=directory&limit=${encodeURIComponent(word)}&cursor=${encodeURIComponent(word)}&letter=${encodeURIComponent(word)}`
          : ''
      const answer = await app.inject({
        method,
        url: `${path}${tail}${query}`,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { payload: JSON.stringify(payload) }),
      })
      if (answer.statusCode >= 500)
        throw new Error(`${method} ${path}: ${answer.body} ${world.context.faults.at(-1) ?? ''}`)
    }),
    { numRuns: 200 },
  )
  const raw = (payload: string, type: string) =>
    app.inject({ method: 'POST', url: '/v1/push', headers: { ...headers, 'content-type': type }, payload })
  expectProblem(await raw('{', 'application/json'), 'input/invalid')
  expectProblem(await raw('<a/>', 'application/xml'), 'input/invalid')
  expectProblem(await raw('{"__proto__":{"a":1}}', 'application/json'), 'input/invalid')
  expectProblem(await raw(`"${'x'.repeat(9_000_000)}"`, 'application/json'), 'channel/too-large')
  expect(world.context.faults).toEqual([])
  await app.close()
  await database.close()
}, 90_000)
