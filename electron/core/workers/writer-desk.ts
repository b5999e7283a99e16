import { requireRoom } from '#core/db/free-space.ts'
import type { Store } from '#core/db/store.ts'
import { pruneAttachments } from '#core/repositories/attachments.ts'
import { listBranches } from '#core/repositories/branches.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { appendNotes, appendVaultNotes } from '#core/repositories/desk-audit.ts'
import { pruneDrafts } from '#core/repositories/drafts.ts'
import { type KeepLists, keepLists } from '#core/repositories/kept-lists.ts'
import { cutMemberChanges } from '#core/repositories/members.ts'
import { releaseHeld } from '#core/repositories/outbox.ts'
import { pruneOutbox } from '#core/repositories/outbox-lists.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import { AuthorityClient } from '#core/sync/authority-client.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { fetchDocument } from '#core/sync/fetch-document.ts'
import { retryAside } from '#core/sync/retry-aside.ts'
import { Sessions } from '#core/sync/sessions.ts'
import type { SyncContext } from '#core/sync/sync-context.ts'
import { SyncMachine } from '#core/sync/sync-machine.ts'
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
import { collectOutbox } from '#core/use-cases/session/collect-outbox.ts'
import { enterClerk, forgetClerk } from '#core/use-cases/session/enter.ts'
import { requireLeash } from '#core/use-cases/session/leash.ts'
import {
  describeSession,
  listClerks,
  noteLeaving,
  type SessionContext,
  signIn,
  signOut,
} from '#core/use-cases/session/sign-in.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskAction, DeskNote, VaultNote } from '#shared/domain/audit/desk-chain.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { administer, isAdministration, isChange } from './administration-errands.ts'
import { answerAudit } from './audit-errands.ts'
import { ClockWatch } from './clock-watch.ts'
import { DeskEvents, type Tell } from './desk-events.ts'
import { Grants } from './grants.ts'
import type { Unlocked } from './keeper-desk.ts'
import { type Machine, realMachine } from './machine.ts'
import type { Errand, WorkerStart } from './messages.ts'
import { databaseFile } from './reader-desk.ts'
import { requireCaller } from './require-caller.ts'
import type { Desk } from './serve.ts'
import type { SpareKeeper } from './spare-keeper.ts'
import { describeSync } from './sync-status.ts'
import { uuidV7 } from './uuid-v7.ts'

/** How long receipted commands are kept, so that a restored authority can be told again, in milliseconds. */
const keepReceipted = 30 * 86_400_000

/** How long a draft, or a document, waits here for the decision that it was made for, in milliseconds. */
const keepDrafts = 30 * 86_400_000

/** What a clerk decides, and may not for longer than the authority lets them without it. */
const acts: readonly Errand[] = [
  'requests.decide',
  'certificates.revoke',
  'appointments.book',
  'appointments.move',
  'appointments.cancel',
  'appointments.setStatus',
]

/** The one thread that changes anything: clerks' commands, sign-in, and the sync engine between them. */
export class WriterDesk implements Desk {
  readonly #start: WorkerStart
  readonly #lock: { release(): void }
  readonly #store: Store
  readonly #context: SessionContext
  readonly #sync: SyncContext
  readonly #sessions: Sessions
  readonly #machine: SyncMachine
  readonly #events: DeskEvents
  readonly #spare: SpareKeeper | undefined
  readonly #time: ClockWatch
  readonly #tell: Tell
  readonly #fetch: AuthorityFetch
  readonly #grants: Grants
  #clerkId: string | null = null

