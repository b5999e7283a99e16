import type { FastifyRequest } from 'fastify'
import { gateRefusal } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Session } from '../repositories/sessions.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { getSession } from '../use-cases/session/demo-session.ts'
import type { App } from './app-type.ts'

const sessions = new WeakMap<FastifyRequest, Session>()

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1]
}

/** The session of a call to a route whose access is `session`. */
export function sessionOf(request: FastifyRequest): Session {
  const session = sessions.get(request)
  if (!session)
    throw new Error(`${request.routeOptions.url ?? request.url} asks for a session that its access does not bring`)
  return session
}

/** Who calls, for the rate limits: a clerk at a device, else an address. A token that is none does not count as one. */
export function callerOf(request: FastifyRequest): string {
  const session = sessions.get(request)
  return session ? `${session.device} ${session.clerk.id}` : request.ip
}

/**
 * Deny by default: a route without `config.access` cannot be registered; who calls, and whether their role has what the
 * route needs, is settled before anything of the call is read. The OpenAPI document says it as `x-access`.
 */
export function guardRoutes(app: App, context: AuthorityContext): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`)
    if (!route.schema) return
    if (typeof access === 'object') route.schema.security = [{ session: [] }]
    Object.assign(route.schema, { 'x-access': access })
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (access === 'demo' && !context.config.demo) throw new AppError('session/demo-only')
    if (typeof access !== 'object') return
    const session = await getSession(context, bearerOf(request))
    const reason = gateRefusal(session.clerk, access.session)
    if (reason !== null) throw new AppError('permission/denied', { reason })
    sessions.set(request, session)
  })
}
