import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { getBase64Bytes } from '../certificates/base64.ts'
import type { VerificationKey } from '../certificates/certificate.ts'
import type { VerifierPorts } from '../certificates/ports.ts'
import { Instant } from '../members/member.ts'
import { bytesOfHex, hexOf, type Sha256 } from './merkle.ts'

/** SHA-256 in lower-case hex. */
export const HashText = z.string().regex(/^[0-9a-f]{64}$/)

export const AuditDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type AuditDetail = z.infer<typeof AuditDetail>

/**
 * One entry of the audit trail, as its leaf is made. `personal` has a commitment for each value that may be erased one
 * day: the entry stays provable without it. Never secrets, whole ids or free text.
 */
export const AuditRecord = z.object({
  id: z.number().int().positive(),
  at: Instant,
  /** A clerk's id, `member` or `system`. */
  actor: z.string(),
  device: z.string().nullable(),
  action: z.string(),
  /** The record that it happened to: `request:…`, `member:…`, `clerk:…`. */
  subject: z.string(),
  detail: AuditDetail,
  personal: z.record(z.string(), HashText),
})
export type AuditRecord = z.infer<typeof AuditRecord>

/** A value behind a commitment, as long as it has not been erased. `salt`: 16 bytes in hex. */
export const OpenedValue = z.object({ salt: z.string().regex(/^[0-9a-f]{32}$/), value: z.string() })
export type OpenedValue = z.infer<typeof OpenedValue>

/** What the authority signs of its log: so many entries, this root, at this time. */
export const AuditCheckpoint = z.object({
  size: z.number().int().nonnegative(),
  root: HashText,
  at: Instant,
  /** Of the key that signed. */
  kid: z.string().max(86),
  /** ES256 over `checkpointText`, base64url. */
  signature: z.string().max(100),
})
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>

/** The text whose hash is an entry's leaf. */
export function leafText(record: AuditRecord): string {
  const { id, at, actor, device, action, subject, detail, personal } = record
  return canonicalJson({ id, at, actor, device, action, subject, detail, personal })
}

/** SHA-256(salt ‖ value in UTF-8). `salt` in hex. */
export function commitmentOf(sha256: Sha256, { salt, value }: OpenedValue): string {
  const salted = bytesOfHex(salt)
  const text = new TextEncoder().encode(value)
  const bytes = new Uint8Array(salted.length + text.length)
  bytes.set(salted)
  bytes.set(text, salted.length)
  return hexOf(sha256(bytes))
}

/** The text that the log's key signs. */
export function checkpointText({ size, root, at }: Pick<AuditCheckpoint, 'size' | 'root' | 'at'>): string {
  return canonicalJson({ log: 'mumaris-audit', size, root, at })
}

/** Whether a checkpoint was signed by this key. */
export function isSignedCheckpoint(
  ports: Pick<VerifierPorts, 'verifyEs256'>,
  key: VerificationKey,
  checkpoint: AuditCheckpoint,
): boolean {
  if (key.kid !== checkpoint.kid) return false
  try {
    const text = new TextEncoder().encode(checkpointText(checkpoint))
    return ports.verifyEs256(getBase64Bytes(key.publicKey), text, getBase64Bytes(checkpoint.signature))
  } catch {
    return false
  }
}
