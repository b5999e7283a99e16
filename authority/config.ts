import { z } from 'zod'
import { isSecureAddress } from '#shared/kernel/secure-address.ts'

/** An address that sign-ins depend on: without TLS only on this machine. No slash at the end. */
const SecureAddress = z.url().refine((text) => {
  const url = new URL(text)
  const plain = url.search === '' && url.hash === '' && url.username === '' && !text.endsWith('/')
  return plain && isSecureAddress(url)
}, 'an https address without a slash, a query or a name in it; http only on this machine')

/** Another provider than the authority's own: nothing of it is mounted then. */
const ForeignProvider = z
  .strictObject({
    /** As its metadata and its tokens say it, to the letter. */
    issuer: z.url().refine((text) => SecureAddress.safeParse(text.replace(/\/$/, '')).success, 'an https address'),
    /** What its access tokens for this authority say in `aud`, and what desks name as `resource`. */
    audience: z.string().min(1),
    clientId: z.string().min(1),
    /** Says which clerk it is, by the clerk's id. */
    clerkClaim: z.string().min(1).default('sub'),
    /** Takes tokens that are bound to no key, of a provider that has no others. Whoever steals one can use it. */
    bearer: z.boolean().default(false),
  })
  .refine(
    ({ audience, clientId }) => audience !== clientId,
    'tokens that say who signed in are no keys to the authority',
  )
export type ForeignProvider = z.infer<typeof ForeignProvider>

/** What one authority is started with. Everything that differs between two authorities stands here. */
export const Config = z.object({
  /** The authority's name as desks and letters show it. */
  nameAr: z.string().min(1).default('هيئة التخصصات الصحية'),
  nameEn: z.string().min(1).default('Health Specialties Authority'),
  /** Telephone for enquiries, as letters print it. */
  phone: z.string().min(1).default('920019393'),
  /** Where members reach the portal; links in letters begin with it. */
  portalUrl: z.url().default('https://plus.example.sa'),
  /** Lets a person be picked without a password, opens the mail page and the corrections: never for real data. */
  demo: z.boolean().default(false),
  /** The protocol that it speaks with desks, and the oldest that it answers: another than this code's while desks are changed over. */
  protocol: z.number().int().positive().optional(),
  oldestProtocol: z.number().int().positive().optional(),
  /** Calls a minute from one desk (by its session, else its address). */
  deskCallsPerMinute: z.number().int().positive().default(6000),
  /** Rows between two cursors of a fill: what it holds in memory at a time, and what a break of the line costs at most. */
  fillRows: z.number().int().min(1).max(20_000).default(4000),
  /** Where desks and browsers reach it from outside, when that is another address than the one it listens on. */
  publicUrl: SecureAddress.optional(),
  /** Who signs clerks in instead of the provider at `/oidc`. */
  provider: ForeignProvider.optional(),
  /** Proxies whose word on the caller's address is taken: addresses or networks, separated by commas. */
  trustedProxies: z.string().min(1).optional(),
  /** Under which second factors are sealed, at least 32 characters; the register's own key where none is given. */
  secretsKey: z.string().min(32).optional(),
  /** Calls a minute from one address to the pages and endpoints of the sign-in. */
  signInCallsPerMinute: z.number().int().positive().default(600),
  /** Calls a minute from one address to the members' portal. */
  portalCallsPerMinute: z.number().int().positive().default(30),
})
export type Config = z.infer<typeof Config>

/** The configuration from the environment (`AUTHORITY_NAME_AR`, …) with the choices of the command line over it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, over: Partial<Config>): Config {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  return Config.parse({
    nameAr: environment.AUTHORITY_NAME_AR,
    nameEn: environment.AUTHORITY_NAME_EN,
    phone: environment.AUTHORITY_PHONE,
    portalUrl: environment.AUTHORITY_PORTAL_URL,
    protocol: number(environment.AUTHORITY_PROTOCOL),
    deskCallsPerMinute: number(environment.AUTHORITY_DESK_CALLS_PER_MINUTE),
    portalCallsPerMinute: number(environment.AUTHORITY_PORTAL_CALLS_PER_MINUTE),
    fillRows: number(environment.AUTHORITY_FILL_ROWS),
    publicUrl: environment.AUTHORITY_PUBLIC_URL,
    trustedProxies: environment.AUTHORITY_TRUSTED_PROXIES,
    secretsKey: environment.AUTHORITY_SECRETS_KEY,
    signInCallsPerMinute: number(environment.AUTHORITY_SIGN_IN_CALLS_PER_MINUTE),
    ...over,
  })
}
