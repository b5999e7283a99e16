import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What the packer lays into an app's resources beside the archive. */
export const noticeFiles = { bill: 'bom.cdx.json', licences: 'licences.txt' } as const

/** Where things lie in a packed app. */
export interface AppLayout {
  readonly platform: 'win32' | 'darwin' | 'linux'
  /** What the system signs: the bundle of a Mac, the program elsewhere. */
  readonly signed: string
  /** The file that holds the fuses. */
  readonly fuses: string
  readonly resources: string
  /** The file in which Electron looks for the hash of the archive; Linux has none. */
  readonly integrity: string | undefined
}

/**
 * Finds the parts of a packed app.
 *
 * @param folder the folder that the packer made: `win-unpacked`, `linux-unpacked`, `mac-universal`, or a Mac's bundle.
 * @throws {Error} when there is no app in it.
 */
export function findApp(folder: string): AppLayout {
  const bundle = folder.endsWith('.app') ? folder : macBundleIn(folder)
  if (bundle !== undefined) {
    const contents = join(bundle, 'Contents')
    return {
      platform: 'darwin',
      signed: bundle,
      fuses: join(contents, 'Frameworks', 'Electron Framework.framework', 'Electron Framework'),
      resources: join(contents, 'Resources'),
      integrity: join(contents, 'Info.plist'),
    }
  }
  const resources = join(folder, 'resources')
  const windows = join(folder, 'Mumaris Desk.exe')
  if (existsSync(windows)) return { platform: 'win32', signed: windows, fuses: windows, resources, integrity: windows }
  const linux = join(folder, 'mumaris-desk')
  if (existsSync(linux)) return { platform: 'linux', signed: linux, fuses: linux, resources, integrity: undefined }
  throw new Error(`There is no packed app in ${folder}.`)
}

function macBundleIn(folder: string): string | undefined {
  const name = existsSync(folder) ? readdirSync(folder).find((entry) => entry.endsWith('.app')) : undefined
  return name === undefined ? undefined : join(folder, name)
}
