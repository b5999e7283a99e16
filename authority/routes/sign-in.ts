import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import type { Identity } from '../identity/identity.ts'
import { callAtIssuer } from '../identity/own-address.ts'
import { authorityResource, deskScopes } from '../identity/provider.ts'
import {
  drawGonePage,
  drawSignInPage,
  pageLanguage,
  type SignInPage,
  signInPagePolicy,
} from '../identity/sign-in-page.ts'
import { readFont, signInStyle } from '../identity/sign-in-style.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { SignIn, type SignInAnswer, type SignInFault } from '../use-cases/identity/sign-in.ts'
import { problems, Raw } from './answers.ts'

const mount = '/oidc'
const formType = 'application/x-www-form-urlencoded'
/** Fields of 256 characters, in any script, as forms write them. */
const formBytes = 8 * 1024

const Params = z.object({ uid: z.string().regex(/^[\w-]{10,64}$/) })
const Query = z.object({ lang: z.enum(['ar', 'en']).optional().catch(undefined) })
const text = z.string().max(256)
const Form = z.discriminatedUnion('step', [
  z.object({ step: z.literal('password'), username: text, password: text }),
  z.object({ step: z.literal('change'), password: text, again: text }),
  z.object({ step: z.literal('enrol'), code: text }),
  z.object({ step: z.literal('recovery') }),
  z.object({ step: z.literal('code'), code: text }),
])
type Form = z.infer<typeof Form>

type PageFault = SignInFault | { readonly kind: 'busy' } | null

const statuses: Readonly<Record<NonNullable<PageFault>['kind'], number>> = {
  wrong: 401,
  wait: 429,
  busy: 503,
  rules: 422,
  unequal: 422,
  same: 422,
}

function submit(signIn: SignIn, form: Form): Promise<SignInAnswer> {
  switch (form.step) {
    case 'password':
      return signIn.enterPassword(form)
    case 'change':
      return signIn.changePassword(form)
    case 'enrol':
      return signIn.enrol(form)
    case 'recovery':
      return signIn.keepRecoveryCodes()
    case 'code':
      return signIn.enterCode(form)
  }
}

/** The pages on which people sign in, and the OpenID provider that they belong to: docs/identity.md. */
export function addSignInRoutes(app: App, context: AuthorityContext, identity: Identity): void {
  const tags = ['sign-in']
  const rateLimit = {
    max: context.config.signInCallsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ ip }: FastifyRequest) => `sign-in ${ip}`,
  }
  const config = { access: 'public' as const, rateLimit }
  const base = () => new URL(identity.issuer).pathname

  const send = (reply: FastifyReply, status: number, html: string) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', signInPagePolicy)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send(html)
  const sendPage = (reply: FastifyReply, fault: PageFault, page: Omit<SignInPage, 'authority' | 'base' | 'fault'>) =>
    send(
      reply,
      fault === null ? 200 : statuses[fault.kind],
      drawSignInPage({ ...page, fault, authority: context.config, base: base() }),
    )

  /** The interaction of this browser; undefined when it is over, is another's, or was begun in another browser. */
  async function findInteraction(request: FastifyRequest<{ Params: { uid: string } }>, reply: FastifyReply) {
    const provider = await identity.provider()
    callAtIssuer(request.raw, identity.issuer, mount)
    try {
      const interaction = await provider.interactionDetails(request.raw, reply.raw)
      return interaction.uid === request.params.uid ? { provider, interaction } : undefined
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'SessionNotFound') return undefined
      throw thrown
    }
  }

  app.register((pages: App, _, done) => {
    pages.addContentTypeParser(formType, { parseAs: 'string', bodyLimit: formBytes }, (_request, body, parsed) => {
      parsed(null, Object.fromEntries(new URLSearchParams(String(body))))
    })
    pages.get(
      `${mount}/interaction/:uid`,
      {
        config,
        schema: {
          tags,
          summary: 'The page at which a sign-in stands',
          params: Params,
          querystring: Query,
          response: { 200: Raw, ...problems },
        },
      },
      async (request, reply) => {
        const found = await findInteraction(request, reply)
        const language = pageLanguage(request.query.lang, found?.interaction.params.ui_locales)
        if (!found) return send(reply, 410, drawGonePage(context.config, language, base()))
        const step = await new SignIn(context, { uid: request.params.uid, address: request.ip }).look()
        if (step.at === 'done') throw new Error('A sign-in that is done has no page')
        const hint = found.interaction.params.login_hint
        const username = typeof hint === 'string' ? hint.slice(0, 64) : ''
        return sendPage(reply, null, { language, step, username })
      },
    )
    pages.post(
      `${mount}/interaction/:uid`,
      {
        config,
        bodyLimit: formBytes,
        schema: {
          tags,
          summary: 'What was entered on a page of the sign-in',
          consumes: [formType],
          params: Params,
          querystring: Query,
          body: Form,
          response: { 200: Raw, ...problems },
        },
      },
      async (request, reply) => {
        const found = await findInteraction(request, reply)
        const language = pageLanguage(request.query.lang, found?.interaction.params.ui_locales)
        if (!found) return send(reply, 410, drawGonePage(context.config, language, base()))
        const { provider, interaction } = found
        const form = request.body
        const username = form.step === 'password' ? form.username : ''
        const signIn = new SignIn(context, { uid: request.params.uid, address: request.ip })
        const answer = await submit(signIn, form).catch(async (thrown: unknown) => {
          // Too many passwords are being checked at once.
          if (!(thrown instanceof AppError && thrown.code === 'authority/too-many')) throw thrown
          return { step: await signIn.look(), fault: { kind: 'busy' } as const }
        })
        const { step, fault } = answer
        if (step.at !== 'done') return sendPage(reply, fault, { language, step, username })
        const clientId = String(interaction.params.client_id)
        const grant = new provider.Grant({ accountId: step.clerkId, clientId })
        grant.addOIDCScope(deskScopes)
        grant.addResourceScope(authorityResource, '')
        const login = { accountId: step.clerkId, amr: ['pwd', 'otp'], remember: false }
        const result = { login, consent: { grantId: await grant.save() } }
        const options = { mergeWithLastSubmission: false }
        const next = await provider.interactionResult(request.raw, reply.raw, result, options)
        return reply.header('cache-control', 'no-store').redirect(next, 303)
      },
    )
    done()
  })

  app.get(`${mount}/sign-in.css`, { config, schema: { tags, response: { 200: Raw } } }, (_, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(signInStyle(base())),
  )
  app.get(
    `${mount}/fonts/:name`,
    { config, schema: { tags, params: z.object({ name: z.string().max(40) }), response: { 200: Raw, ...problems } } },
    (request, reply) => {
      const font = readFont(request.params.name)
      if (!font) throw new AppError('record/not-found')
      return reply.type('font/woff2').header('cache-control', 'public, max-age=31536000, immutable').send(font)
    },
  )

  app.register((raw: App, _, done) => {
    // The provider reads the body itself.
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null))
    raw.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: `${mount}/*`,
      config,
      schema: { tags, summary: 'The OpenID provider: metadata, keys, authorization, tokens', response: { 200: Raw } },
      handler: async (request, reply) => {
        const provider = await identity.provider()
        callAtIssuer(request.raw, identity.issuer, mount)
        reply.hijack()
        await provider.callback()(request.raw, reply.raw)
      },
    })
    done()
  })
}
