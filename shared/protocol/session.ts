import { z } from 'zod'
import { VerificationKey } from '../domain/certificates/certificate.ts'
import { Clerk } from '../domain/clerks/clerk.ts'
import { Instant } from '../domain/members/member.ts'

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
  serverTime: Instant,
})
export type MetaOutput = z.infer<typeof MetaOutput>

/** `GET /v1/demo/clerks` (demo mode only): the people who may be picked. */
export const DemoClerksOutput = z.object({ clerks: z.array(Clerk) })
export type DemoClerksOutput = z.infer<typeof DemoClerksOutput>

/** `POST /v1/demo/sessions` (demo mode only): a session for a picked clerk, and the clerk's key on this device. */
export const DemoSessionInput = z.strictObject({
  clerkId: z.string().min(1).max(64),
  device: z.string().min(1).max(64),
  /** Ed25519 public key, raw 32 bytes in base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})
export type DemoSessionInput = z.infer<typeof DemoSessionInput>

/** `token` goes into `Authorization: Bearer`. */
export const SessionOutput = z.object({ token: z.string(), expiresAt: Instant, clerk: Clerk })
export type SessionOutput = z.infer<typeof SessionOutput>

/** RFC 9457 problem details with a code of the error table: the body of every error answer. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
})
export type Problem = z.infer<typeof Problem>
