import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '#authority/app.ts'
import type { OpenDatabase } from '#authority/db/open-database.ts'
import type { App } from '#authority/plugins/app-type.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import { expectProblem, signInOn } from '#authority/test/test-calls.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { emptyDatabase, openTestPglite } from '#authority/test/test-database.ts'
import { pushItems, TestDesk } from '#authority/test/test-desk.ts'
import { maxDocumentBytes } from '#shared/domain/documents.ts'
import { maxUploadChunk, uploadHeaders } from '#shared/protocol/documents.ts'
import { PushOutput } from '#shared/protocol/push.ts'
import { buildClerk } from '#shared/testing/builders.ts'

let database: OpenDatabase
let world: World
let app: App
let headers: { authorization: string }
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())
beforeEach(async () => {
  await app?.close()
  await emptyDatabase(database.db)
  world = await buildWorld(database.db)
  app = await buildApp(world.context, database)
  headers = await signInOn(app, world.desk, world.noura)
})
afterAll(() => app?.close())

function buildDocument(beginning = '%PDF-1.7\n') {
  const bytes = Buffer.concat([Buffer.from(beginning), randomBytes(maxUploadChunk)])
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}
type Document = ReturnType<typeof buildDocument>

const url = ({ hash }: Pick<Document, 'hash'>) => `/v1/documents/${hash}`
const ask = (document: Document, by = headers) => app.inject({ method: 'HEAD', url: url(document), headers: by })
const send = (document: Document, from: number, length = document.bytes.length) =>
  app.inject({
    method: 'PATCH',
    url: url(document),
    headers: {
      ...headers,
      'content-type': 'application/offset+octet-stream',
      [uploadHeaders.offset]: String(from),
      [uploadHeaders.length]: String(length),
    },
    payload: document.bytes.subarray(from, from + maxUploadChunk),
  })
const state = (answer: { headers: object }) => {
  const told = answer.headers as Record<string, string>
  return [Number(told[uploadHeaders.offset]), told[uploadHeaders.complete]]
}

/** A decision that rests on a document. */
const decision = ({ hash, bytes }: Document, { desk, noura, request, member } = world) => {
  const plain = desk.decide({ clerk: noura, request, member })
  if (plain.kind !== 'request.decide') throw new Error('not a decision')
  const attachments = [{ hash, name: 'a.pdf', mediaType: 'application/pdf' as const, size: bytes.length }]
  const { signature: _, ...body } = { ...plain, args: { ...plain.args, attachments } }
  return { ...body, signature: desk.signature(noura.id, body) }
}
const push = async (command: ReturnType<typeof decision>, by = headers) => {
  const payload = { protocol: 2, device: command.device, items: pushItems(command) }
  return PushOutput.parse((await app.inject({ method: 'POST', url: '/v1/push', headers: by, payload })).json())
}

test('a document goes up in parts from where the authority is, and down from where the desk is', async () => {
  const document = buildDocument()
  expect(state(await ask(document))).toEqual([0, '0'])
  expect(state(await send(document, 0))).toEqual([maxUploadChunk, '0'])
  expect(expectProblem(await send(document, 0), 'documents/offset')).toMatchObject({ info: { offset: maxUploadChunk } })
  expect(state(await ask(document))).toEqual([maxUploadChunk, '0'])
  expect(state(await send(document, maxUploadChunk))).toEqual([document.bytes.length, '1'])
  expect(state(await ask(document))).toEqual([document.bytes.length, '1'])
  // Until a decision takes it nobody reads it.
  expectProblem(await app.inject({ url: url(document), headers }), 'record/not-found')

  expect(await push(decision(document))).toMatchObject({ receipts: [{ outcome: 'applied' }], stop: null })
  expect(await findRequest(database.db, world.request.id)).toMatchObject({
    decisions: [{ attachments: [{ hash: document.hash, name: 'a.pdf' }] }],
  })
  const rest = await app.inject({ url: url(document), headers: { ...headers, range: 'bytes=9-' } })
  expect([rest.statusCode, rest.headers['content-range']]).toEqual([
    206,
    `bytes 9-${document.bytes.length - 1}/${document.bytes.length}`,
  ])
  expect(rest.rawPayload.equals(document.bytes.subarray(9))).toBe(true)
  const behind = await app.inject({ url: url(document), headers: { ...headers, range: 'bytes=999999999-' } })
  expect(behind.statusCode).toBe(416)
  const strange = await app.inject({ url: url(document), headers: { ...headers, range: 'bytes=-5' } })
  expect([strange.statusCode, strange.rawPayload.length]).toEqual([200, document.bytes.length])
})

test('what is not what its hash says, or not what is taken, is let go of', async () => {
  const page = buildDocument('<html>')
  await send(page, 0)
  expectProblem(await send(page, maxUploadChunk), 'documents/not-allowed')
  expect(state(await ask(page))).toEqual([0, '0'])
  const liar = { ...buildDocument(), hash: 'b'.repeat(64) }
  await send(liar, 0)
  expectProblem(await send(liar, maxUploadChunk), 'documents/damaged')
  expect(state(await ask(liar))).toEqual([0, '0'])
  const document = buildDocument()
  expectProblem(await send(document, 0, maxDocumentBytes + 1), 'channel/too-large')
  expectProblem(await send(document, 0, 10), 'channel/too-large')
  expect(state(await ask(document))).toEqual([0, '0'])
})

test('to know a hash is not to have the document', async () => {
  const document = buildDocument()
  await send(document, 0)
  await send(document, maxUploadChunk)
  const other = new TestDesk('desk-2')
  const jeddah = buildClerk({ id: 'jeddah', branch: 'jeddah' })
  await saveClerk(database.db, jeddah)
  const theirs = await signInOn(app, other, jeddah)
  expect(state(await ask(document, theirs))).toEqual([0, '0'])
  const mine = await signInOn(app, other, world.noura)
  expect(await push(decision(document, { ...world, desk: other }), mine)).toMatchObject({
    receipts: [],
    stop: { code: 'documents/missing' },
  })
})

test('a decision whose document is of another size or type than it says is refused', async () => {
  const document = buildDocument()
  await send(document, 0)
  await send(document, maxUploadChunk)
  const lie = { ...document, bytes: document.bytes.subarray(1) }
  expect(await push(decision(lie))).toMatchObject({ receipts: [{ outcome: 'refused', code: 'documents/damaged' }] })
  expect((await findRequest(database.db, world.request.id))?.version).toBe(1)
})
