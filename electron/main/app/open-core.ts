import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { SafeStorage } from 'electron'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore, DeskCoreOptions } from '#core/workers/desk-core-types.ts'
import { createVaultedCore } from '#core/workers/vaulted-core.ts'
import type { RunSettings } from '../policy/run-settings.ts'
import type { Environment } from './environment.ts'
import { getDemoKey, getDeviceSecret, type KeyPlace } from './secret-store.ts'

/** Where the device's id is kept besides its secret. */
export interface DevicePlace extends KeyPlace {
  get(name: 'device' | 'wrappedKey' | 'deviceSecret'): string | undefined
  set(name: 'device' | 'wrappedKey' | 'deviceSecret', value: string): void
  delete(name: 'device' | 'deviceSecret'): void
}

export interface OpenCoreOptions
  extends Pick<DeskCoreOptions, 'profileDir' | 'network' | 'threads' | 'appVersion' | 'onFault'> {
  readonly environment: Pick<Environment, 'demo' | 'clockAhead'>
  readonly run: RunSettings
  readonly storage: SafeStorage
  readonly settings: DevicePlace
  readonly openBrowser: (url: string) => void
}

/** This installation's id, made once. */
function deviceOf(settings: DevicePlace): string {
  const known = settings.get('device')
  if (known !== undefined) return known
  const device = randomUUID()
  settings.set('device', device)
  return device
}

/** The name by which an administrator finds this machine in the list. */
const deviceName = (): string => hostname().trim().slice(0, 80) || 'desk'

/**
 * Opens the desk: a demo on its own key, a real one behind its vault.
 *
 * @returns whether the operating system protects what opens it.
 * @throws AppError `store/unprotected` where real data could not be protected; why the store or vault cannot be opened.
 */
export async function openCore(options: OpenCoreOptions): Promise<{ core: DeskCore; protected: boolean }> {
  const { environment, run, storage, settings, openBrowser, ...rest } = options
  const common = {
    ...rest,
    authorityUrl: run.authorityUrl,
    backgroundSync: true,
    clock: { now: () => Date.now() + environment.clockAhead },
  }
  if (environment.demo) {
    const { key, protected: isProtected } = await getDemoKey(storage, settings)
    const core = await createDeskCore({
      ...common,
      key,
      protected: isProtected,
      demo: true,
      deviceName: deviceName(),
    })
    return { core, protected: isProtected }
  }
  const core = await createVaultedCore({
    ...common,
    deviceSecret: await getDeviceSecret(storage, settings),
    device: { id: deviceOf(settings), name: deviceName() },
    openBrowser,
    autoLockMinutes: run.autoLockMinutes,
    onWiped: () => {
      settings.delete('deviceSecret')
      settings.delete('device')
    },
  })
  return { core, protected: true }
}