  constructor(
    start: WorkerStart,
    fetch: AuthorityFetch,
    tell: Tell,
    machine: Machine = realMachine(start.clockOffset),
  ) {
    const { wall, after, random, breathe, elapsed } = machine
    this.#start = start
    this.#tell = tell
    this.#lock = machine.lockProfile(start.profileDir)
    let opened: Store | undefined
    try {
      opened = machine.openStore(databaseFile(start.profileDir), start.key, 'writer')
      this.#spare = machine.keepSpare?.(opened, start.profileDir, start.key, after)
    } catch (thrown) {
      opened?.close()
      this.#lock.release()
      throw thrown
    }
    this.#store = opened
    const store = this.#store
    this.#time = new ClockWatch(store, wall, elapsed)
    const { clock } = this.#time
    const newId = uuidV7(clock, machine.randomBytes)
    if (findSetting(store, 'device') === undefined) putSetting(store, 'device', start.device ?? newId())
    cutMemberChanges(store)
    pruneOutbox(store, isoInstant(clock.now() - keepReceipted))
    pruneAttachments(store, isoInstant(clock.now() - keepDrafts))
    pruneDrafts(store, isoInstant(clock.now() - keepDrafts))
    retryAside(store, start.appVersion ?? '', isoInstant(clock.now()))

    const connected = findSetting(store, 'connected') ?? true
    const away: AuthorityFetch = () => Promise.reject(new Error('The network is switched off'))
    this.#fetch = (url, init) =>
      (start.offline || this.#machine.line().line === 'disconnected' ? away : fetch)(url, init)
    const client = new AuthorityClient({
      baseUrl: start.authorityUrl,
      fetch: this.#fetch,
      after,
      onAnswer: () => this.#machine.hear(true),
      onSilence: () => this.#machine.hear(false),
    })
    this.#grants = new Grants({
      start,
      store,
      client,
      fetch: this.#fetch,
      onWipe: () => tell('wipe-ordered', {}),
    })
    this.#sync = {
      store,
      client,
      openSession: (clerk) => this.#grants.openSession(clerk),
      clock,
      seeServerTime: (instant) => this.#time.seeServerTime(instant),
      onChanged: (tables) => {
        this.#spare?.keepLater()
        this.#events.changed(tables)
      },
      requireRoom: (bytes) => requireRoom(start.profileDir, bytes),
      breathe,
      elapsed,
      readFill: machine.readFill,
    }
    this.#sessions = new Sessions(this.#sync, () => this.#tellSession())
    this.#machine = new SyncMachine({
      context: this.#sync,
      sessions: this.#sessions,
      after,
      random,
      background: start.backgroundSync && !start.offline,
      onStatus: () => {
        this.#time.look()
        this.#spare?.keepLater()
        this.#events.moved()
      },
      connected,
    })
    this.#events = new DeskEvents(tell, () => this.#status(), after)
    this.#context = {
      store,
      clock,
      newId,
      lineIsUp: () => this.#machine.line().line === 'online',
      isProtected: start.isProtected,
      signIn: {
        refreshClerks: async () => void (await this.#sessions.meet()),
        openSession: async (clerkId) => void (await this.#sessions.refresh(clerkId)),
        hasEnded: (clerkId) => this.#sessions.hasEnded(clerkId),
      },
    }
    // Clearing up above, and the clock, changed what only this desk holds.
    this.#spare?.keepLater()
    this.#machine.start()
  }

  /** The clerk who was at the screen when the profile was last used. */
  rememberedClerk(): string | null {
    return findSetting(this.#store, 'current-clerk') ?? null
  }

  #status(): ChannelOutput<'sync.status'> {
    return describeSync(this.#context, this.#machine.line(), this.#clerkId, this.#start.demo)
  }

  async handle(errand: Errand, input: unknown, clerkId: string | null): Promise<unknown> {
    this.#time.look()
    // A jump of the clock is noted there.
    this.#spare?.keepLater()
    if (clerkId !== this.#clerkId) {
      this.#clerkId = clerkId
      this.#events.moved()
    }
    switch (errand) {
      case 'session.clerks':
        return listClerks(this.#context)
      case 'session.branches':
        return { branches: listBranches(this.#store) }
      case 'session.signIn': {
        this.#release()
        const session = await signIn(this.#context, input as ParsedInput<'session.signIn'>)
        return this.#sessionChanged(session)
      }
      case 'session.signOut':
        this.#release()
        return this.#sessionChanged(signOut(this.#context))
      case 'clerk.enter':
        return this.#enter(input as Unlocked)
      case 'clerk.forget':
        forgetClerk(this.#context, (input as { clerkId: string }).clerkId)
        return null
      case 'outbox.collect':
        return collectOutbox(this.#store, this.#context.clock.now())
      case 'session.current':
        return describeSession(this.#context, (clerkId === null ? undefined : findClerk(this.#store, clerkId)) ?? null)
      case 'sync.status':
        return this.#status()
      case 'lists.keep':
        return keepLists(this.#store, input as KeepLists)
      case 'notes.keep':
        this.#store.cheapTransaction(() =>
          appendNotes(this.#store, input as DeskNote[], isoInstant(this.#context.clock.now())),
        )
        this.#spare?.keepLater()
        return null
      case 'notes.ofVault':
        return appendVaultNotes(this.#store, input as VaultNote[])
      case 'repair.report':
        return findSetting(this.#store, 'last-repair') ?? null
      case 'sync.release':
        return { released: this.#release() }
      case 'sync.setLine':
        return this.#setLine(input as ParsedInput<'sync.setLine'>)
      case 'sync.setFill':
        this.#machine.setFill((input as ParsedInput<'sync.setFill'>).paused)
        return this.#status()
      case 'sync.setMetered':
        this.#machine.setMetered((input as ParsedInput<'sync.setMetered'>).metered)
        return this.#status()
      default:
        return this.#handleForClerk(errand, input, clerkId)
    }
  }

  async #handleForClerk(errand: Errand, input: unknown, clerkId: string | null): Promise<unknown> {
    const now = this.#context.clock.now()
    const clerk = requireCaller(this.#store, errand, clerkId, now)
    if (acts.includes(errand)) requireLeash(this.#store, clerk.id, now, 'decide')
    const context = this.#context
    if (isAdministration(errand)) {
      const asking = { context: this.#sync, sessions: this.#sessions, clerkId: clerk.id }
      try {
        return await administer(asking, errand, input)
      } finally {
        // Also when it was refused: what stands there now is another thing than was seen.
        if (isChange(errand)) this.#events.changed(['administration'])
      }
    }
    switch (errand) {
      case 'requests.decide':
        return this.#changed(decideRequest(context, clerk, input as ParsedInput<'requests.decide'>))
      case 'requests.attach':
        return this.#kept(attachDocument(context, clerk, input as ParsedInput<'requests.attach'>))
      case 'requests.detach':
        return this.#kept(detachDocument(context, clerk, input as ParsedInput<'requests.detach'>))
      case 'requests.keepDraft':
        return this.#kept(keepDraft(context, clerk, input as ParsedInput<'requests.keepDraft'>))
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
        return this.#kept(await answerAudit({ context: this.#sync, sessions: this.#sessions, clerk }, errand, input))
      case 'verification.keep':
        keepVerification(context, input as ChannelOutput<'certificates.verify'>)
        this.#spare?.keep()
        this.#events.changed(['verifications'])
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
        await this.#machine.now()
        return this.#status()
      case 'sync.reread':
        this.#machine.reread((input as ParsedInput<'sync.reread'>).scope)
        return this.#status()
      case 'document.fetch': {
        const question = input as ParsedInput<'requests.document'>
        const evidence = getEvidence(context, clerk, question)
        return { ...evidence, bytes: await fetchDocument(this.#sync, this.#sessions, clerk.id, question.hash) }
      }
      default:
        throw new AppError('channel/unknown', { channel: errand })
    }
  }

  /** A clerk's change of the outbox that no command tells the authority of: it stands in this desk's chain. */
  #noted<T extends { readonly commandId: string }>(clerk: Clerk, action: DeskAction, work: () => T): T {
    const output = this.#store.transaction(() => {
      const done = work()
      const note = { actor: clerk.id, action, subject: `command:${done.commandId}` }
      appendNotes(this.#store, [note], isoInstant(this.#context.clock.now()))
      return done
    })
    return this.#changed(output)
  }

  /** A clerk's work that no screen shows yet was committed: it is kept twice before it is acknowledged. */
  #kept<T>(output: T): T {
    this.#spare?.keep()
    return output
  }

  /** A clerk's change was committed: the screens hear of it, and the engine sends it when its time has come. */
  #changed<T>(output: T): T {
    this.#kept(output)
    this.#events.changed(['outbox', 'requests', 'members', 'certificates', 'appointments'])
    this.#machine.pokeLater()
    return output
  }

  #enter(unlocked: Unlocked): ChannelOutput<'session.current'> {
    this.#release()
    this.#grants.proofKey = unlocked.proofKey
    const clerk = enterClerk(this.#context, unlocked)
    if (unlocked.fresh) this.#sessions.hasBegun(clerk.id)
    return this.#sessionChanged(describeSession(this.#context, clerk))
  }

  #release(): number {
    const released = releaseHeld(this.#store, null)
    if (released > 0) {
      this.#spare?.keepLater()
      this.#events.changed(['outbox', 'requests', 'certificates', 'appointments'])
      this.#machine.poke()
    }
    return released
  }

  /** A clerk's sign-in at the authority has ended, or is there again: the screens say so. */
  #tellSession(): void {
    const clerk = this.#clerkId === null ? undefined : findClerk(this.#store, this.#clerkId)
    this.#tell('session-changed', describeSession(this.#context, clerk ?? null))
  }

  #sessionChanged(session: ChannelOutput<'session.current'>): ChannelOutput<'session.current'> {
    this.#spare?.keep()
    this.#clerkId = session.clerk?.id ?? null
    this.#tell('session-changed', session)
    this.#events.moved()
    if (session.clerk) this.#machine.wake()
    return session
  }

  #setLine({ connected }: ParsedInput<'sync.setLine'>): ChannelOutput<'sync.setLine'> {
    if (!this.#start.demo && findSetting(this.#store, 'authority')?.demo !== true)
      throw new AppError('session/demo-only')
    putSetting(this.#store, 'connected', connected)
    this.#machine.setConnected(connected)
    return this.#status()
  }

  async close(): Promise<void> {
    this.#release()
    noteLeaving(this.#context)
    await this.#machine.stop()
    this.#time.keep()
    this.#events.stop()
    this.#spare?.close()
    this.#store.close()
    this.#lock.release()
  }
}
