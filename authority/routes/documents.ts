import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { maxUploadChunk, uploadHeaders } from '#shared/protocol/documents.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { getDocument } from '../use-cases/documents/get-document.ts'
import { describeUpload, takePart, type UploadState } from '../use-cases/documents/upload-document.ts'
import { HashParams, problems, Raw } from './answers.ts'

/** Bytes that are part of something, as they are. */
const partType = 'application/offset+octet-stream'

const PartHeaders = z.looseObject({
  [uploadHeaders.offset]: z.coerce.number().int().nonnegative(),
  [uploadHeaders.length]: z.coerce.number().int().positive(),
})

function tellState(reply: FastifyReply, { offset, complete }: UploadState): FastifyReply {
  return reply
    .code(204)
    .header('cache-control', 'no-store')
    .header(uploadHeaders.offset, offset)
    .header(uploadHeaders.complete, complete ? '1' : '0')
}

/**
 * Where a `Range` of the form `bytes=N-` begins; 0 for none, and for forms that are not served (RFC 9110 lets a server
 * send the whole). Undefined for one that begins behind the end.
 */
function startOf(range: string | undefined, size: number): number | undefined {
  const start = Number(/^bytes=(\d{1,10})-$/.exec(range ?? '')?.[1] ?? 0)
  return start < size || start === 0 ? start : undefined
}

/** Documents under their hash, both ways resumable: docs/sync.md, "Attachments". */
export function addDocumentRoutes(app: App, context: AuthorityContext): void {
  const tags = ['documents']
  app.addContentTypeParser(partType, { parseAs: 'buffer', bodyLimit: maxUploadChunk }, (_, body, done) => {
    done(null, body)
  })
  app.get(
    '/v1/documents/:hash',
    {
      config: { access: { session: ['requests.read', 'members.read'] } },
      // HEAD asks for what a device has handed in, below.
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'The bytes of a document, or what follows of them',
        params: HashParams,
        response: { 200: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const { bytes, mediaType, hash, size } = await getDocument(context, sessionOf(request), request.params.hash)
      const start = startOf(request.headers.range, size)
      reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('accept-ranges', 'bytes')
        .header('etag', `"${hash}"`)
      if (start === undefined) return reply.code(416).header('content-range', `bytes */${size}`).send()
      if (start > 0) reply.code(206).header('content-range', `bytes ${start}-${size - 1}/${size}`)
      return reply
        .type(mediaType)
        .header('content-disposition', 'attachment')
        .send(Buffer.from(bytes.subarray(start)))
    },
  )
  app.head(
    '/v1/documents/:hash',
    {
      config: { access: { session: 'requests.attach' }, swagger: { exposeHeadRoute: true } },
      schema: {
        tags,
        summary: 'How far this device is with a document',
        params: HashParams,
        response: { 204: Raw, ...problems },
      },
    },
    async (request, reply) =>
      tellState(reply, await describeUpload(context, sessionOf(request), request.params.hash)).send(),
  )
  app.patch(
    '/v1/documents/:hash',
    {
      config: { access: { session: 'requests.attach' } },
      bodyLimit: maxUploadChunk,
      schema: {
        tags,
        summary: 'The next part of a document',
        consumes: [partType],
        params: HashParams,
        headers: PartHeaders,
        body: z.instanceof(Buffer),
        response: { 204: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const { [uploadHeaders.offset]: offset, [uploadHeaders.length]: length } = request.headers
      const part = { hash: request.params.hash, offset: Number(offset), length: Number(length), bytes: request.body }
      return tellState(reply, await takePart(context, sessionOf(request), part)).send()
    },
  )
}
