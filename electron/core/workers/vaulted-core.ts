import { mkdirSync } from 'node:fs'
import { type Answer, type Channel, contracts, isChannel } from '#shared/contracts/contract-map.ts'
import type { DeskEventName } from '#shared/contracts/events.ts'
import type { CurrentSession } from '#shared/contracts/session.ts'
import type { VaultView } from '#shared/contracts/vault.ts'
import type { VaultNote } from '#shared/domain/audit/desk-chain.ts'
import { AppError, type ErrorCode, type ErrorDetail, isErrorCode, toAppError } from '#shared/kernel/errors.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import { createDeskCore } from './desk-core.ts'
import type { DeskCore, DeskCoreOptions, UnlockedDeskCore } from './desk-core-types.ts'
import { DeskThreads } from './desk-threads.ts'
import type { KeeperView, Unlocked } from './keeper-desk.ts'
import { Lane } from './lane.ts'
import { LentNetwork } from './lend-network.ts'
import type { FromWorker, KeeperErrand, KeeperStart } from './messages.ts'
import { openOrClose } from './open-or-close.ts'

export interface VaultedCoreOptions extends Omit<DeskCoreOptions, 'key' | 'demo' | 'protected' | 'device'> {
  readonly device: { readonly id: string; readonly name: string }
  /** 32 bytes under the operating system's protection. */
  readonly deviceSecret: Uint8Array
  /** Opens an address in the system's browser: the authority's sign-in, and nothing else. */
  readonly openBrowser: (url: string) => void
  /** Forgets the device secret and this device's id, when the authority has ordered it wiped. */
  readonly onWiped?: () => void
  /** Minutes of nobody at the screen after which the pages lock it. */
  readonly autoLockMinutes: number
}

const refused = (code: ErrorCode, detail: ErrorDetail = {}): Answer<never> => ({ ok: false, error: { code, detail } })

/** A refusal of the core as the error that it was. */
function refusalOf({ code, detail }: { code: string; detail: ErrorDetail }): AppError {
  return new AppError(isErrorCode(code) ? code : 'internal', detail)
}

/** Channels that are answered while the screen is locked: the line goes on, and says how it is. */
const behindTheLock: readonly Channel[] = ['session.current', 'sync.status', 'sync.release']

/**
 * A desk whose store opens only when a clerk unlocks it. Before that there is the vault and nothing else; afterwards it
 * is the desk of `desk-core.ts`, with a lock before the screen.
 */
class VaultedDeskCore implements DeskCore {
  readonly #options: VaultedCoreOptions
  readonly #threads: DeskThreads
  readonly #keeper: Lane
  readonly #network: LentNetwork | undefined
  readonly #listeners = new Set<(name: DeskEventName, payload: unknown) => void>()
  #core: UnlockedDeskCore | undefined
  #opening: Promise<UnlockedDeskCore> | undefined
  #clerkId: string | null = null
  #screenLockedBy: string | null = null
  #wiping = false

