import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, net } from 'electron'
import type { UpdateView } from '#shared/contracts/update.ts'
import type { ReleaseManifest } from '#shared/domain/updates/release-manifest.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import type { MachinePolicy } from '../policy/machine-policy.ts'
import type { AppAdapter } from './electron-engine.ts'
import { KeptReleases } from './kept-releases.ts'
import type { UpdateEngine, Watch } from './update-engine.ts'
import { readUpdateSource } from './update-source.ts'
import { Updates } from './updates.ts'

/** The settings that updates keep. */
export interface UpdateMemory {
  get(name: 'lastUpdateCheck' | 'machine'): string | undefined
  set(name: 'lastUpdateCheck' | 'machine', value: string): void
}

export interface OpenUpdatesOptions {
  readonly app: App
  readonly profileDir: string
  readonly policy: MachinePolicy
  readonly settings: UpdateMemory
  readonly tell: (view: UpdateView) => void
  readonly log: Logger
}

/** The application as electron-updater wants to see it; everything that it writes lies below `folder`. */
function adapterOf(app: App, folder: string): AppAdapter {
  const ownConfig = join(folder, 'app-update.yml')
  if (!app.isPackaged) writeFileSync(ownConfig, 'updaterCacheDirName: desk\n')
  return {
    version: app.getVersion(),
    name: app.getName(),
    isPackaged: app.isPackaged,
    appUpdateConfigPath: app.isPackaged ? join(process.resourcesPath, 'app-update.yml') : ownConfig,
    userDataPath: folder,
    baseCachePath: join(folder, 'fetched'),
    whenReady: () => app.whenReady().then(() => undefined),
    relaunch: () => app.relaunch(),
    quit: () => app.quit(),
    onQuit: (handler) => void app.once('quit', (_event, code) => handler(code)),
  }
}

/** The library is loaded when there is something to fetch: most starts need none of it. */
class LateEngine implements UpdateEngine {
  readonly #app: App
  readonly #folder: string
  #engine: UpdateEngine | undefined

  constructor(app: App, folder: string) {
    this.#app = app
    this.#folder = folder
  }

  async fetch(feed: string, manifest: ReleaseManifest, watch: Watch): Promise<string> {
    const { ElectronEngine } = await import('./electron-engine.ts')
    mkdirSync(this.#folder, { recursive: true })
    this.#engine ??= new ElectronEngine({
      app: adapterOf(this.#app, this.#folder),
      network: (url, init) => net.fetch(url, init),
      platform: process.platform,
    })
    return this.#engine.fetch(feed, manifest, watch)
  }

  install(openAgain: boolean): boolean {
    return this.#engine?.install(openAgain) ?? false
  }
}

/** The updates of this installation, and the releases that it keeps. */
export function openUpdates(options: OpenUpdatesOptions): { updates: Updates; kept: KeptReleases } {
  const { app, profileDir, policy, settings, tell, log } = options
  const folder = join(profileDir, 'updates')
  const { isPackaged } = app
  const source = readUpdateSource({ appFolder: app.getAppPath(), isPackaged, variables: process.env, policy })
  const kept = new KeptReleases(join(folder, 'kept'), source?.keys ?? [])
  const updates = new Updates({
    source,
    here: {
      version: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      channel: policy.updateChannel ?? 'stable',
    },
    machineId: () => {
      const known = settings.get('machine') ?? randomUUID()
      settings.set('machine', known)
      return known
    },
    network: (url, init) => net.fetch(url, init),
    engine: new LateEngine(app, folder),
    kept,
    folder,
    lastCheck: {
      get: () => settings.get('lastUpdateCheck') ?? null,
      set: (at) => settings.set('lastUpdateCheck', at),
    },
    now: Date.now,
    tell,
    log,
  })
  return { updates, kept }
}
