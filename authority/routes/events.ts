import { PassThrough } from 'node:stream'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { listEndings, mayGoOn } from '../use-cases/session/demo-session.ts'
import { scopesOf } from '../use-cases/session/scopes.ts'
import type { MovedHub } from '../use-cases/sync/moved-hub.ts'
import { problems, Raw } from './answers.ts'

const heartbeatMilliseconds = 20_000

/**
 * `GET /v1/events`: server-sent events. `event: moved` with `data: {"scopes":[…]}` when something moved in the clerk's
 * scopes, a comment every 20 s so that the line is known to stand. The stream ends as soon as the session does.
 */
export function addEventRoutes(app: App, context: AuthorityContext, hub: MovedHub): void {
  const open = new Set<PassThrough>()
  app.addHook('preClose', (done) => {
    for (const stream of open) stream.end()
    done()
  })
  app.get(
    '/v1/events',
    {
      config: { access: { session: { anyClerk: 'it names only scopes of the clerk' } } },
      schema: {
        tags: ['sync'],
        summary: 'Says that something moved (server-sent events)',
        produces: ['text/event-stream'],
        response: { 200: Raw, ...problems },
      },
    },
    (request, reply) => {
      const session = sessionOf(request)
      const stream = new PassThrough()
      open.add(stream)
      const endUnlessIn = () =>
        void mayGoOn(context, session)
          .then((still) => (still ? undefined : stream.end()))
          .catch(() => stream.end())
      const ended = listEndings(session)
      const unsubscribe = hub.subscribe([...scopesOf(session.clerk), ...ended], (all) => {
        if (all.some((scope) => ended.includes(scope))) endUnlessIn()
        const moved = all.filter((scope) => !ended.includes(scope))
        if (moved.length > 0) stream.write(`event: moved\ndata: ${JSON.stringify({ scopes: moved })}\n\n`)
      })
      const beat = setInterval(() => {
        stream.write(': still here\n\n')
        endUnlessIn()
      }, heartbeatMilliseconds)
      const end = () => {
        clearInterval(beat)
        unsubscribe()
        open.delete(stream)
        stream.destroy()
      }
      request.raw.once('close', end)
      stream.once('end', end)
      stream.write(': connected\n\n')
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(stream)
    },
  )
}
