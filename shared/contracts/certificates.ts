import { z } from 'zod'
import {
  Certificate,
  CertificateKind,
  CertificateState,
  CertifiedFacts,
  Proof,
  RevocationStep,
  Verdict,
  VerdictReason,
  VerificationKey,
} from '../domain/certificates/certificate.ts'
import { DateOnly, Instant } from '../domain/members/member.ts'
import { PolicyRefusal } from '../domain/policy/policy.ts'
import { contract } from './contract.ts'

/** How a certificate was put before the desk. */
export const VerifiedBy = z.enum(['number', 'code', 'image', 'pdf'])
export type VerifiedBy = z.infer<typeof VerifiedBy>

/** What a verdict rests on, and how old that is. */
export const EvidenceAge = z.object({
  /** When the list was signed; null when it is not here or not trusted. */
  signedAt: Instant.nullable(),
  ageSeconds: z.number().int().nullable(),
  /** Older than this it proves nothing good any more. */
  limitSeconds: z.number().int(),
})
export type EvidenceAge = z.infer<typeof EvidenceAge>

export const Verification = z.object({
  id: z.string(),
  verdict: Verdict,
  reason: VerdictReason,
  /** What the code says; null when it could not be read or a number was not found. */
  facts: CertifiedFacts.nullable(),
  /** The certificate in the register of this desk, when it is there. */
  certificate: Certificate.nullable(),
  proofs: z.object({ signature: Proof, issuer: Proof, status: Proof, clock: Proof }),
  statusList: EvidenceAge,
  trustList: EvidenceAge,
  by: VerifiedBy,
  /** The number that was typed; null for a code. */
  asked: z.string().nullable(),
  at: Instant,
  /** The clerk who asked; null for a caller who is not one. */
  clerkId: z.string().nullable(),
})
export type Verification = z.infer<typeof Verification>

/** A certificate as a row of a list. `expired` is read off the date, today in Riyadh. */
export const CertificateRow = z.object({
  ...Certificate.omit({ code: true, steps: true, proposal: true }).shape,
  expired: z.boolean(),
  awaitingSecond: z.boolean(),
  /** A command of this device stands on it without a receipt. */
  pending: z.boolean(),
})
export type CertificateRow = z.infer<typeof CertificateRow>

export const CertificateFilters = z.strictObject({
  kind: CertificateKind.optional(),
  /** `expired` and `awaiting-second` besides the stored states. */
  state: z.enum([...CertificateState.options, 'expired', 'awaiting-second']).optional(),
  memberId: z.string().max(64).optional(),
  /** Part of a certificate's number, a membership number or a name. */
  text: z.string().max(200).optional(),
})
export type CertificateFilters = z.infer<typeof CertificateFilters>

/** A step of a revocation that this clerk may take, or why not. */
export const RevocationAction = z.object({
  step: RevocationStep,
  refusal: z.enum([...PolicyRefusal.options, 'state', 'revoked', 'pending']).nullable(),
})
export type RevocationAction = z.infer<typeof RevocationAction>

export const VerificationRow = z.object({
  id: z.string(),
  verdict: Verdict,
  reason: VerdictReason,
  by: VerifiedBy,
  at: Instant,
  clerkId: z.string().nullable(),
  number: z.string().nullable(),
  certificateId: z.string().nullable(),
  memberId: z.string().nullable(),
  nameAr: z.string().nullable(),
  nameEn: z.string().nullable(),
})
export type VerificationRow = z.infer<typeof VerificationRow>

/** Bytes, or their base64 from a caller without a screen. At most 10 MB. */
export const FileBytes = z.union([z.instanceof(Uint8Array), z.base64().max(14_000_000)])

export const certificateContracts = {
  /** One of code, number or file. Works without a line; what was found is kept in the log of verifications. */
  'certificates.verify': contract({
    lane: 'counter',
    needs: 'certificates.verify',
    input: z
      .strictObject({
        /** The text of the code, as a hand scanner types it. */
        code: z.string().max(8192).optional(),
        number: z.string().max(64).optional(),
        file: z.strictObject({ name: z.string().max(300), bytes: FileBytes }).optional(),
        /** Form of the code: ours, or the EU Digital COVID Certificate's (the same verifier, other parameters). */
        profile: z.enum(['mumaris', 'eu-dcc']).default('mumaris'),
        /** Keys to trust instead of the authority's list. */
        trust: z.array(VerificationKey).max(100).optional(),
        /** The moment to verify at, instead of trusted now. */
        at: Instant.optional(),
      })
      .refine(
        (input) =>
          [input.code, input.number, input.file].filter((given) => given !== undefined && given !== '').length === 1,
      ),
    output: Verification,
    errors: [
      'certificates/no-code',
      'certificates/file-unreadable',
      'certificates/file-too-large',
      'permission/denied',
    ],
  }),
  /** The last verifications at this desk, newest first; of one member when named. */
  'certificates.verifications': contract({
    lane: 'reader',
    needs: 'certificates.read',
    input: z.strictObject({
      memberId: z.string().max(64).optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(VerificationRow),
      total: z.number().int(),
      clerks: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
      /** What this desk verifies by now: the older one counts where there are several status lists. */
      evidence: z.object({ statusList: EvidenceAge, trustList: EvidenceAge, clockTrusted: z.boolean() }),
    }),
    errors: ['permission/denied'],
  }),
  /** One verification of the log, as it was found: for the letter, and to look at it again. */
  'certificates.verification': contract({
    lane: 'reader',
    needs: 'certificates.read',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: Verification,
    errors: ['record/not-found', 'permission/denied'],
  }),
  'certificates.get': contract({
    lane: 'reader',
    needs: 'certificates.read',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: z.object({
      certificate: Certificate,
      expired: z.boolean(),
      pending: z.array(
        z.object({
          commandId: z.string(),
          step: RevocationStep,
          by: z.string(),
          madeAt: Instant,
          state: z.enum(['held', 'waiting', 'sent', 'attention']),
          canUndo: z.boolean(),
        }),
      ),
      actions: z.array(RevocationAction),
      verifications: z.array(VerificationRow),
      clerks: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
    }),
    errors: ['record/not-found', 'permission/denied'],
  }),
  'certificates.list': contract({
    lane: 'reader',
    needs: 'certificates.read',
    latestWins: true,
    input: z.strictObject({
      filters: CertificateFilters.default({}),
      after: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      rows: z.array(CertificateRow),
      /** Null for a text that finds so many that counting them would take seconds. */
      total: z.number().int().nullable(),
      after: z.string().nullable(),
      today: DateOnly,
    }),
    errors: ['permission/denied'],
  }),
  /** Proposes, confirms or declines a revocation. Left out, `step` is the one that the certificate waits for. */
  'certificates.revoke': contract({
    lane: 'writer',
    needs: ['certificates.revoke', 'certificates.confirm', 'certificates.decline'],
    input: z.strictObject({
      id: z.string().min(1).max(64),
      step: RevocationStep.optional(),
      reason: z.string().max(64).default(''),
      remarks: z.string().max(4000).default(''),
    }),
    output: z.object({
      commandId: z.string(),
      step: RevocationStep,
      state: CertificateState,
      heldUntil: Instant.nullable(),
    }),
    errors: [
      'record/not-found',
      'certificates/action-not-allowed',
      'certificates/reason-required',
      'store/full',
      'permission/denied',
    ],
  }),
} as const
