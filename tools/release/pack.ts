import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type AfterPackContext, Arch, build, Platform } from 'electron-builder'
import '#tools/setup/guard.mjs'
import { ensureBuilt } from '#tools/run/build.ts'
import { root } from '#tools/run/command.ts'
import { noticeFiles } from './app-layout.ts'
import { billOfMaterials } from './bill-of-materials.ts'
import { type BuildMode, builderOptions } from './builder-options.ts'
import { licenceList } from './licence-list.ts'
import { declaredLicence, isAllowed } from './licences.ts'
import { electronVersion, listShippedPackages, type ShippedPackage } from './shipped-packages.ts'

const usage = `npm run pack -- [--release] [--output FOLDER] [--electron FOLDER]
  Packs the app for this system: unsigned and in a folder, or with --release signed installers (docs/installation.md).
  --output FOLDER    where it goes (dist)
  --electron FOLDER  a folder with Electron's files; fetched when absent`

export interface PackOptions {
  /** `development` when absent. */
  mode?: BuildMode
  /** The folder the app's folder is made in. */
  output: string
  /** A folder with Electron's files; fetched by electron-builder when absent. */
  electronDist?: string
}

function requireAllowed(packages: readonly ShippedPackage[]): void {
  const unknown = packages.filter(({ manifest }) => !isAllowed(declaredLicence(manifest)))
  if (unknown.length === 0) return
  const list = unknown.map(
    ({ name, version, manifest }) => `${name} ${version}: ${declaredLicence(manifest) ?? 'none'}`,
  )
  throw new Error(`Packages under a licence that nobody has allowed (tools/release/licences.ts): ${list.join(', ')}`)
}

/** Lays the bill of materials and the licences into an app, before it is signed. */
function addNotices({ appOutDir, packager, electronPlatformName, arch }: AfterPackContext, output: string): void {
  const resources = packager.getResourcesDir(appOutDir)
  const packages = listShippedPackages(root, join(resources, 'app.asar'))
  requireAllowed(packages)
  const packedFor = { platform: electronPlatformName, arch: Arch[arch] ?? String(arch) }
  writeFileSync(join(resources, noticeFiles.bill), billOfMaterials(root, packages, packedFor))
  writeFileSync(join(resources, noticeFiles.licences), licenceList(root, packages))
  const { version } = packager.appInfo
  const beside = `mumaris-desk-${version}-${packedFor.platform}-${packedFor.arch}.cdx.json`
  mkdirSync(output, { recursive: true })
  copyFileSync(join(resources, noticeFiles.bill), join(output, beside))
}

/**
 * Packs out/ and the production dependencies for this system: a folder with an unsigned app, or what a release gives to
 * people. The bill of materials lies in the app and beside it.
 *
 * @returns the folders of the apps (on a Mac those that hold the bundle).
 * @throws {Error} electron-builder's; packages without a licence that is allowed; what a release must be told and is not.
 */
export async function packApp({ mode = 'development', output, electronDist }: PackOptions): Promise<string[]> {
  const folders: string[] = []
  await build({
    targets: Platform.current().createTarget(mode === 'development' ? 'dir' : null),
    projectDir: root,
    publish: 'never',
    config: {
      ...builderOptions(mode),
      directories: { output, buildResources: 'resources' },
      electronVersion: electronVersion(root),
      ...(electronDist !== undefined && { electronDist }),
      afterPack: (context) => {
        // The halves of a universal app are put together first, and must be the same until then.
        if (context.appOutDir.endsWith('-temp')) return
        addNotices(context, output)
        folders.push(context.appOutDir)
      },
    },
  })
  return folders
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      release: { type: 'boolean', default: false },
      output: { type: 'string', default: join(root, 'dist') },
      electron: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const { release, output, electron, help } = values
  if (help) console.log(usage)
  else {
    await ensureBuilt(console.log)
    const mode = release ? 'release' : 'development'
    const folders = await packApp({ mode, output, ...(electron !== undefined && { electronDist: electron }) })
    for (const folder of folders) console.log(folder)
  }
}
