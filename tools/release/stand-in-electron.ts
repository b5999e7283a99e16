import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fuseNames, fuseSentinel } from './fuses.ts'

/**
 * Makes a folder that looks to the packager like Electron for Linux: the executable with a fuse wire whose fuses are all
 * the wrong way round, and the files beside it. Lets packaging be tested where Electron cannot be fetched; nothing in it
 * runs.
 */
export function makeStandInElectron(folder: string, version: string): void {
  const wrong = '10110011' // each fuse opposite to electron-builder.yml
  const wire = Buffer.concat([Buffer.from(fuseSentinel), Buffer.from([1, fuseNames.length]), Buffer.from(wrong)])
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'), { recursive: true })
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'LICENSE'), 'stand-in')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'stand-in')
  for (const language of ['ar', 'en-US', 'fr', 'de']) writeFileSync(join(folder, 'locales', `${language}.pak`), '')
}
