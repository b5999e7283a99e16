import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { AppError } from '#shared/kernel/errors.ts'
import type { OpenDatabase } from './db/open-database.ts'
import { Identity, reachedAt } from './identity/identity.ts'
import { callerOf, guardRoutes } from './plugins/access.ts'
import type { App } from './plugins/app-type.ts'
import { answerBadAddress, answerProblems } from './plugins/problems.ts'
import { addAdministrationRoutes } from './routes/administration.ts'
import { addAuditRoutes } from './routes/audit.ts'
import { addDemoRoutes } from './routes/demo.ts'
import { addDataKeyRoute, addDeviceProofRoutes, addDeviceRoutes } from './routes/devices.ts'
import { addDocumentRoutes } from './routes/documents.ts'
import { addEventRoutes } from './routes/events.ts'
import { addPortalRoutes } from './routes/portal.ts'
import { addReferenceRoutes } from './routes/reference.ts'
import { addServiceRoutes } from './routes/service.ts'
import { addSessionRoutes } from './routes/sessions.ts'
import { addSignInRoutes } from './routes/sign-in.ts'
import { addSyncRoutes } from './routes/sync.ts'
import type { AuthorityContext } from './use-cases/context.ts'
import { watchFeed } from './use-cases/sync/feed-watch.ts'
import { openMovedHub } from './use-cases/sync/moved-hub.ts'

/** How often each process takes away codes, proofs and sessions that have ended. */
const sweepMilliseconds = 10 * 60_000

/** The port that it listens on; undefined while it does not. */
function portOf({ server }: App): number | undefined {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** Joins routes, plugins and use-cases into one server that does not listen yet. Closing it leaves the database open. */
export async function buildApp(context: AuthorityContext, database: Pick<OpenDatabase, 'db' | 'listen'>): Promise<App> {
  const app: App = fastify({
    logger: false,
    bodyLimit: 256 * 1024,
    forceCloseConnections: 'idle',
    trustProxy: context.config.trustedProxies ?? false,
    requestTimeout: 60_000,
    frameworkErrors: answerBadAddress,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app, context.log)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
  await app.register(rateLimit, {
    max: context.config.deskCallsPerMinute,
    timeWindow: 60_000,
    keyGenerator: callerOf,
    errorResponseBuilder: () => new AppError('authority/too-many'),
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: context.config.nameEn, version: '1', description: 'The HTTP API of the reference authority.' },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  })
  guardRoutes(app, context)
  const hub = await openMovedHub(database)
  app.addHook('onClose', () => hub.close())
  const watch = watchFeed(context)
  app.addHook('onClose', () => watch.stop())

  const { config } = context
  const identity = new Identity(context, () => reachedAt(config, portOf(app)))
  const sweep = setInterval(
    () => void identity.sweep().catch((error: unknown) => context.log.error('not-swept', { cause: String(error) })),
    sweepMilliseconds,
  )
  app.addHook('onClose', () => clearInterval(sweep))

  addServiceRoutes(app, context, watch, identity)
  addSyncRoutes(app, context)
  addAuditRoutes(app, context)
  addReferenceRoutes(app, context)
  addEventRoutes(app, context, hub)
  addDocumentRoutes(app, context)
  addPortalRoutes(app, context)
  addDemoRoutes(app, context)
  addDeviceRoutes(app, context)
  addAdministrationRoutes(app, context)
  if (!config.demo) {
    addSessionRoutes(app, context, identity)
    addDeviceProofRoutes(app, context, identity)
    addDataKeyRoute(app, context)
    if (!config.provider) addSignInRoutes(app, context, identity)
  }
  await app.ready()
  return app
}