  constructor(options: VaultedCoreOptions) {
    this.#options = options
    const { profileDir, authorityUrl, network, clock, device, deviceSecret } = options
    const start: KeeperStart = {
      profileDir,
      authorityUrl,
      hostNetwork: network !== 'node',
      clockOffset: clock ? clock.now() - Date.now() : 0,
      device: device.id,
      deviceName: device.name,
      deviceSecret,
    }
    this.#threads = options.threads ?? new DeskThreads(undefined)
    this.#keeper = new Lane({
      thread: () => this.#threads.take('keeper'),
      start,
      onMessage: (message) => this.#receive(message),
      onDeath: () => {
        this.#network?.end()
        options.onFault?.({ code: 'internal', channel: 'keeper', trace: 'The worker ended' })
      },
    })
    if (network !== 'node') this.#network = new LentNetwork(network, (message) => this.#keeper.post(message))
  }

  async open(): Promise<void> {
    await this.#keeper.open()
    // A wipe that was broken off goes on by itself; what lies outside the profile's files goes too.
    const { wipe } = await this.#ask<KeeperView>('keeper.describe', {})
    if (wipe !== 'none') this.#options.onWiped?.()
  }

  #receive(message: FromWorker): void {
    if (message.type === 'browser') this.#options.openBrowser(message.url)
    else if (message.type === 'vault-changed') void this.#tellVault()
    else this.#network?.receive(message)
  }

  #tell(name: DeskEventName, payload: unknown): void {
    for (const listener of this.#listeners) listener(name, payload)
  }

  async #tellVault(): Promise<void> {
    this.#tell('vault-changed', await this.#view())
  }

  /** Does an errand of the keeper, or throws what it refuses. */
  async #ask<T>(errand: KeeperErrand, input: unknown): Promise<T> {
    const answer = await this.#keeper.call(errand, input, null)
    if (answer.ok) return answer.value as T
    throw new AppError(answer.code, answer.detail, { cause: new Error(answer.trace) })
  }

  async #view(): Promise<VaultView> {
    const view = await this.#ask<KeeperView>('keeper.describe', {})
    return {
      mode: 'vault',
      ...view,
      open: this.#core !== undefined,
      screenLockedBy: this.#screenLockedBy,
      autoLockMinutes: this.#options.autoLockMinutes,
    }
  }

  /** Opens the store with the key of whoever came first; once. */
  #openCore(dataKey: Uint8Array): Promise<UnlockedDeskCore> {
    this.#opening ??= createDeskCore({
      ...this.#options,
      threads: this.#threads,
      key: dataKey,
      demo: false,
      protected: true,
    })
      .then((core) => {
        this.#core = core
        core.onEvent((name, payload) => {
          this.#tell(name, payload)
          if (name === 'wipe-ordered') void this.#wipe(core)
        })
        return core
      })
      .catch((thrown: unknown) => {
        this.#opening = undefined
        throw thrown
      })
    return this.#opening
  }

  async #enter(unlocked: Unlocked): Promise<unknown> {
    const core = await this.#openCore(unlocked.dataKey)
    const answer = await core.enter(unlocked)
    if (!answer.ok) throw refusalOf(answer.error)
    this.#clerkId = unlocked.clerk.id
    this.#screenLockedBy = null
    await this.#handOverNotes(core)
    await this.#tellVault()
    return answer.value
  }

  /** What happened at the vault goes into the audit chain; what the chain has is let go. */
  async #handOverNotes(core: UnlockedDeskCore): Promise<void> {
    const notes = await this.#ask<VaultNote[]>('keeper.notes', {})
    if (notes.length > 0) await this.#ask('keeper.dropNotes', { upTo: await core.keepVaultNotes(notes) })
  }

  /** At the authority's order: seal the outbox, destroy the keys, close and delete the store. Once at a time. */
  async #wipe(core: UnlockedDeskCore): Promise<void> {
    if (this.#wiping) return
    this.#wiping = true
    try {
      await this.#ask('keeper.wipe', { collected: await core.collectOutbox() })
      this.#options.onWiped?.()
      this.#core = undefined
      this.#opening = undefined
      this.#clerkId = null
      this.#screenLockedBy = null
      this.#tell('session-changed', await this.#session())
      await core.close()
      await this.#ask('keeper.resumeWipe', {})
      await this.#tellVault()
    } catch (thrown) {
      // It is tried again with the next word of the authority.
      this.#options.onFault?.({ code: 'session/wipe', channel: 'keeper', trace: traceOf(thrown) })
    } finally {
      this.#wiping = false
    }
  }

  async #lock(): Promise<VaultView> {
    await this.#core?.invoke('sync.release', {})
    this.#core?.note({ action: 'desk.locked', subject: 'device' })
    this.#screenLockedBy = this.#clerkId
    await this.#tellVault()
    return this.#view()
  }

  async #reopen(secret: string): Promise<unknown> {
    const clerkId = this.#screenLockedBy
    if (clerkId === null) throw new AppError('vault/locked')
    try {
      const entered = await this.#enter(await this.#ask<Unlocked>('keeper.reopen', { clerkId, secret }))
      this.#core?.note({ action: 'desk.reopened', subject: 'device' })
      return entered
    } catch (thrown) {
      // A wrong passphrase is counted and told by the vault itself; a PIN is only in memory.
      if (toAppError(thrown).code === 'vault/wrong-pin')
        this.#core?.note({ action: 'desk.unlock-refused', subject: 'device', detail: { way: 'pin' } })
      throw thrown
    }
  }

  async #vault(channel: Channel, input: unknown): Promise<unknown> {
    switch (channel) {
      case 'vault.get':
        return this.#view()
      case 'vault.unlock':
        return this.#enter(await this.#ask<Unlocked>('keeper.unlock', input))
      case 'vault.enrol':
        return this.#enter(await this.#ask<Unlocked>('keeper.enrol', input))
      case 'vault.signIn': {
        const { state, renewed } = await this.#ask<{ state: VaultView['signIn']; renewed: Unlocked | null }>(
          'keeper.signIn',
          input,
        )
        if (renewed) await this.#enter(renewed)
        return state
      }
      case 'vault.cancelSignIn':
        return this.#ask('keeper.cancelSignIn', {})
      case 'vault.lock':
        return this.#lock()
      case 'vault.reopen':
        return this.#reopen((input as { secret: string }).secret)
      case 'vault.change':
        await this.#ask('keeper.change', { ...(input as object), clerkId: this.#clerkId })
        if (this.#core) await this.#handOverNotes(this.#core)
        return this.#view()
      default:
        throw new AppError('channel/unknown', { channel })
    }
  }

  async #session(): Promise<CurrentSession> {
    const { authority } = await this.#ask<KeeperView>('keeper.describe', {})
    return { clerk: null, authority: authority && { ...authority, demo: false }, protected: true, signInAgain: false }
  }

  /** Somebody leaves: their signing key goes; the store stays open, so that what waits is sent. */
  async #signOut(): Promise<Answer<unknown>> {
    const left = this.#clerkId
    const answer = await this.#core?.invoke('session.signOut', {})
    if (left !== null) {
      await this.#core?.forget(left)
      await this.#ask('keeper.forget', { clerkId: left })
    }
    this.#clerkId = null
    this.#screenLockedBy = null
    await this.#tellVault()
    return answer ?? { ok: true, value: await this.#session() }
  }

  async invoke(channel: string, input: unknown, caller = ''): Promise<Answer<unknown>> {
    if (!isChannel(channel)) return refused('channel/unknown', { channel: channel.slice(0, 64) })
    const { lane, needs, input: schema } = contracts[channel]
    try {
      if (lane === 'keeper') {
        const parsed = schema.safeParse(input ?? {})
        if (!parsed.success)
          return refused('input/invalid', { field: parsed.error.issues[0]?.path.join('.').slice(0, 100) ?? '' })
        if (needs !== 'nobody' && this.#clerkId === null) return refused('session/required')
        if (needs !== 'nobody' && this.#screenLockedBy !== null) return refused('vault/screen-locked')
        return { ok: true, value: await this.#vault(channel, parsed.data) }
      }
      if (channel === 'session.signOut') return await this.#signOut()
      if (!this.#core)
        return channel === 'session.current' ? { ok: true, value: await this.#session() } : refused('vault/locked')
      if (this.#screenLockedBy !== null && !behindTheLock.includes(channel)) return refused('vault/screen-locked')
      return await this.#askCore(this.#core, channel, input, caller)
    } catch (thrown) {
      const { code, detail, cause } = toAppError(thrown)
      if (code === 'internal') this.#options.onFault?.({ code, channel, trace: traceOf(cause ?? thrown) })
      return refused(code, detail)
    }
  }

  /** A thread that was started anew (after a repair, or because it died) has no key of the clerk at the screen yet. */
  async #askCore(core: UnlockedDeskCore, channel: Channel, input: unknown, caller: string): Promise<Answer<unknown>> {
    const answer = await core.invoke(channel, input, caller)
    if (answer.ok || answer.error.code !== 'vault/locked' || this.#clerkId === null) return answer
    await this.#enter(await this.#ask<Unlocked>('keeper.again', { clerkId: this.#clerkId }))
    return core.invoke(channel, input, caller)
  }

  note(note: Parameters<DeskCore['note']>[0]): void {
    this.#core?.note(note)
  }

  onEvent(listener: (name: DeskEventName, payload: unknown) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined)
    await this.#core?.close()
    await this.#keeper.close()
    // Those that were loaded for a store that nobody has opened.
    await this.#threads.end()
    this.#network?.end()
  }
}

/**
 * Opens the vault of a profile; its store opens with the first clerk.
 *
 * @throws AppError `vault/damaged` when neither copy of the vault can be read.
 */
export async function createVaultedCore(options: VaultedCoreOptions): Promise<DeskCore> {
  mkdirSync(options.profileDir, { recursive: true })
  return openOrClose(new VaultedDeskCore(options))
}
