import { z } from 'zod'
import { MetaOutput } from '#shared/protocol/session.ts'
import type { Identity } from '../identity/identity.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { checkDatabase, describeAuthority } from '../use-cases/session/meta.ts'
import type { FeedWatch } from '../use-cases/sync/feed-watch.ts'
import { problems } from './answers.ts'

/** Who answers, and whether it can. */
export function addServiceRoutes(app: App, context: AuthorityContext, watch: FeedWatch, identity: Identity): void {
  const tags = ['service']
  const config = { access: 'public' as const }
  const Ok = z.object({ status: z.literal('ok') })
  const lag = z.object({ heldMilliseconds: z.number(), transactionsBehind: z.number() })
  const Ready = Ok.extend({ feed: lag })
  app.get('/v1/health', { config, schema: { tags, summary: 'The process answers', response: { 200: Ok } } }, () => ({
    status: 'ok' as const,
  }))
  app.get(
    '/v1/ready',
    {
      config,
      schema: {
        tags,
        summary: 'The database answers too, and how far the feed is behind',
        response: { 200: Ready, ...problems },
      },
    },
    async () => {
      await checkDatabase(context)
      return { status: 'ok' as const, feed: await watch.look() }
    },
  )
  app.get(
    '/v1/meta',
    { config, schema: { tags, summary: 'Who answers, in which protocol', response: { 200: MetaOutput, ...problems } } },
    () => describeAuthority(context, context.config.demo ? null : identity.describe()),
  )
  app.get('/v1/openapi.json', { config, schema: { hide: true } }, () => app.swagger())
}
