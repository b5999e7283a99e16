import { appendNotes } from '#core/repositories/desk-audit.ts'
import { fetchDocument } from '#core/sync/fetch-document.ts'
import type { Sessions } from '#core/sync/sessions.ts'
import type { SyncContext } from '#core/sync/sync-context.ts'
import type { SyncMachine } from '#core/sync/sync-machine.ts'
import { bookAppointment } from '#core/use-cases/appointments/book-appointment.ts'
import {
  cancelAppointment,
  moveAppointment,
  setAppointmentStatus,
} from '#core/use-cases/appointments/change-appointment.ts'
import { revokeCertificate } from '#core/use-cases/certificates/revoke-certificate.ts'
import { keepVerification } from '#core/use-cases/certificates/verification-log.ts'
import { discardCommand, listOutbox, redoCommand, retryCommand } from '#core/use-cases/outbox/outbox-actions.ts'
import { undoCommand, undoDecision } from '#core/use-cases/outbox/take-back.ts'
import { attachDocument, detachDocument } from '#core/use-cases/requests/attach-document.ts'
import { decideRequest } from '#core/use-cases/requests/decide-request.ts'
import { keepDraft } from '#core/use-cases/requests/drafts.ts'
import { getEvidence } from '#core/use-cases/requests/get-request.ts'
import { requireLeash } from '#core/use-cases/session/leash.ts'
import type { SessionContext } from '#core/use-cases/session/sign-in.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskAction } from '#shared/domain/audit/desk-chain.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { administer, isAdministration, isChange } from './administration-errands.ts'
import { answerAudit } from './audit-errands.ts'
import type { DeskEvents } from './desk-events.ts'
import type { Errand } from './messages.ts'
import { requireCaller } from './require-caller.ts'
import type { SpareKeeper } from './spare-keeper.ts'

/** What a clerk decides, and may not for longer than the authority lets them without it. */
const acts: readonly Errand[] = [
  'requests.decide',
  'certificates.revoke',
  'appointments.book',
  'appointments.move',
  'appointments.cancel',
  'appointments.setStatus',
]

/** The writer, as far as clerks' errands need it. */
export interface ClerkErrandParts {
  readonly context: SessionContext
  readonly sync: SyncContext
  readonly sessions: Sessions
  readonly machine: SyncMachine
  readonly events: DeskEvents
  readonly spare: SpareKeeper | undefined
  readonly status: () => ChannelOutput<'sync.status'>
}

/** What a clerk at the screen has the writer do: decisions, bookings, the outbox, administration. */
export class ClerkErrands {
  readonly #parts: ClerkErrandParts

  constructor(parts: ClerkErrandParts) {
    this.#parts = parts
  }

  /** @throws AppError `session/required`, `permission/denied`, `session/leash`, and what the errand throws. */
  async answer(errand: Errand, input: unknown, clerkId: string | null): Promise<unknown> {
    const { context, sync, sessions, events, machine } = this.#parts
    const now = context.clock.now()
    const clerk = requireCaller(context.store, errand, clerkId, now)
    if (acts.includes(errand)) requireLeash(context.store, clerk.id, now, 'decide')
    if (isAdministration(errand)) {
      const asking = { context: sync, sessions: sessions, clerkId: clerk.id }
      try {
        return await administer(asking, errand, input)
      } finally {
        // Also when it was refused: what stands there now is another thing than was seen.
        if (isChange(errand)) events.changed(['administration'])
      }
    }
    switch (errand) {
      case 'requests.decide':
        return this.#changed(decideRequest(context, clerk, input as ParsedInput<'requests.decide'>))
      case 'requests.attach':
        return this.#kept(attachDocument(context, clerk, input as ParsedInput<'requests.attach'>))
      case 'requests.detach':
        return this.#kept(detachDocument(context, clerk, input as ParsedInput<'requests.detach'>))
      case 'requests.keepDraft': {
        // It comes with every letter: the second copy follows.
        const kept = keepDraft(context, clerk, input as ParsedInput<'requests.keepDraft'>)
        this.#parts.spare?.keepLater()
        return kept
      }
      case 'requests.undo':
        return this.#noted(clerk, 'desk.taken-back', () =>
          undoDecision(context, clerk, input as ParsedInput<'requests.undo'>),
        )
      case 'certificates.revoke':
        return this.#changed(revokeCertificate(context, clerk, input as ParsedInput<'certificates.revoke'>))
      case 'audit.list':
      case 'audit.prove':
      case 'audit.export':
      case 'audit.copied':
        return this.#kept(await answerAudit({ context: sync, sessions: sessions, clerk }, errand, input))
      case 'verification.keep':
        keepVerification(context, input as ChannelOutput<'certificates.verify'>)
        this.#parts.spare?.keep()
        events.changed(['verifications'])
        return null
      case 'appointments.book':
        return this.#changed(bookAppointment(context, clerk, input as ParsedInput<'appointments.book'>))
      case 'appointments.move':
        return this.#changed(moveAppointment(context, clerk, input as ParsedInput<'appointments.move'>))
      case 'appointments.cancel':
        return this.#changed(cancelAppointment(context, clerk, input as ParsedInput<'appointments.cancel'>))
      case 'appointments.setStatus':
        return this.#changed(setAppointmentStatus(context, clerk, input as ParsedInput<'appointments.setStatus'>))
      case 'sync.undo':
        return this.#noted(clerk, 'desk.taken-back', () =>
          undoCommand(context, clerk, input as ParsedInput<'sync.undo'>),
        )
      case 'sync.outbox':
        return listOutbox(context, clerk, input as ParsedInput<'sync.outbox'>)
      case 'sync.retry':
        return this.#changed(retryCommand(context, clerk, input as ParsedInput<'sync.retry'>))
      case 'sync.redo':
        return this.#noted(clerk, 'desk.redone', () => redoCommand(context, clerk, input as ParsedInput<'sync.redo'>))
      case 'sync.discard':
        return this.#noted(clerk, 'desk.discarded', () =>
          discardCommand(context, clerk, input as ParsedInput<'sync.discard'>),
        )
      case 'sync.now':
        await machine.now()
        return this.#parts.status()
      case 'sync.reread':
        machine.reread((input as ParsedInput<'sync.reread'>).scope)
        return this.#parts.status()
      case 'document.fetch': {
        const question = input as ParsedInput<'requests.document'>
        const evidence = getEvidence(context, clerk, question)
        return { ...evidence, bytes: await fetchDocument(sync, sessions, clerk.id, question.hash) }
      }
      default:
        throw new AppError('channel/unknown', { channel: errand })
    }
  }

  /** A clerk's change of the outbox that no command tells the authority of: it stands in this desk's chain. */
  #noted<T extends { readonly commandId: string }>(clerk: Clerk, action: DeskAction, work: () => T): T {
    const output = this.#parts.context.store.transaction(() => {
      const done = work()
      const note = { actor: clerk.id, action, subject: `command:${done.commandId}` }
      appendNotes(this.#parts.context.store, [note], isoInstant(this.#parts.context.clock.now()))
      return done
    })
    return this.#changed(output)
  }

  /** A clerk's work that no screen shows yet was committed: it is kept twice before it is acknowledged. */
  #kept<T>(output: T): T {
    this.#parts.spare?.keep()
    return output
  }

  /** A clerk's change was committed: the screens hear of it, and the engine sends it when its time has come. */
  #changed<T>(output: T): T {
    this.#kept(output)
    this.#parts.events.changed(['outbox', 'requests', 'members', 'certificates', 'appointments'])
    this.#parts.machine.pokeLater()
    return output
  }
}
