import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Permission } from '#shared/domain/policy/policy.ts'

/** The server as routes see it: every schema is a zod schema. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/**
 * Who may call a route: anybody, anybody while the authority is in demo mode, or a clerk with a session whose role has
 * one of these actions of the policy table. Branch, risk and person are asked by the use-case, of the same table.
 */
export type Access = 'public' | 'demo' | { readonly session: Permission }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route says it; a route that does not is refused when it is registered. */
    access?: Access
  }
}
