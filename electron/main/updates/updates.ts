import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { UpdateView } from '#shared/contracts/update.ts'
import { manifestNameOf } from '#shared/domain/updates/release-manifest.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import type { KeptReleases } from './kept-releases.ts'
import { openPackage } from './offline-package.ts'
import { type Network, PortExecutor } from './port-executor.ts'
import { type Installation, isInRollout, requireFitting } from './release-rules.ts'
import { servePackage } from './serve-package.ts'
import type { UpdateEngine } from './update-engine.ts'
import { type ProvenRelease, proveInstaller, proveManifest } from './verify-release.ts'

/** What a build has for its updates. */
export interface UpdateSource {
  /** Where releases are, ending in a slash; null when only offline packages bring them. */
  readonly feed: string | null
  /** The public keys of whoever may release. */
  readonly keys: readonly string[]
}

export interface UpdatesOptions {
  /** Null: a development build, which never updates itself. */
  readonly source: UpdateSource | null
  readonly here: Installation
  /** Made once for this machine, and never told to anybody. */
  readonly machineId: () => string
  readonly network: Network
  readonly engine: UpdateEngine
  readonly kept: KeptReleases
  /** A folder for what is on its way. */
  readonly folder: string
  readonly lastCheck: { get(): string | null; set(at: string): void }
  readonly now: () => number
  readonly tell: (view: UpdateView) => void
  readonly log: Logger
}

const firstLook = 60_000
const lookEvery = 4 * 3_600_000

/**
 * The updates of this application: looks for one, fetches and proves it, keeps it for the way back, and installs it when
 * the desk quits. One thing at a time; whoever asks meanwhile hears how far it is.
 */
export class Updates {
  readonly #options: UpdatesOptions
  #step: UpdateView['step'] = 'none'
  #release: ProvenRelease | undefined
  #received = 0
  #offline = false
  #abort: AbortController | undefined

  constructor(options: UpdatesOptions) {
    this.#options = options
  }

  view(): UpdateView {
    const { source, here, lastCheck } = this.#options
    const manifest = this.#release?.manifest
    return {
      mode: source === null ? 'off' : 'on',
      current: here.version,
      channel: here.channel,
      lastCheckAt: lastCheck.get(),
      step: this.#step,
      release: manifest
        ? { version: manifest.version, releasedAt: manifest.releasedAt, bytes: manifest.file.bytes }
        : null,
      received: this.#received,
      offline: this.#offline,
    }
  }

