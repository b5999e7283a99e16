import { createHash } from 'node:crypto'
import { type ClientMetadata, type Configuration, errors, Provider } from 'oidc-provider'
import type { Logger } from '#shared/kernel/ports.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/types.ts'
import { findAccount } from '../repositories/accounts.ts'
import { findClerk } from '../repositories/clerks.ts'
import type { IdentityKeys } from '../repositories/identity-keys.ts'
import { leash } from '../use-cases/session/open-session.ts'
import { payloadAdapter } from './payload-adapter.ts'
import { drawErrorPage, signInPagePolicy } from './sign-in-page.ts'

/** The desk, to the provider. */
export const deskClientId = 'mumaris-desk'
/** This authority, to the provider: what its access tokens are for. */
export const authorityResource = 'urn:mumaris:authority'
export const deskScopes = 'openid offline_access'

const accessSeconds = 5 * 60
/** Between the first page and the last. */
const interactionSeconds = 15 * 60
const codeSeconds = 60
/** A desk that was away for longer may not be read any more, and signs in anew. */
const refreshSeconds = leash.readDays * 86_400

/** A native application: whatever port of the loopback it listens on (RFC 8252), and tokens bound to its key. */
const desk: ClientMetadata = {
  client_id: deskClientId,
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: 'ES256',
  scope: deskScopes,
}

export interface ProviderOptions {
  readonly db: Db
  readonly keys: IdentityKeys
  /** Its own address, `https://…/oidc`. */
  readonly issuer: string
  readonly log: Logger
  readonly authority: Pick<Config, 'nameAr' | 'nameEn'>
}

/** Whether somebody may still come in: active, with an account that nobody locked. */
async function mayComeIn(db: Db, clerkId: string): Promise<boolean> {
  const [clerk, account] = [await findClerk(db, clerkId), await findAccount(db, clerkId)]
  return clerk?.active === true && account !== undefined && account.lockedAt === null
}

function configure({ db, keys, issuer, authority }: ProviderOptions): Configuration {
  const { pathname } = new URL(issuer)
  return {
    adapter: payloadAdapter(db),
    jwks: structuredClone(keys.jwks) as NonNullable<Configuration['jwks']>,
    cookies: {
      keys: [keys.cookies],
      long: { sameSite: 'lax', httpOnly: true },
      short: { sameSite: 'lax', httpOnly: true },
    },
    clients: [desk],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['none'],
    scopes: deskScopes.split(' '),
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    findAccount: async (_, sub) =>
      (await mayComeIn(db, sub)) ? { accountId: sub, claims: () => Promise.resolve({ sub }) } : undefined,
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      dPoP: { enabled: true, nonceSecret: createHash('sha256').update(`nonce:${keys.cookies}`, 'utf8').digest() },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => authorityResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => {
          if (resource !== authorityResource) throw new errors.InvalidTarget()
          const jwt = { sign: { alg: 'ES256' } } as const
          return { scope: '', audience: resource, accessTokenTTL: accessSeconds, accessTokenFormat: 'jwt', jwt }
        },
      },
    },
    interactions: { url: (_, { uid }) => `${pathname}/interaction/${uid}` },
    clientBasedCORS: () => false,
    // A refresh token is bound to the device's key; one that stays the same is never lost with an answer.
    rotateRefreshToken: () => false,
    issueRefreshToken: () => true,
    expiresWithSession: () => false,
    ttl: {
      AccessToken: accessSeconds,
      AuthorizationCode: codeSeconds,
      Grant: refreshSeconds,
      IdToken: accessSeconds,
      Interaction: interactionSeconds,
      RefreshToken: refreshSeconds,
      Session: interactionSeconds,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.set('content-security-policy', signInPagePolicy)
      ctx.body = drawErrorPage(authority, ctx.query.ui_locales, String(out.error), pathname)
    },
  }
}

/** What every answer of the provider carries; its own pages bring their policy with them. */
const headers: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** The authority's own OpenID provider, for one address. It keeps nothing in this process. */
export function makeProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configure(options))
  // The route says by which address it was called: its own.
  provider.proxy = true
  provider.silent = true
  provider.on('server_error', (_, error: Error) =>
    options.log.error('sign-in-fault', { cause: error.stack ?? error.message }),
  )
  provider.use(async (ctx, next) => {
    await next()
    // No page of another origin has any business here; the metadata are for programs, which ask for no permission.
    for (const name of Object.keys(ctx.response.headers)) {
      if (name.startsWith('access-control-')) ctx.remove(name)
    }
    for (const [name, value] of Object.entries(headers)) if (!ctx.response.get(name)) ctx.set(name, value)
    if (ctx.secure) ctx.set('strict-transport-security', 'max-age=31536000')
  })
  return provider
}
