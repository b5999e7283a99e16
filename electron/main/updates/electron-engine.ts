import { readFileSync } from 'node:fs'
import { MacUpdater, NsisUpdater, type UpdateInfo } from 'electron-updater'
import type { ReleaseManifest } from '#shared/domain/updates/release-manifest.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type Network, PortExecutor } from './port-executor.ts'
import type { UpdateEngine, Watch } from './update-engine.ts'

/** The application as the library wants to see it; it does not export the type by name. */
export type AppAdapter = NonNullable<ConstructorParameters<typeof NsisUpdater>[1]>

/** The library's updaters with our way to the network. */
class WindowsUpdater extends NsisUpdater {
  readonly httpExecutor: PortExecutor
  constructor(app: AppAdapter, executor: PortExecutor) {
    super(null, app)
    this.httpExecutor = executor
  }
}

class MacosUpdater extends MacUpdater {
  readonly httpExecutor: PortExecutor
  constructor(app: AppAdapter, executor: PortExecutor) {
    super(undefined, app)
    this.httpExecutor = executor
  }
}

export interface ElectronEngineOptions {
  readonly app: AppAdapter
  readonly network: Network
  readonly platform: NodeJS.Platform
}

/** What the library says went wrong, in the words of the table. */
function translate(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return new AppError('update/not-signed', { reason: 'publisher' })
  if (code === 'ENOSPC') return new AppError('store/full', {}, { cause: thrown })
  return new AppError('update/damaged', { reason: 'feed' }, { cause: thrown })
}

/** The feed must offer the very file that was proven, or it is not the feed of this release. */
function requireSame(info: UpdateInfo, { version, file }: ReleaseManifest): void {
  const same =
    info.version === version && info.files.some(({ sha512, url }) => sha512 === file.sha512 && url === file.name)
  if (!same) throw new AppError('update/damaged', { reason: 'feed' })
}

/** Fetching and installing by electron-updater: the publisher's signature on Windows, Squirrel on macOS. */
export class ElectronEngine implements UpdateEngine {
  readonly #options: ElectronEngineOptions
  #ready: WindowsUpdater | MacosUpdater | undefined

  constructor(options: ElectronEngineOptions) {
    this.#options = options
  }

  async fetch(feed: string, manifest: ReleaseManifest, { signal, onBytes }: Watch): Promise<string> {
    const { app, network, platform } = this.#options
    if (platform === 'win32') this.#requirePublisher()
    const executor = new PortExecutor(network, signal)
    const updater = platform === 'darwin' ? new MacosUpdater(app, executor) : new WindowsUpdater(app, executor)
    // Whatever it would say holds paths; what went wrong comes back as an error.
    updater.logger = null
    updater.autoDownload = false
    // Squirrel installs when the application quits; on Windows `install` does, when everything is closed.
    updater.autoInstallOnAppQuit = platform === 'darwin'
    updater.disableWebInstaller = true
    updater.disableDifferentialDownload = true
    updater.forceDevUpdateConfig = true
    updater.isUserWithinRollout = () => true
    if (manifest.channel !== 'stable') updater.channel = manifest.channel
    // Naming a channel would allow it.
    updater.allowDowngrade = false
    updater.setFeedURL({ provider: 'generic', url: feed })
    updater.on('download-progress', ({ transferred }) => onBytes(transferred))
    try {
      const found = await updater.checkForUpdates()
      if (!found?.isUpdateAvailable) throw new AppError('update/damaged', { reason: 'feed' })
      requireSame(found.updateInfo, manifest)
      const [path] = await updater.downloadUpdate(found.cancellationToken)
      if (path === undefined) throw new AppError('update/damaged', { reason: 'feed' })
      this.#ready = updater
      return path
    } catch (thrown) {
      throw translate(thrown)
    }
  }

  install(openAgain: boolean): boolean {
    return this.#ready instanceof WindowsUpdater ? this.#ready.install(true, openAgain) : this.#ready !== undefined
  }

  /** Without the publisher's name the library skips the check of the signature without a word. */
  #requirePublisher(): void {
    let config = ''
    try {
      config = readFileSync(this.#options.app.appUpdateConfigPath, 'utf8')
    } catch (thrown) {
      throw new AppError('update/not-signed', { reason: 'publisher' }, { cause: thrown })
    }
    if (!/^publisherName:\s*\S?/m.test(config)) throw new AppError('update/not-signed', { reason: 'publisher' })
  }
}
