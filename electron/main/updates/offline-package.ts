import { createHash } from 'node:crypto'
import { closeSync, createReadStream, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Unzip, type UnzipFile } from 'fflate'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { type ProvenRelease, proveManifest } from './verify-release.ts'

/** Name of the signed manifest inside of a package; it comes first, so that nothing else is written before it is proven. */
export const manifestEntry = 'release.json'
const longestManifest = 20_000

export interface OpenedPackage extends ProvenRelease {
  /** The installer, proven. */
  readonly file: string
}

/** Reads a package piece by piece: an installer is larger than what a window should hold in its memory. */
class PackageReader {
  readonly #folder: string
  readonly #keys: readonly string[]
  readonly #judge: (release: ProvenRelease) => void
  readonly #hash = createHash('sha512')
  #text = Buffer.alloc(0)
  #release: ProvenRelease | undefined
  #path = ''
  #handle: number | undefined
  #bytes = 0
  #fault: AppError | undefined
  #whole = false

  constructor(folder: string, keys: readonly string[], judge: (release: ProvenRelease) => void) {
    this.#folder = folder
    this.#keys = keys
    this.#judge = judge
  }

  async read(path: string): Promise<OpenedPackage> {
    try {
      const unzip = new Unzip((entry) => this.#enter(entry))
      for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
        unzip.push(piece as Buffer)
        if (this.#fault) throw this.#fault
        if (this.#whole) break
      }
      const release = this.#release
      if (!release || !this.#whole) throw new AppError('update/damaged', { reason: 'package' })
      if (this.#hash.digest('base64') !== release.manifest.file.sha512)
        throw new AppError('update/damaged', { reason: 'hash' })
      return { ...release, file: this.#path }
    } catch (thrown) {
      if (this.#path !== '') rmSync(this.#path, { force: true })
      // The library's own complaint is of a file that is no package.
      throw thrown instanceof AppError
        ? thrown
        : new AppError('update/damaged', { reason: 'package' }, { cause: thrown })
    } finally {
      if (this.#handle !== undefined) closeSync(this.#handle)
    }
  }

  #enter(entry: UnzipFile): void {
    if (this.#fault) return
    entry.ondata = (error, piece, final) => {
      try {
        if (error) throw new AppError('update/damaged', { reason: 'package' }, { cause: error })
        if (entry.name === manifestEntry && !this.#release) this.#takeManifest(piece, final)
        else this.#takeInstaller(entry.name, piece, final)
      } catch (thrown) {
        this.#fault ??= toAppError(thrown)
      }
    }
    entry.start()
  }

  #takeManifest(piece: Uint8Array, final: boolean): void {
    this.#text = Buffer.concat([this.#text, piece])
    if (this.#text.length > longestManifest) throw new AppError('update/damaged', { reason: 'package' })
    if (!final) return
    let said: unknown
    try {
      said = JSON.parse(this.#text.toString('utf8'))
    } catch (thrown) {
      throw new AppError('update/damaged', { reason: 'package' }, { cause: thrown })
    }
    const release = proveManifest(said, this.#keys)
    this.#judge(release)
    const { bytes, name } = release.manifest.file
    mkdirSync(this.#folder, { recursive: true })
    const { bavail, bsize } = statfsSync(this.#folder)
    // Kept and fetched it is there twice for a while.
    if (bavail * bsize < 3 * bytes) throw new AppError('store/full', { wanted: 3 * bytes, free: bavail * bsize })
    this.#path = join(this.#folder, name)
    this.#handle = openSync(this.#path, 'w')
    this.#release = release
  }

  #takeInstaller(name: string, piece: Uint8Array, final: boolean): void {
    const file = this.#release?.manifest.file
    if (!file || this.#handle === undefined || name !== file.name)
      throw new AppError('update/damaged', { reason: 'package' })
    this.#bytes += piece.byteLength
    if (this.#bytes > file.bytes) throw new AppError('update/damaged', { reason: 'size' })
    this.#hash.update(piece)
    if (piece.byteLength > 0) writeSync(this.#handle, piece)
    if (!final) return
    if (this.#bytes !== file.bytes) throw new AppError('update/damaged', { reason: 'size' })
    this.#whole = true
  }
}

/**
 * Opens an offline package: proves its manifest, lets `judge` refuse it, and takes its installer out, proven, into
 * `folder`.
 *
 * @throws {AppError} `update/not-signed`, `update/damaged`, `store/full`, or what `judge` throws.
 */
export function openPackage(
  path: string,
  folder: string,
  keys: readonly string[],
  judge: (release: ProvenRelease) => void,
): Promise<OpenedPackage> {
  return new PackageReader(folder, keys, judge).read(path)
}
