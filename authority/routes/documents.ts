import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { getDocument } from '../use-cases/documents/get-document.ts'
import { HashParams, problems, Raw } from './answers.ts'

/** `GET /v1/documents/:hash`: bytes that never change, since their hash is their name. */
export function addDocumentRoutes(app: App, context: AuthorityContext): void {
  app.get(
    '/v1/documents/:hash',
    {
      config: { access: 'session' },
      schema: {
        tags: ['documents'],
        summary: 'The bytes of a document',
        params: HashParams,
        response: { 200: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const { bytes, mediaType, hash } = await getDocument(context, sessionOf(request), request.params.hash)
      return reply
        .type(mediaType)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-disposition', 'attachment')
        .header('etag', `"${hash}"`)
        .send(Buffer.from(bytes))
    },
  )
}
