import type { CertifiedFacts, Proof, Verdict, VerdictReason } from './certificate.ts'

/** What a verdict rests on, and how old that is. */
export interface EvidenceAge {
  /** When the list was signed (ISO instant); null when it is not here or not trusted. */
  readonly signedAt: string | null
  readonly ageSeconds: number | null
  /** Older than this it proves nothing good any more. */
  readonly limitSeconds: number
}

export interface Proofs {
  /** The code is word for word what was signed. */
  readonly signature: Proof
  /** Its key stands on the trust list and was in force when it was signed. */
  readonly issuer: Proof
  /** The status list says: in force. */
  readonly status: Proof
  /** The moment of the verification is proven. */
  readonly clock: Proof
}

/** The one sentence of a verification, and all that it rests on. */
export interface Verified {
  readonly verdict: Verdict
  readonly reason: VerdictReason
  /** What the code says, proven or not; null when it could not be read. */
  readonly facts: CertifiedFacts | null
  /** The status list and the entry that the code names; null where it names none. */
  readonly status: { readonly uri: string; readonly index: number } | null
  readonly proofs: Proofs
  readonly statusList: EvidenceAge
  readonly trustList: EvidenceAge
}
