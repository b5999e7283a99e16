import { z } from 'zod'
import { MetaOutput } from '#shared/protocol/session.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { checkDatabase, describeAuthority } from '../use-cases/session/meta.ts'
import { problems } from './answers.ts'

/** Who answers, and whether it can. */
export function addServiceRoutes(app: App, context: AuthorityContext): void {
  const tags = ['service']
  const config = { access: 'public' as const }
  const Ok = z.object({ status: z.literal('ok') })
  app.get('/v1/health', { config, schema: { tags, summary: 'The process answers', response: { 200: Ok } } }, () => ({
    status: 'ok' as const,
  }))
  app.get(
    '/v1/ready',
    { config, schema: { tags, summary: 'The database answers too', response: { 200: Ok, ...problems } } },
    async () => {
      await checkDatabase(context)
      return { status: 'ok' as const }
    },
  )
  app.get(
    '/v1/meta',
    { config, schema: { tags, summary: 'Who answers, in which protocol', response: { 200: MetaOutput, ...problems } } },
    () => describeAuthority(context),
  )
  app.get('/v1/openapi.json', { config, schema: { hide: true } }, () => app.swagger())
}
