import { nodeVerifierPorts } from '#core/crypto/node-verifier-ports.ts'
import type { Store } from '#core/db/store.ts'
import { findCertificateByNumber } from '#core/repositories/certificates.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import type { Verification, VerifiedBy } from '#shared/contracts/certificates.ts'
import type { ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { trustKeys } from '#shared/domain/certificates/evidence.ts'
import { againstRegister, verifyNumber } from '#shared/domain/certificates/register-check.ts'
import { findScannedCode } from '#shared/domain/certificates/scanned-text.ts'
import type { Verified } from '#shared/domain/certificates/verdict.ts'
import { type ProvenClock, type VerifyInput, verifyCode } from '#shared/domain/certificates/verify-code.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { evidenceLimitsOn } from '#shared/domain/reference/evidence-limits.ts'
import type { NewId } from '#shared/kernel/ports.ts'
import type { DeskEvidence } from './desk-evidence.ts'

/** What a verification needs: the store, time as far as it is proven, and a reader of codes in files. */
export interface VerifyContext {
  readonly store: Store
  readonly newId: NewId
  readonly provenNow: () => ProvenClock
  /** @throws AppError `certificates/file-too-large`, `certificates/file-unreadable`, `certificates/no-code`. */
  readonly readFile: (bytes: Uint8Array) => Promise<{ readonly by: 'image' | 'pdf'; readonly code: string }>
}

type Asked = { readonly by: 'number'; readonly number: string } | { readonly by: VerifiedBy; readonly code: string }
type Ground = Omit<VerifyInput, 'code' | 'profile'>

async function whatIsAsked(
  { code, number, file }: ParsedInput<'certificates.verify'>,
  context: VerifyContext,
): Promise<Asked> {
  if (file) {
    const bytes = typeof file.bytes === 'string' ? new Uint8Array(Buffer.from(file.bytes, 'base64')) : file.bytes
    return context.readFile(bytes)
  }
  return code !== undefined && code !== '' ? { by: 'code', code } : { by: 'number', number: number ?? '' }
}

/**
 * Whether what is not in the register of this desk does not exist: the directory is here to its end, and it was asked
 * for no longer ago than a status list may be old.
 */
function isRegisterComplete(store: Store, { clock, limits }: Ground): boolean {
  const directory = listCursors(store).find(({ scope }) => scope === 'directory')
  if (!directory?.caughtUp) return false
  return Date.parse(clock.now) - Date.parse(directory.pulledAt) <= limits.statusListSeconds * 1000
}

interface Found {
  readonly verified: Verified
  readonly certificate: Certificate | undefined
}

function verifyByNumber(store: Store, number: string, ground: Ground): Found {
  const certificate = findCertificateByNumber(store, number)
  const registerComplete = isRegisterComplete(store, ground)
  return { verified: verifyNumber({ ...ground, certificate, registerComplete }, nodeVerifierPorts), certificate }
}

/** The register has a say in our own codes, and none where other keys are trusted in place of its list. */
function verifyByCode(
  store: Store,
  code: string,
  ground: Ground,
  { profile, trust }: ParsedInput<'certificates.verify'>,
): Found {
  const verified = verifyCode({ ...ground, code: findScannedCode(code) ?? code, profile }, nodeVerifierPorts)
  if (profile !== 'mumaris' || trust !== undefined || verified.facts === null)
    return { verified, certificate: undefined }
  const named = findCertificateByNumber(store, verified.facts.number)
  const certificate = named?.number === verified.facts.number ? named : undefined
  return { verified: againstRegister(verified, { certificate }), certificate }
}

/**
 * Verifies a certificate by its number, its code or a file with its code, without a line. `at` judges its validity at
 * another moment; `trust` relies on given keys instead of the authority's list.
 *
 * @throws AppError as the contract says, when a file cannot be read or has no code.
 */
export async function verifyCertificate(
  context: VerifyContext,
  evidence: DeskEvidence,
  clerk: Pick<Clerk, 'id'>,
  input: ParsedInput<'certificates.verify'>,
): Promise<Verification> {
  const { store, newId, provenNow } = context
  const asked = await whatIsAsked(input, context)
  return store.snapshot(() => {
    const clock = provenNow()
    const lists = evidence.get(store)
    const ground: Ground = {
      clock,
      evidence: input.trust === undefined ? lists : trustKeys(input.trust, lists),
      limits: evidenceLimitsOn(riyadhDateOf(Date.parse(clock.now))),
      ...(input.at === undefined ? {} : { at: input.at }),
    }
    const { verified, certificate } =
      'number' in asked ? verifyByNumber(store, asked.number, ground) : verifyByCode(store, asked.code, ground, input)
    const { verdict, reason, facts, proofs, statusList, trustList } = verified
    return {
      id: newId(),
      verdict,
      reason,
      facts,
      certificate: certificate ?? null,
      proofs,
      statusList,
      trustList,
      by: asked.by,
      asked: 'number' in asked ? asked.number : null,
      at: clock.now,
      clerkId: clerk.id,
    }
  })
}
