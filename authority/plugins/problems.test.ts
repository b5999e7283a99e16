import fastify from 'fastify'
import { expect, test } from 'vitest'
import type { App } from './app-type.ts'
import { answerProblems } from './problems.ts'

const failure = (message: string, code?: string): Error => Object.assign(new Error(message), code ? { code } : {})

test.each([
  ['the database refuses connections', failure('connect ECONNREFUSED', 'ECONNREFUSED'), 503, 'authority/unavailable'],
  ['an administrator ends them', failure('terminating connection', '57P01'), 503, 'authority/unavailable'],
  ['a statement takes too long', failure('canceling statement', '57014'), 503, 'authority/unavailable'],
  ['one ends in a question', failure('Connection terminated unexpectedly'), 503, 'authority/unavailable'],
  ['a value cannot be stored', failure('invalid byte sequence', '22021'), 400, 'input/invalid'],
  ['nobody thought of it', failure('what is this'), 500, 'internal'],
])('%s: a desk is told whose fault it is', async (_, thrown, status, code) => {
  const app = fastify() as unknown as App
  const told: string[] = []
  answerProblems(app, { info: () => undefined, warn: () => undefined, error: (name) => void told.push(name) })
  app.get('/', () => Promise.reject(thrown))
  const response = await app.inject('/')
  expect({ status: response.statusCode, ...response.json<{ code: string }>() }).toMatchObject({ status, code })
  expect(told).toEqual(status >= 500 ? ['request-fault'] : [])
  await app.close()
})
