import { addCertificateOverlay, findCertificateNow } from '#core/repositories/certificate-overlay.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { applyRevocation, getRevocationAction, nextRevocationStep } from '#shared/domain/certificates/revocation.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { unusableCodes } from '#shared/domain/reference/reasons.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WriteContext } from '../desk-context.ts'
import { queueCommand } from '../outbox/queue-command.ts'

/**
 * A step of a revocation: pending effect and command in one transaction, the network is not asked. While the line is up
 * the command is held for a moment, so that it can be taken back.
 *
 * @throws AppError as the contract says; `certificates/action-not-allowed` with the reason of the refusal.
 */
export function revokeCertificate(
  context: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'certificates.revoke'>,
): ChannelOutput<'certificates.revoke'> {
  const { store } = context
  return store.transaction(() => {
    const now = findCertificateNow(store, input.id)
    if (!now) throw new AppError('record/not-found')
    const { certificate, pulled } = now
    const step = input.step ?? nextRevocationStep(certificate)
    const { refusal } = getRevocationAction(certificate, clerk, step)
    if (refusal !== null) throw new AppError('certificates/action-not-allowed', { reason: refusal })
    const offered = referenceBook(store).inForce('revocation-reasons', riyadhDateOf(context.clock.now()))
    if (step === 'propose' && unusableCodes(offered, [input.reason]).length > 0)
      throw new AppError('certificates/reason-required')
    // A second person answers the reason that was proposed.
    const reason = step === 'propose' ? input.reason : step === 'confirm' ? (certificate.proposal?.reason ?? '') : ''
    const remarks = input.remarks.trim()
    const after = now.pendingCommands.at(-1)
    const queued = queueCommand(
      context,
      clerk,
      {
        kind: 'certificate.revoke',
        args: {
          certificateId: certificate.id,
          memberId: certificate.memberId,
          step,
          reason,
          remarks,
          seen: { state: certificate.state },
        },
        base: after === undefined ? { version: pulled.version } : { after },
      },
      { hold: true },
    )
    const { id: commandId, madeAt: at, heldUntil } = queued
    const changed = applyRevocation(certificate, { commandId, step, by: clerk.id, at, reason, remarks })
    addCertificateOverlay(store, queued, changed)
    return { commandId, step, state: changed.state, heldUntil }
  })
}
