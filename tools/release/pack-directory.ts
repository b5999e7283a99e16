import '#tools/setup/guard.mjs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Arch, build, Platform } from 'electron-builder'
import { root } from '#tools/run/command.ts'
import { builderOptions } from './builder-options.ts'

export interface PackOptions {
  /** The folder the app's folder is made in. */
  output: string
  /** A folder with Electron's files; fetched by electron-builder when absent. */
  electronDist?: string
}

/** The version of Electron this project is pinned to. */
export function electronVersion(): string {
  const manifest = readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/**
 * Packs out/ and the production dependencies into a folder for Linux on this processor: an unsigned development build.
 * Answers the folder of the app. Throws electron-builder's error when it fails.
 */
export async function packDirectory({ output, electronDist }: PackOptions): Promise<string> {
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64
  await build({
    targets: Platform.LINUX.createTarget('dir', arch),
    projectDir: root,
    publish: 'never',
    config: {
      ...builderOptions('development'),
      directories: { output, buildResources: 'resources' },
      electronVersion: electronVersion(),
      ...(electronDist !== undefined && { electronDist }),
    },
  })
  return join(output, arch === Arch.arm64 ? 'linux-arm64-unpacked' : 'linux-unpacked')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { output: { type: 'string', default: join(root, 'dist') }, electron: { type: 'string' } },
  })
  const { output, electron } = values
  console.log(await packDirectory({ output, ...(electron !== undefined && { electronDist: electron }) }))
}
