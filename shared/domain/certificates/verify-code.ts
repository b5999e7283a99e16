import type { EvidenceLimits } from '../reference/evidence-limits.ts'
import { Unreadable } from './cbor.ts'
import type { CertificateState, Proof, Verdict, VerdictReason } from './certificate.ts'
import { type CodeContent, codePrefix, normaliseCode, readCode } from './certificate-code.ts'
import { es256, type Sign1 } from './cose-sign1.ts'
import { dccPrefix, readDcc } from './eu-dcc.ts'
import { type Evidence, trustedKeys } from './evidence.ts'
import { findSigner, inForceAt, keysOf } from './keys.ts'
import type { VerifierPorts } from './ports.ts'
import { findListedState, type StatusList } from './status-list.ts'
import type { EvidenceAge, Proofs, Verified } from './verdict.ts'

/** Which code: ours, or the EU Digital COVID Certificate's. */
export type CodeProfile = 'mumaris' | 'eu-dcc'

/** Time, as far as it is proven. */
export interface ProvenClock {
  /** The latest moment that has certainly passed (ISO instant). */
  readonly now: string
  /** Whether it is the present. False when the clock of the machine was set back or cannot be believed. */
  readonly trusted: boolean
}

export interface VerifyInput {
  /** As scanned or pasted. */
  readonly code: string
  readonly profile: CodeProfile
  readonly clock: ProvenClock
  /** Judge the validity at this moment (ISO instant) instead of now. The age of the lists is always that of now. */
  readonly at?: string
  readonly evidence: Evidence
  readonly limits: EvidenceLimits
}

/** A list signed later than now by more than this shows that the clock is behind. */
const clockTolerance = 300

const prefixes: Readonly<Record<CodeProfile, string>> = { mumaris: codePrefix, 'eu-dcc': dccPrefix }

/** All that is known while a verdict is found; times in seconds since 1970. */
interface Ground {
  readonly now: number
  readonly clockTrusted: boolean
  readonly trustStale: boolean
  readonly statusStale: boolean
  readonly trustList: EvidenceAge
  readonly statusList: EvidenceAge
  readonly listed: StatusList | 'not-trusted' | undefined
}

function ageOf(issuedAt: number | null, now: number, limitSeconds: number): EvidenceAge & { readonly stale: boolean } {
  if (issuedAt === null) return { signedAt: null, ageSeconds: null, limitSeconds, stale: false }
  const ageSeconds = Math.max(0, now - issuedAt)
  return {
    signedAt: new Date(issuedAt * 1000).toISOString(),
    ageSeconds,
    limitSeconds,
    stale: ageSeconds > limitSeconds,
  }
}

function groundOf({ clock, evidence, limits }: Omit<VerifyInput, 'code' | 'profile'>, uri: string | undefined): Ground {
  const { trust, statusLists } = evidence
  const listed = uri === undefined ? undefined : statusLists.get(uri)
  const trustAt = trust.kind === 'list' ? trust.list.issuedAt : null
  const statusAt = listed === undefined || listed === 'not-trusted' ? null : listed.issuedAt
  const told = Math.floor(Date.parse(clock.now) / 1000)
  // What is signed has been: a list from the future moves the proven time forward, and shows a clock that is behind.
  const now = Math.max(told, trustAt ?? 0, statusAt ?? 0)
  const { stale: trustStale, ...trustList } = ageOf(trustAt, now, limits.trustListSeconds)
  const { stale: statusStale, ...statusList } = ageOf(statusAt, now, limits.statusListSeconds)
  const clockTrusted = clock.trusted && now - told <= clockTolerance
  return { now, clockTrusted, trustStale, statusStale, trustList, statusList, listed }
}

type Finding = readonly [Verdict, VerdictReason]

/** Whether the code is signed by a key that may, or why that is not so. */
function judgeSignature(
  message: Sign1,
  content: CodeContent,
  { evidence }: Pick<VerifyInput, 'evidence'>,
  ground: Ground,
  ports: VerifierPorts,
): { readonly signature: Proof; readonly issuer: Proof; readonly finding: Finding | null } {
  const { trust } = evidence
  if (message.alg !== es256) {
    return { signature: 'unknown', issuer: 'unknown', finding: ['cannot-tell', 'algorithm-not-allowed'] }
  }
  if (trust.kind === 'missing' || trust.kind === 'not-trusted') {
    return { signature: 'unknown', issuer: 'unknown', finding: ['cannot-tell', `trust-list-${trust.kind}`] }
  }
  const keys = keysOf(message, trustedKeys(trust), 'certificates')
  if (keys.length === 0) {
    // A newer list might name it.
    if (ground.trustStale) {
      return { signature: 'unknown', issuer: 'unknown', finding: ['cannot-tell', 'trust-list-stale'] }
    }
    return { signature: 'unknown', issuer: 'failed', finding: ['unknown-issuer', 'key-unknown'] }
  }
  const signer = findSigner(message, keys, ports)
  if (!signer) return { signature: 'failed', issuer: 'unknown', finding: ['altered', 'signature-wrong'] }
  if (!inForceAt(signer, content.issuedAt)) {
    if (ground.trustStale) {
      return { signature: 'met', issuer: 'unknown', finding: ['cannot-tell', 'trust-list-stale'] }
    }
    return { signature: 'met', issuer: 'failed', finding: ['unknown-issuer', 'key-not-in-force'] }
  }
  return { signature: 'met', issuer: ground.trustStale ? 'unknown' : 'met', finding: null }
}

