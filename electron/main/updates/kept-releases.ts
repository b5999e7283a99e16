import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { compareVersions, ReleaseVersion } from '#shared/domain/updates/release-manifest.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type ProvenRelease, proveInstaller, proveManifest } from './verify-release.ts'

const manifestFile = 'release.json'

/**
 * Installers that were installed from here, each with what proves it: the way back when a newer version cannot work with
 * the store. At most two are kept, the one that runs and the one before.
 */
export class KeptReleases {
  readonly #folder: string
  readonly #keys: readonly string[]

  constructor(folder: string, keys: readonly string[]) {
    this.#folder = folder
    this.#keys = keys
  }

  /** Keeps a proven installer; it is there whole or not at all. */
  keep({ manifest, signed }: ProvenRelease, file: string): void {
    const place = join(this.#folder, manifest.version)
    if (existsSync(place)) return
    const half = `${place}-half`
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half, { recursive: true })
    copyFileSync(file, join(half, manifest.file.name), constants.COPYFILE_FICLONE)
    writeFileSync(join(half, manifestFile), JSON.stringify(signed))
    renameSync(half, place)
  }

  /** Versions that are kept, the newest first. */
  versions(): string[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder)
      .filter((name) => ReleaseVersion.safeParse(name).success)
      .sort((a, b) => compareVersions(b, a))
  }

  /** The newest kept version before `version`. */
  versionBefore(version: string): string | undefined {
    return this.versions().find((kept) => compareVersions(kept, version) < 0)
  }

  /**
   * The installer of a kept version, proven again: what lay on the disk meanwhile is believed no more than a server.
   *
   * @throws {AppError} `update/no-way-back` when it is not there; `update/not-signed`, `update/damaged`.
   */
  async getInstaller(version: string): Promise<string> {
    const place = join(this.#folder, version)
    let said: unknown
    try {
      said = JSON.parse(readFileSync(join(place, manifestFile), 'utf8'))
    } catch (thrown) {
      throw new AppError('update/no-way-back', { version }, { cause: thrown })
    }
    const { manifest } = proveManifest(said, this.#keys)
    if (manifest.version !== version) throw new AppError('update/not-signed', { reason: 'version' })
    const file = join(place, manifest.file.name)
    await proveInstaller(file, manifest)
    return file
  }

  /** Forgets what is neither the running version nor the one before it, nor newer. */
  prune(running: string): void {
    const before = this.versionBefore(running)
    for (const version of this.versions()) {
      if (compareVersions(version, running) >= 0 || version === before) continue
      rmSync(join(this.#folder, version), { recursive: true, force: true })
    }
  }
}
