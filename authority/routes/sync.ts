import { pipeline, Readable } from 'node:stream'
import { FillQuery, fillMediaTypes } from '#shared/protocol/fill.ts'
import { PullOutput, PullQuery, ScopesOutput } from '#shared/protocol/pull.ts'
import { PushInput, PushOutput } from '#shared/protocol/push.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import { compressAnswer, compressor } from '../plugins/compress.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { listScopes, pullText } from '../use-cases/sync/pull-changes.ts'
import { demandProtocol, pushCommands } from '../use-cases/sync/push-commands.ts'
import { openFill } from '../use-cases/sync/stream-fill.ts'
import { problems, Raw } from './answers.ts'

/** Two hundred commands with their remarks and signatures. */
const pushBytes = 8 * 1024 * 1024

/** What a push says of its protocol, before anything else of it is read: another protocol's commands need not parse. */
function protocolOf(body: unknown): number | undefined {
  const protocol = typeof body === 'object' && body !== null && 'protocol' in body ? body.protocol : undefined
  return typeof protocol === 'number' ? protocol : undefined
}

/** Scopes, pull and push: docs/sync.md. */
export function addSyncRoutes(app: App, context: AuthorityContext): void {
  const tags = ['sync']
  app.get(
    '/v1/scopes',
    {
      config: { access: { session: { anyClerk: 'it says what the clerk may hold' } } },
      schema: { tags, summary: 'What the desk may hold', response: { 200: ScopesOutput, ...problems } },
    },
    (request) => listScopes(context, sessionOf(request)),
  )
  app.get(
    '/v1/pull',
    {
      config: { access: { session: { anyClerk: 'a scope is the clerk’s or is refused' } } },
      onSend: compressAnswer,
      schema: {
        tags,
        summary: 'Changes of a scope after a cursor',
        querystring: PullQuery,
        response: { 200: PullOutput, ...problems },
      },
    },
    async (request, reply) => {
      const text = await pullText(context, sessionOf(request), request.query)
      // It is JSON already and is sent as it is: its rows would be most of the work of a page, were they read and written.
      return reply.type('application/json; charset=utf-8').send(text as unknown as PullOutput)
    },
  )
  app.get(
    '/v1/fill',
    {
      config: { access: { session: 'members.read' } },
      schema: {
        tags,
        summary: 'Every row of the directory, for a desk’s first fill: compressed lines with cursors between them',
        querystring: FillQuery,
        produces: Object.values(fillMediaTypes),
        response: { 200: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const { cursor, format } = request.query
      // What can be refused is refused before the first byte; a page at a time is read as the desk takes it.
      const lines = await openFill(context, sessionOf(request), cursor)
      const source = Readable.from(lines, { objectMode: true, highWaterMark: 1 })
      const stream = compressor(format)
      pipeline(source, stream, (error) => {
        if (error) context.log.info('fill-broken-off', { code: 'code' in error ? String(error.code) : error.name })
      })
      return reply.type(fillMediaTypes[format]).header('cache-control', 'no-store').send(stream)
    },
  )
  app.post(
    '/v1/push',
    {
      config: { access: { session: { anyClerk: 'each command is decided by what its own actor may' } } },
      bodyLimit: pushBytes,
      preValidation: (request, _, done) => {
        const protocol = protocolOf(request.body)
        if (protocol !== undefined) demandProtocol(context, protocol)
        done()
      },
      schema: {
        tags,
        summary: 'Commands of a device, in the order of its outbox',
        body: PushInput,
        response: { 200: PushOutput, ...problems },
      },
    },
    (request) => pushCommands(context, sessionOf(request), request.body),
  )
}
