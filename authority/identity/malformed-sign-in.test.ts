import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import { testContext } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'

test('malformed calls of the sign-in and of devices are refused in words, never as a fault', async () => {
  const database = await openTestPglite()
  await emptyDatabase(database.db)
  const context = testContext(database.db, { demo: false, signInCallsPerMinute: 100_000 })
  const app = await buildApp(context, database)
  const text = fc.string({ maxLength: 60, unit: 'binary' })
  /** Header values that a parser of HTTP lets through. */
  const header = fc.string({ maxLength: 60 }).map((value) => value.replace(/[^\x20-\x7e]/g, ''))
  const route = fc.constantFrom<['GET' | 'POST' | 'PUT', string][]>(
    ['POST', '/v1/sessions'],
    ['POST', '/v1/devices/desk-1/check'],
    ['PUT', '/v1/devices/desk-1/sealed-outbox'],
    ['POST', '/v1/devices/'],
    ['GET', '/oidc/auth'],
    ['GET', '/oidc/auth/'],
    ['POST', '/oidc/token'],
    ['POST', '/oidc/token/revocation'],
    ['GET', '/oidc/interaction/'],
    ['POST', '/oidc/interaction/xxxxxxxxxxxx'],
    ['GET', '/oidc/fonts/'],
    ['GET', '/oidc/'],
  )
  const form = fc
    .dictionary(
      fc.constantFrom('client_id', 'grant_type', 'code', 'redirect_uri', 'scope', 'step', 'username', 'resource'),
      text,
    )
    .map((fields) => new URLSearchParams(fields).toString())
  const known = fc.constantFrom(
    'client_id=mumaris-desk&grant_type=refresh_token&refresh_token=x',
    'client_id=mumaris-desk&response_type=code',
  )
  const body = fc.oneof(
    form,
    known,
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  )
  const type = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'application/octet-stream')
  await fc.assert(
    fc.asyncProperty(
      route,
      body,
      type,
      text,
      header,
      header,
      async ([method, path], payload, contentType, word, token, proof) => {
        const tail = path.endsWith('/') ? encodeURIComponent(word) : ''
        const query = path === '/oidc/auth' ? `?${payload}` : ''
        const answer = await app.inject({
          method,
          url: `${path}${tail}${query}`,
          headers: {
            authorization: `DPoP ${token}`,
            dpop: proof,
            cookie: `_interaction=${token}`,
            'content-type': contentType,
          },
          ...(method === 'GET' ? {} : { payload }),
        })
        if (answer.statusCode >= 500)
          throw new Error(`${method} ${path}: ${answer.body} ${context.faults.at(-1) ?? ''}`)
        expect(answer.body).not.toMatch(/node_modules|\.ts:\d|at Object/)
      },
    ),
    { numRuns: 150 },
  )
  expect(context.faults).toEqual([])
  await app.close()
  await database.close()
})
