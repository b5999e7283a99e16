import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'

/** The server as routes see it: every schema is a zod schema. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Who may call a route: anybody, a clerk with a session, or anybody while the authority is in demo mode. */
export type Access = 'public' | 'session' | 'demo'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; a route that does not is refused when it is registered. */
    access?: Access
  }
}
