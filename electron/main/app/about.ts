import { release } from 'node:os'
import type { DeviceAbout } from '#shared/contracts/device.ts'
import type { FoundPolicy } from '../policy/policy-places.ts'
import type { RunSettings } from '../policy/run-settings.ts'

/** What this application and machine are, for the device's page and for support. Holds no personal data. */
export function aboutThisDevice(version: string, run: RunSettings, { policy, from }: FoundPolicy): DeviceAbout {
  const { electron, chrome, node } = process.versions
  return {
    versions: { application: version, electron, chromium: chrome, node },
    system: { platform: process.platform, release: release(), arch: process.arch },
    authority: { url: run.authorityUrl, from: run.authorityFrom },
    policy: from && { ...from, sets: Object.keys(policy) },
  }
}
