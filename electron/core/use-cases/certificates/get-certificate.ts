import { type CertificateNow, findCertificateNow } from '#core/repositories/certificate-overlay.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import { hasDependent, listOfSubject, type OutboxEntry } from '#core/repositories/outbox.ts'
import { listVerifications } from '#core/repositories/verifications.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate, RevocationRecord } from '#shared/domain/certificates/certificate.ts'
import { revocationActions } from '#shared/domain/certificates/revocation.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { mayHaveArrived } from '../outbox/take-back.ts'
import { isExpired } from './list-certificates.ts'
import { toVerificationRow } from './verification-log.ts'

type Pending = ChannelOutput<'certificates.get'>['pending'][number]

/** Verifications that a certificate's page shows. */
const shownVerifications = 50

function stateOf(entry: OutboxEntry, now: number): Pending['state'] {
  if (entry.state === 'parked' || entry.state === 'refused') return 'attention'
  if (entry.state === 'held') return (entry.notBefore ?? 0) > now ? 'held' : 'waiting'
  return entry.state === 'waiting' && entry.attemptedAt === null ? 'waiting' : 'sent'
}

/** Steps that stand on the certificate: those whose effect shows, and the clerk's own that came back. */
function pendingSteps(
  { store, clock }: ReadContext,
  clerk: Pick<Clerk, 'id'>,
  { certificate, pendingCommands }: CertificateNow,
): Pending[] {
  return listOfSubject(store, 'certificates', certificate.id)
    .filter((entry) => pendingCommands.includes(entry.id) || (entry.state === 'refused' && entry.actor === clerk.id))
    .flatMap((entry) => {
      if (entry.decided.kind !== 'certificate.revoke') return []
      const mine = entry.actor === clerk.id && entry.receiptedAt === null
      return {
        commandId: entry.id,
        step: entry.decided.args.step,
        by: entry.actor,
        madeAt: entry.madeAt,
        state: stateOf(entry, clock.now()),
        canUndo: mine && !mayHaveArrived(entry) && !hasDependent(store, entry.id),
      }
    })
}

/** Remarks of a step that is still in the outbox are its clerk's own. */
function withoutOthersRemarks({ certificate, pendingCommands }: CertificateNow, clerk: Pick<Clerk, 'id'>): Certificate {
  const hide = (record: RevocationRecord): RevocationRecord =>
    record.commandId !== null && pendingCommands.includes(record.commandId) && record.by !== clerk.id
      ? { ...record, remarks: '' }
      : record
  const { proposal, steps } = certificate
  return { ...certificate, proposal: proposal && hide(proposal), steps: steps.map(hide) }
}

/** Everything that a certificate's page shows, for the clerk at the screen. @throws AppError `record/not-found`. */
export function getCertificate(
  context: ReadContext,
  clerk: Clerk,
  { id }: ParsedInput<'certificates.get'>,
): ChannelOutput<'certificates.get'> {
  const { store, clock } = context
  return store.snapshot(() => {
    const now = findCertificateNow(store, id)
    if (!now) throw new AppError('record/not-found')
    const certificate = withoutOthersRemarks(now, clerk)
    const pending = pendingSteps(context, clerk, now)
    const verifications = listVerifications(store, { certificateId: id }, shownVerifications).map(toVerificationRow)
    const people = [...certificate.steps, ...pending].map(({ by }) => by)
    return {
      certificate,
      expired: isExpired(certificate, riyadhDateOf(clock.now())),
      pending,
      actions: revocationActions(certificate, clerk),
      verifications,
      clerks: findClerkNames(store, [...people, ...verifications.flatMap(({ clerkId }) => clerkId ?? [])]),
    }
  })
}