/** What the status list says, and what that proves. */
function judgeStatus(
  content: CodeContent,
  { listed, statusStale }: Ground,
): { status: Proof; state: CertificateState | undefined } {
  if (content.status === null || listed === undefined || listed === 'not-trusted')
    return { status: 'unknown', state: undefined }
  const state = findListedState(listed, content.status.index)
  if (state === 'revoked' || state === 'suspended') return { status: 'failed', state }
  return { status: state === 'in-force' && !statusStale ? 'met' : 'unknown', state }
}

/** Why the status of a code that is signed well cannot be told; null when it can. */
function statusDoubt(content: CodeContent, ground: Ground, state: CertificateState | undefined): VerdictReason | null {
  if (content.status === null) return null
  if (ground.listed === undefined) return 'status-list-missing'
  if (ground.listed === 'not-trusted') return 'status-list-not-trusted'
  if (state === undefined) return 'status-not-listed'
  return ground.statusStale ? 'status-list-stale' : null
}

/**
 * The verdict on a code that is signed well. What is certainly bad comes first, from however old a list: no age makes
 * it good again. Only then does doubt count, and only without any doubt is it valid.
 */
function judgeValidity(
  content: CodeContent,
  at: number | null,
  ground: Ground,
  state: CertificateState | undefined,
): Finding {
  const moment = at ?? ground.now
  if (state === 'revoked') return ['revoked', 'status-revoked']
  if (state === 'suspended') return ['suspended', 'status-suspended']
  if (content.expiresAt !== null && moment >= content.expiresAt) return ['expired', 'past-expiry']
  const doubt = statusDoubt(content, ground, state)
  if (doubt !== null) return ['cannot-tell', doubt]
  if (ground.trustStale) return ['cannot-tell', 'trust-list-stale']
  if (at === null && !ground.clockTrusted) return ['cannot-tell', 'clock-not-trusted']
  if (content.issuedAt > moment + clockTolerance) return ['cannot-tell', 'not-yet-in-force']
  return ['valid', 'in-force']
}

/** A verdict on something that could not be read at all. */
function unread(input: Omit<VerifyInput, 'code' | 'profile'>, [verdict, reason]: Finding): Verified {
  const { trustList, statusList, clockTrusted } = groundOf(input, undefined)
  const clock: Proof = clockTrusted ? 'met' : 'failed'
  const proofs: Proofs = { signature: 'unknown', issuer: 'unknown', status: 'unknown', clock }
  return { verdict, reason, facts: null, status: null, proofs, trustList, statusList }
}

/**
 * Verifies the text of a code. Never throws on what it is given. The order is that of certainty: unreadable or changed,
 * signed by nobody we know, revoked, suspended, expired, and then whatever cannot be told; `valid` comes last.
 */
export function verifyCode(input: VerifyInput, ports: VerifierPorts): Verified {
  const code = normaliseCode(input.code)
  if (!code.startsWith(prefixes[input.profile])) return unread(input, ['cannot-tell', 'code-malformed'])
  let read: { message: Sign1; content: CodeContent }
  try {
    read = input.profile === 'mumaris' ? readCode(code) : readDcc(code, ports)
  } catch (thrown) {
    const reason = thrown instanceof Unreadable ? thrown.reason : 'code-malformed'
    return unread(input, [reason === 'code-malformed' ? 'altered' : 'cannot-tell', reason])
  }
  const { message, content } = read
  const ground = groundOf(input, content.status?.uri)
  const { signature, issuer, finding } = judgeSignature(message, content, input, ground, ports)
  const { status, state } = judgeStatus(content, ground)
  const at = input.at === undefined ? null : Math.floor(Date.parse(input.at) / 1000)
  const [verdict, reason] = finding ?? judgeValidity(content, at, ground, state)
  return {
    verdict,
    reason,
    facts: content.facts,
    status: content.status,
    // The status of a code that nobody we know has signed proves nothing.
    proofs: {
      signature,
      issuer,
      status: finding === null ? status : 'unknown',
      clock: ground.clockTrusted || at !== null ? 'met' : 'failed',
    },
    trustList: ground.trustList,
    statusList: ground.statusList,
  }
}

/** A verdict without a code: nothing is known of it but time and the keys. */
export function verdictWithoutCode(
  input: Omit<VerifyInput, 'code' | 'profile'>,
  verdict: Verdict,
  reason: VerdictReason,
): Verified {
  return unread(input, [verdict, reason])
}
