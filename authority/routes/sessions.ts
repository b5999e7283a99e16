import type { FastifyRequest } from 'fastify'
import { SessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { Identity, SignedCall } from '../identity/identity.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { openSession } from '../use-cases/session/open-session.ts'
import { problems } from './answers.ts'

/** What a call says of who makes it, for whoever checks that. */
export function signedCallOf(request: FastifyRequest): SignedCall {
  const { authorization, dpop } = request.headers
  return {
    method: request.method,
    path: request.url.replace(/\?.*$/s, ''),
    authorization,
    proof: typeof dpop === 'string' ? dpop : undefined,
  }
}

/** Sessions of desks whose clerks the provider signed in: docs/identity.md. */
export function addSessionRoutes(app: App, context: AuthorityContext, identity: Identity): void {
  const { signInCallsPerMinute: max } = context.config
  const keyGenerator = ({ ip }: FastifyRequest) => `session ${ip}`
  app.post(
    '/v1/sessions',
    {
      config: { access: 'public', rateLimit: { max, timeWindow: 60_000, keyGenerator } },
      schema: {
        tags: ['sign-in'],
        summary: 'A session for whoever the provider signed in, by an access token and its proof',
        body: SessionInput,
        response: { 200: SessionOutput, ...problems },
      },
    },
    async (request) => openSession(context, await identity.verify(signedCallOf(request)), request.body),
  )
}
