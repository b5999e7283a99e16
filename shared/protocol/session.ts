import { z } from 'zod'
import { VerificationKey } from '../domain/certificates/certificate.ts'
import { Clerk } from '../domain/clerks/clerk.ts'
import { Instant } from '../domain/members/member.ts'

/** Where and how a desk signs its clerks in: OpenID Connect, authorization code with PKCE in the system's browser. */
export const SignIn = z.object({
  /** Its metadata stands below it, at `/.well-known/openid-configuration`. */
  issuer: z.url(),
  clientId: z.string().min(1),
  /** To be asked for, separated by spaces. With `prompt=consent`, without which a provider may give no refresh token. */
  scopes: z.string().min(1),
  /** To be named as `resource` (RFC 8707), so that the access token is for this authority. */
  resource: z.string().min(1),
  /** Whether tokens are bound to a key (RFC 9449) and calls with them carry its proof. */
  dpop: z.boolean(),
})
export type SignIn = z.infer<typeof SignIn>

/** `GET /v1/meta`: who answers. Asked before anything else; needs no session. */
export const MetaOutput = z.object({
  protocol: z.number().int(),
  /** Oldest protocol that this authority still understands. */
  oldestProtocol: z.number().int(),
  nameAr: z.string(),
  nameEn: z.string(),
  demo: z.boolean(),
  epoch: z.string(),
  /** The key that signs the trust list. A desk keeps the first one that it is told and refuses another. */
  trustAnchor: VerificationKey,
  /** How clerks sign in; null where people are picked (demo mode). */
  signIn: SignIn.nullable().default(null),
  serverTime: Instant,
})
export type MetaOutput = z.infer<typeof MetaOutput>

/** `GET /v1/demo/clerks` (demo mode only): the people who may be picked. */
export const DemoClerksOutput = z.object({ clerks: z.array(Clerk) })
export type DemoClerksOutput = z.infer<typeof DemoClerksOutput>

/** What a device says of itself, for the list of devices. */
const DeviceWords = {
  /** What an administrator reads in the list. */
  deviceName: z.string().trim().min(1).max(80).optional(),
  /** The application's version. */
  appVersion: z.string().trim().min(1).max(40).optional(),
}

/** `POST /v1/demo/sessions` (demo mode only): a session for a picked clerk, and the clerk's key on this device. */
export const DemoSessionInput = z.strictObject({
  clerkId: z.string().min(1).max(64),
  device: z.string().min(1).max(64),
  /** Ed25519 public key, raw 32 bytes in base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  ...DeviceWords,
})
export type DemoSessionInput = z.infer<typeof DemoSessionInput>

/** For how long a desk may go on without the authority before it asks for a sign-in. */
export const Leash = z.object({
  /** Days after the last contact for which the register may be read. */
  readDays: z.number().int().positive(),
  /** Days after the last contact for which may be decided. */
  decideDays: z.number().int().positive(),
  /** Decisions that may wait in the outbox. */
  decideCommands: z.number().int().positive(),
})
export type Leash = z.infer<typeof Leash>

/**
 * `POST /v1/sessions`, with `Authorization: DPoP <access token>` and a proof in `DPoP` (RFC 9449): a session for whoever
 * the provider signed in. The key of the proof belongs to the **device**: one key for all of its clerks, the same for
 * ever. The authority keeps it at first contact, and a device with another key is another device.
 */
export const SessionInput = z.strictObject({
  device: z.string().min(1).max(64),
  ...DeviceWords,
  deviceName: z.string().trim().min(1).max(80),
  /** The clerk's Ed25519 key on this device, with which commands are signed: raw 32 bytes in base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type SessionInput = z.infer<typeof SessionInput>

/**
 * `token` goes into `Authorization: Bearer`. Null in demo mode: `leash`, and `sealingKey`, the P-256 point (base64url) to
 * which a device seals what only the authority is to open.
 */
export const SessionOutput = z.object({
  token: z.string(),
  expiresAt: Instant,
  clerk: Clerk,
  leash: Leash.nullable().default(null),
  sealingKey: z.string().nullable().default(null),
})
export type SessionOutput = z.infer<typeof SessionOutput>

/** RFC 9457 problem details with a code of the error table: the body of every error answer. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
})
export type Problem = z.infer<typeof Problem>