  /** @throws {AppError} `update/off`, `update/unreachable`, or why what is offered may not be installed. */
  async check(): Promise<UpdateView> {
    const { source, here, network, machineId, lastCheck, now } = this.#requireOn()
    if (this.#step !== 'none' && this.#step !== 'available') return this.view()
    if (source.feed === null) throw new AppError('update/unreachable', { reason: 'no-feed' })
    this.#go('checking')
    try {
      const url = new URL(manifestNameOf({ ...here, ...kindOf(here) }), source.feed)
      const text = await new PortExecutor(network, AbortSignal.timeout(30_000)).request({ ...addressOf(url) })
      const release = proveManifest(parseJson(text), source.keys)
      lastCheck.set(new Date(now()).toISOString())
      const offered = this.#isOffered(release) && isInRollout(release.manifest, machineId())
      this.#release = offered ? release : undefined
      this.#offline = false
      return this.#go(offered ? 'available' : 'none')
    } catch (thrown) {
      this.#release = undefined
      this.#go('none')
      throw thrown
    }
  }

  /** Fetches what was found. @throws {AppError} as `check`, and `update/damaged`, `update/cancelled`, `store/full`. */
  async download(): Promise<UpdateView> {
    const { source } = this.#requireOn()
    const release = this.#release
    if (this.#step !== 'available' || !release || source.feed === null) return this.view()
    try {
      return await this.#fetch(release, source.feed)
    } catch (thrown) {
      this.#go('available')
      throw thrown
    }
  }

  /** Takes a release out of an offline package. @throws {AppError} why it may not be installed. */
  async open(path: string): Promise<UpdateView> {
    const { source, here, folder } = this.#requireOn()
    if (this.#step !== 'none' && this.#step !== 'available') return this.view()
    const before = { step: this.#step, release: this.#release }
    const incoming = join(folder, 'incoming')
    this.#go('checking')
    try {
      const opened = await openPackage(path, incoming, source.keys, ({ manifest }) => requireFitting(manifest, here))
      const server = await servePackage(opened.manifest, opened.file)
      this.#offline = true
      this.#release = opened
      return await this.#fetch(opened, server.url).finally(() => server.close())
    } catch (thrown) {
      this.#release = before.release
      this.#offline = false
      this.#go(before.step)
      throw thrown
    } finally {
      rmSync(incoming, { recursive: true, force: true })
    }
  }

  cancel(): UpdateView {
    this.#requireOn()
    this.#abort?.abort()
    return this.view()
  }

  /** Whether quitting will install. */
  get isReady(): boolean {
    return this.#step === 'ready'
  }

  /** Starts the installer; when everything else is closed. Answers whether it was started. */
  install(openAgain: boolean): boolean {
    if (!this.isReady) return false
    this.#options.log.info('update-installing', { version: this.#release?.manifest.version ?? '' })
    return this.#options.engine.install(openAgain)
  }

  /** Looks for an update soon after the start and every few hours from then on, while nobody has to wait for it. */
  beginLooking(): void {
    if (this.#options.source?.feed == null) return
    setTimeout(() => void this.checkQuietly(), firstLook).unref()
    setInterval(() => void this.checkQuietly(), lookEvery).unref()
  }

  /** What goes wrong in the background is for the log. */
  async checkQuietly(): Promise<void> {
    if (this.#options.source?.feed == null) return
    await this.check().catch((thrown: unknown) => {
      this.#options.log.warn('update-check-failed', { code: toAppError(thrown).code })
    })
  }

  /** A release that is not newer is nothing to speak of when the server offers it; everything else is told. */
  #isOffered({ manifest }: ProvenRelease): boolean {
    try {
      requireFitting(manifest, this.#options.here)
      return true
    } catch (thrown) {
      if (toAppError(thrown).code === 'update/older') return false
      throw thrown
    }
  }

  async #fetch(release: ProvenRelease, feed: string): Promise<UpdateView> {
    const { engine, kept, log } = this.#options
    const abort = new AbortController()
    this.#abort = abort
    this.#received = 0
    this.#go('downloading')
    try {
      let told = 0
      const file = await engine.fetch(feed, release.manifest, {
        signal: abort.signal,
        onBytes: (received) => {
          this.#received = received
          const percent = Math.floor((100 * received) / release.manifest.file.bytes)
          if (percent === told) return
          told = percent
          this.#options.tell(this.view())
        },
      })
      this.#go('proving')
      await proveInstaller(file, release.manifest)
      if (abort.signal.aborted) throw new AppError('update/cancelled')
      kept.keep(release, file)
      log.info('update-ready', { version: release.manifest.version, offline: this.#offline })
      return this.#go('ready')
    } finally {
      this.#abort = undefined
      this.#received = 0
    }
  }

  #go(step: UpdateView['step']): UpdateView {
    this.#step = step
    const view = this.view()
    this.#options.tell(view)
    return view
  }

  #requireOn(): UpdatesOptions & { readonly source: UpdateSource } {
    const { source } = this.#options
    if (source === null) throw new AppError('update/off')
    return { ...this.#options, source }
  }
}

/** macOS has one installer for both of its processors. */
function kindOf({ platform, arch }: Installation) {
  return { platform: platform as 'win32', arch: (platform === 'darwin' ? 'universal' : arch) as 'x64' }
}

function addressOf({ protocol, hostname, port, pathname }: URL) {
  return { protocol, hostname, port, path: pathname }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new AppError('update/not-signed', { reason: 'form' }, { cause: thrown })
  }
}
