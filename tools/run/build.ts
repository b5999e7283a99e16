import '#tools/setup/guard.mjs'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageCommand, root, runCommand } from './command.ts'

const sourceFolders = ['shared', 'electron', 'renderer', 'resources']
const sourceFiles = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'tools/run/bundled-packages.ts',
]
const hashFile = join(root, 'out', 'build-hash')
const outputs = ['main/index.js', 'preload/index.cjs', 'renderer/index.html', 'packages/renderer.json'].map((path) =>
  join(root, 'out', path),
)

/** A hash of everything the build reads. Tests do not count. */
export function hashSources(): string {
  const inFolders = sourceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
  const files = [...inFolders, ...sourceFiles.map((file) => join(root, file)).filter((file) => existsSync(file))]
  const hash = createHash('sha256')
  for (const file of files.sort())
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** True when out/ was built from the sources as they are now. */
export function isBuilt(): boolean {
  return outputs.every(existsSync) && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hashSources()
}

/**
 * Builds main, preload and renderer into out/, unless it already stands there from the same sources. Throws with the
 * bundler's words when the build fails.
 */
export async function ensureBuilt(say: (line: string) => void, logFile?: string): Promise<void> {
  if (isBuilt()) return
  say('Building the app.')
  const hash = hashSources()
  const words = [...packageCommand('electron-vite'), 'build', '--logLevel', 'warn']
  const { code, output } = await runCommand(words, {
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    ...(logFile !== undefined && { logFile }),
  })
  if (code !== 0) throw new Error(`The build failed:\n${output.trimEnd()}`)
  const missing = outputs.find((path) => !existsSync(path))
  if (missing) throw new Error(`The build left out ${missing}.`)
  writeFileSync(hashFile, hash)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now()
  await ensureBuilt(console.log)
  console.log(`out/ is built (${((performance.now() - started) / 1000).toFixed(1)} s)`)
}
