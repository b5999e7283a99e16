import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { z } from 'zod'
import { bundleNames, readBundledPackages } from '#tools/run/bundled-packages.ts'

/** A package that a release holds code or files of. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  /** Its folder here, from the root: the lockfile's name for it. */
  readonly folder: string
  /** What the lockfile says of the archive that it came in: a Subresource Integrity string. */
  readonly integrity: string | undefined
  /** In node_modules of the app's archive; else bundled into the app's own files. */
  readonly isPacked: boolean
  /** Its package.json. */
  readonly manifest: Readonly<Record<string, unknown>>
}

const Lockfile = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
})
const Manifest = z.looseObject({ name: z.string(), version: z.string() })

/** Packages in the archive of an app: their folders in it and their versions. */
export function listPackedPackages(archive: string): { path: string; version: string }[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').slice(1))
    .filter((path) => /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+package\.json$/.test(path))
    .map((path) => {
      const { version } = Manifest.parse(JSON.parse(extractFile(archive, path).toString('utf8')))
      return { path: path.slice(0, -'/package.json'.length), version }
    })
}

/** The package of a path, whatever it calls itself: `@b/c` of `node_modules/a/node_modules/@b/c`. */
export const packageNameIn = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** The version of Electron this project is pinned to. */
export function electronVersion(root: string): string {
  return Manifest.parse(JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')))
    .version
}

/**
 * Every package that a packed app holds something of: in its archive, or in its bundles as the last build wrote down.
 *
 * @param root the folder of the project: lockfile, node_modules and out.
 * @throws {Error} naming packages that the lockfile does not have in that version: nobody decided to ship those.
 */
export function listShippedPackages(root: string, archive: string): ShippedPackage[] {
  const { packages } = Lockfile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  const locked = Object.entries(packages).filter(([folder]) => existsSync(join(root, folder, 'package.json')))
  const packed = listPackedPackages(archive).map(({ path, version }) => {
    // The packer may lay a package elsewhere than npm did.
    const same = locked.filter(
      ([folder, entry]) => packageNameIn(folder) === packageNameIn(path) && entry.version === version,
    )
    const folder = (same.find(([candidate]) => candidate === path) ?? same[0])?.[0]
    if (folder === undefined) throw new Error(`The app holds ${path} ${version}, which the lockfile does not have.`)
    return folder
  })
  const isPacked = new Set(packed)
  const folders = new Set([...packed, ...bundleNames.flatMap((bundle) => readBundledPackages(root, bundle))])
  return [...folders].sort().map((folder) => {
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
    const { name, version } = manifest
    return { name, version, folder, integrity: packages[folder]?.integrity, isPacked: isPacked.has(folder), manifest }
  })
}
