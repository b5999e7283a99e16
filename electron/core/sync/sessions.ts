import { enrolClerk, findEnrolled, listEnrolled, putToken } from '#core/repositories/enrolled-clerks.ts'
import { retryLists } from '#core/repositories/evidence-lists.ts'
import { findSetting, getGeneration, noteContact, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { MetaOutput } from '#shared/protocol/session.ts'
import type { SyncContext } from './sync-context.ts'

/** What a command's number belongs to. */
interface Numbered {
  readonly device: string
  readonly actor: string
}

/** Answers after which only a sign-in by the clerk helps; that of a locked account tells its clerk so. */
const endsSession: readonly string[] = ['session/sign-in-again', 'session/token-refused', 'session/locked']
/** Said of somebody who does not work at the authority any more. */
const unknown = 'session/clerk-unknown'
/** Nobody gets another session just now; whoever has one goes on. */
const providerIsAway = 'session/provider-away'

/** Whether the authority has ended what a clerk's session stood for, and might let them in again. */
export function isEndOfSession(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && endsSession.includes(thrown.code)
}

/** Whether a refusal concerns one clerk's session, and not the device or the line: the others go on. */
export function concernsOneClerk(thrown: unknown): thrown is AppError {
  return isEndOfSession(thrown) || (thrown instanceof AppError && [unknown, providerIsAway].includes(thrown.code))
}

/** Whether who spoke may not: somebody else may. */
const isDenied = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === 'permission/denied'

/** Sessions of the enrolled clerks at the authority: one refresh at a time for each, shared by all who wait for it. */
export class Sessions {
  readonly #context: SyncContext
  readonly #refreshing = new Map<string, Promise<string>>()
  /** Sessions under devices that nobody is numbered under any more, by device. */
  readonly #earlier = new Map<string, string>()
  readonly #onEnded: () => void
  /** Clerks who must sign in at the authority again; their work waits until somebody who need not can speak for them. */
  readonly #ended = new Set<string>()
  /**
   * Clerks who get no session for now: the authority does not know them, or the sign-in service is away. They speak for
   * the device where nobody else is there.
   */
  readonly #refused = new Set<string>()

  /** @param onEnded hears that somebody must sign in again, or need not any more. */
  constructor(context: SyncContext, onEnded: () => void = () => undefined) {
    this.#context = context
    this.#onEnded = onEnded
  }

  /** Whether a clerk must sign in at the authority again before they have a session. */
  hasEnded(clerkId: string): boolean {
    return this.#ended.has(clerkId)
  }

  /** Hears that a clerk has signed in at the authority. */
  hasBegun(clerkId: string): void {
    if (this.#ended.delete(clerkId)) this.#onEnded()
  }

  /**
   * Asks who answers and, of a demo authority, who may be picked; keeps both.
   *
   * @returns the epoch of its feed.
   * @throws AppError `sync/protocol` when the two do not understand each other.
   */
  async meet(): Promise<string> {
    const { store, client, seeServerTime } = this.#context
    const meta = await client.getMeta()
    if (meta.oldestProtocol > PROTOCOL_VERSION || meta.protocol < OLDEST_PROTOCOL) {
      // That much of it is shown: whoever has to put it right sees which of the two is older.
      const known = findSetting(store, 'authority')
      if (known) putSetting(store, 'authority', { ...known, protocol: meta.protocol })
      throw new AppError('sync/protocol', { here: PROTOCOL_VERSION, there: meta.protocol })
    }
    seeServerTime(meta.serverTime)
    const clerks = meta.demo ? (await client.listDemoClerks()).clerks : []
    const { nameAr, nameEn, demo, epoch, protocol } = meta
    store.transaction(() => {
      putSetting(store, 'authority', { nameAr, nameEn, demo, epoch, protocol })
      if (demo) putSetting(store, 'demo-clerks', clerks)
      this.#keepAnchor(meta.trustAnchor)
    })
    return epoch
  }

  /** The first anchor is kept for good: whoever could change it could make any certificate. */
  #keepAnchor(anchor: MetaOutput['trustAnchor']): void {
    const { store, clock } = this.#context
    if (findSetting(store, 'trust-anchor') !== undefined) return
    putSetting(store, 'trust-anchor', anchor)
    retryLists(store, {
      scope: 'directory',
      generation: getGeneration(store, 'directory'),
      at: isoInstant(clock.now()),
    })
  }

  /** A new session for a clerk, whose key the authority learns with it. */
  refresh(clerkId: string): Promise<string> {
    const running = this.#refreshing.get(clerkId)
    if (running) return running
    const started = this.#open(clerkId).finally(() => this.#refreshing.delete(clerkId))
    this.#refreshing.set(clerkId, started)
    return started
  }

  async #open(clerkId: string): Promise<string> {
    const { store, openSession, clock } = this.#context
    const { device, publicKey } = enrolClerk(store, clerkId, isoInstant(clock.now()))
    const { token, leash } = await openSession({ clerkId, device, publicKey }).catch((thrown: unknown) => {
      if (isEndOfSession(thrown) && !this.#ended.has(clerkId)) {
        this.#ended.add(clerkId)
        this.#onEnded()
      }
      if (concernsOneClerk(thrown) && !isEndOfSession(thrown)) this.#refused.add(clerkId)
      throw thrown
    })
    this.hasBegun(clerkId)
    this.#refused.delete(clerkId)
    store.transaction(() => {
      putToken(store, clerkId, token, isoInstant(clock.now()))
      noteContact(store, clerkId, { at: isoInstant(clock.now()), leash })
    })
    return token
  }

  /** Makes every enrolled clerk's key known to the authority, before any of their commands. */
  async registerAll(): Promise<void> {
    for (const clerk of listEnrolled(this.#context.store)) {
      if (clerk.registered && clerk.token !== null) continue
      try {
        await this.refresh(clerk.clerkId)
      } catch (thrown) {
        // Somebody who is not there any more, or must sign in again, must not keep the others from the authority.
        if (!concernsOneClerk(thrown)) throw thrown
      }
    }
  }

  /** Does something with a clerk's session; one that has ended is renewed once. */
  async with<T>(clerkId: string, work: (token: string) => Promise<T>): Promise<T> {
    const token = findEnrolled(this.#context.store, clerkId)?.token ?? (await this.refresh(clerkId))
    try {
      return await work(token)
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'session/required')) throw thrown
      return work(await this.refresh(clerkId))
    }
  }

  /**
   * Speaks for the device of a command: what was made before its clerk's numbers were lost is pushed under the device of
   * then, in a session that its actor has there for the purpose.
   *
   * @param first who is asked first: the clerk at the screen when absent.
   * @throws AppError `session/required` when everybody who could must sign in again; what the authority says.
   */
  async speakFor<T>({ device, actor }: Numbered, work: (token: string) => Promise<T>, first?: string): Promise<T> {
    let refusal: AppError | undefined
    for (const speaker of this.#listSpeakers(device, first)) {
      try {
        return await this.with(speaker, work)
      } catch (thrown) {
        // It says something about whoever spoke, and nothing about the command: somebody else may speak for it.
        if (!concernsOneClerk(thrown) && !isDenied(thrown)) throw thrown
        refusal ??= thrown
      }
    }
    if (refusal) {
      const waitsForActor = isDenied(refusal) && this.#ended.has(actor)
      const waits = waitsForActor || isEndOfSession(refusal)
      throw waits ? new AppError('session/required', {}, { cause: refusal }) : refusal
    }
    const token = this.#earlier.get(device) ?? (await this.#openEarlier(device, actor))
    try {
      return await work(token)
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'session/required')) throw thrown
      return work(await this.#openEarlier(device, actor))
    }
  }

  async #openEarlier(device: string, actor: string): Promise<string> {
    const { store, openSession } = this.#context
    const clerk = findEnrolled(store, actor)
    if (!clerk?.registered) throw new AppError('session/required')
    const { token } = await openSession({ clerkId: actor, device, publicKey: clerk.publicKey })
    this.#earlier.set(device, token)
    return token
  }

  /** Whose session speaks for a device, or for this desk: the clerk at the screen, else anybody who has one. */
  findSpeaker(device?: string): string | undefined {
    return this.#listSpeakers(device)[0]
  }

  /** Who may speak for a device, or for this desk; who got no session the last time comes last. */
  #listSpeakers(device?: string, first?: string): string[] {
    const { store } = this.#context
    const wanted = first ?? findSetting(store, 'current-clerk')
    const rank = (clerkId: string): number => (this.#refused.has(clerkId) ? 2 : 0) + (clerkId === wanted ? 0 : 1)
    return listEnrolled(store)
      .filter((clerk) => clerk.registered && (device === undefined || clerk.device === device))
      .map(({ clerkId }) => clerkId)
      .filter((clerkId) => !this.#ended.has(clerkId))
      .sort((a, b) => rank(a) - rank(b))
  }
}
