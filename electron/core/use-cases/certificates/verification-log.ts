import { findClerkNames } from '#core/repositories/clerks.ts'
import { appendNotes } from '#core/repositories/desk-audit.ts'
import {
  addVerification,
  countVerifications,
  findVerification,
  listVerifications,
} from '#core/repositories/verifications.ts'
import type { Verification, VerificationRow } from '#shared/contracts/certificates.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { ProvenClock } from '#shared/domain/certificates/verify-code.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { type DeskEvidence, describeEvidence } from './desk-evidence.ts'

/** A verification as a line of the log. */
export function toVerificationRow(verification: Verification): VerificationRow {
  const { id, verdict, reason, by, asked, at, clerkId, facts, certificate } = verification
  const said = certificate ?? facts
  return {
    id,
    verdict,
    reason,
    by,
    at,
    clerkId,
    number: said?.number ?? asked,
    certificateId: certificate?.id ?? null,
    memberId: certificate?.memberId ?? null,
    nameAr: said?.nameAr ?? null,
    nameEn: said?.nameEn ?? null,
  }
}

/** Writes what was found into the log of this desk, and into its audit chain. It is forced to the disk like any work of a clerk. */
export function keepVerification({ store }: Pick<ReadContext, 'store'>, verification: Verification): void {
  const { at, clerkId, verdict, by, certificate } = verification
  store.transaction(() => {
    addVerification(store, verification)
    const subject = `certificate:${certificate?.id ?? 'unknown'}`
    const note = {
      actor: clerkId ?? 'system',
      action: 'desk.certificate-verified',
      subject,
      detail: { verdict, by },
    } as const
    appendNotes(store, [note], at)
  })
}

/** The last verifications at this desk, newest first, with their exact number, and what it would verify by now. */
export function listLog(
  { store }: ReadContext,
  evidence: DeskEvidence,
  clock: ProvenClock,
  { memberId, limit }: ParsedInput<'certificates.verifications'>,
): ChannelOutput<'certificates.verifications'> {
  return store.snapshot(() => {
    const rows = listVerifications(store, { memberId }, limit).map(toVerificationRow)
    return {
      rows,
      total: countVerifications(store, { memberId }),
      clerks: findClerkNames(
        store,
        rows.flatMap(({ clerkId }) => clerkId ?? []),
      ),
      evidence: describeEvidence(evidence.get(store), clock),
    }
  })
}

/** One verification, word for word as it was found. @throws AppError `record/not-found`. */
export function getVerification(
  { store }: ReadContext,
  { id }: ParsedInput<'certificates.verification'>,
): ChannelOutput<'certificates.verification'> {
  const verification = findVerification(store, id)
  if (!verification) throw new AppError('record/not-found')
  return verification
}
