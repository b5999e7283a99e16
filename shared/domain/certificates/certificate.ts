import { z } from 'zod'
import { DateOnly, Instant } from '../members/member.ts'

/** What the authority certifies (product page, "Certificates"). */
export const CertificateKind = z.enum([
  'classification',
  'registration',
  'good-standing',
  'training-letter',
  'recognised-course',
])
export type CertificateKind = z.infer<typeof CertificateKind>

/** What the authority says of it; `expired` is never stored: it is read off the date. */
export const CertificateState = z.enum(['in-force', 'suspended', 'revoked'])
export type CertificateState = z.infer<typeof CertificateState>

/** A step of a revocation: one person proposes it, a second one confirms or declines. */
export const RevocationStep = z.enum(['propose', 'confirm', 'decline'])
export type RevocationStep = z.infer<typeof RevocationStep>

export const RevocationRecord = z.object({
  commandId: z.string().nullable(),
  step: RevocationStep,
  by: z.string(),
  at: Instant,
  /** Code of the reference data. */
  reason: z.string(),
  remarks: z.string(),
})
export type RevocationRecord = z.infer<typeof RevocationRecord>

/** A certificate in the register, with the signed code that is printed on it. */
export const Certificate = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  number: z.string().min(1),
  kind: CertificateKind,
  state: CertificateState,
  memberId: z.string(),
  membershipNo: z.string(),
  /** The holder as certified: later changes of the member do not touch it. */
  nameAr: z.string(),
  nameEn: z.string(),
  /** Codes of the reference data. */
  rank: z.string(),
  specialty: z.string(),
  issuedOn: DateOnly,
  /** Last day in force; null: without end. */
  expiresOn: DateOnly.nullable(),
  /** Its place in the status list with this URI. */
  status: z.object({ uri: z.string(), index: z.number().int().nonnegative() }),
  /** `MPL1:` and the base45 of the signed COSE message. */
  code: z.string(),
  /** The first of two, while the second is awaited. */
  proposal: RevocationRecord.nullable(),
  /** Every step that took effect, oldest first. */
  steps: z.array(RevocationRecord),
  updatedAt: Instant,
})
export type Certificate = z.infer<typeof Certificate>

/** A signed list that offline verification rests on: the keys that may sign, or the state of every certificate. */
export const EvidenceList = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  kind: z.enum(['trust-list', 'status-list']),
  /** The URI by which certificates name a status list; the trust list's own name. */
  uri: z.string(),
  /** COSE_Sign1, base64. What it says of its own version and time counts, not this row. */
  signed: z.string(),
  updatedAt: Instant,
})
export type EvidenceList = z.infer<typeof EvidenceList>

/** A P-256 key that signs certificates or lists. */
export const VerificationKey = z.object({
  /** Key id as in the protected header, base64url. */
  kid: z.string().max(86),
  /** Uncompressed point (0x04, x, y: 65 bytes), base64url. */
  publicKey: z.string().max(200),
})
export type VerificationKey = z.infer<typeof VerificationKey>

/** The one sentence of a verification (product page, "Certificates"). `cannot-tell` is never shown as invalid. */
export const Verdict = z.enum([
  'valid',
  'expired',
  'suspended',
  'revoked',
  'altered',
  'unknown-issuer',
  'not-found',
  'cannot-tell',
])
export type Verdict = z.infer<typeof Verdict>

/** Why the verdict is what it is; the screens have a sentence for each. */
export const VerdictReason = z.enum([
  'in-force',
  'past-expiry',
  'not-yet-in-force',
  'status-suspended',
  'status-revoked',
  'signature-wrong',
  'code-malformed',
  'code-differs-from-register',
  'key-unknown',
  'key-not-in-force',
  'algorithm-not-allowed',
  'header-not-understood',
  'number-unknown',
  'status-list-missing',
  'status-list-stale',
  'status-list-not-trusted',
  'status-not-listed',
  'trust-list-missing',
  'trust-list-stale',
  'trust-list-not-trusted',
  'register-not-complete',
  'clock-not-trusted',
])
export type VerdictReason = z.infer<typeof VerdictReason>

/** What a code says of its certificate. */
export const CertifiedFacts = z.object({
  kind: z.string(),
  number: z.string(),
  nameAr: z.string(),
  nameEn: z.string(),
  rank: z.string(),
  specialty: z.string(),
  membershipNo: z.string(),
  issuer: z.string(),
  issuedOn: DateOnly.nullable(),
  expiresOn: DateOnly.nullable(),
})
export type CertifiedFacts = z.infer<typeof CertifiedFacts>

/** A proof that a verdict rests on: `met`, `failed`, or `unknown` when it could not be looked at. */
export const Proof = z.enum(['met', 'failed', 'unknown'])
export type Proof = z.infer<typeof Proof>
