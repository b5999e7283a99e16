// The second type-check: electron/main and electron/preload against the shell instead of Electron, so that an API which
// the shell lacks fails to compile. Run as a script it prints the errors and exits with 1.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/chromium-shell')

/**
 * Electron's types under other module names. Its `declare module 'electron'` would win over `paths`; the global namespace
 * `Electron`, by which the shell describes itself, stays.
 */
function writeRealElectron(): void {
  const types = readFileSync(require.resolve('electron/electron.d.ts'), 'utf8')
  mkdirSync(cache, { recursive: true })
  writeFileSync(
    join(cache, 'real-electron.d.ts'),
    types.replaceAll("declare module 'electron", "declare module 'real-electron"),
  )
}

function runCompiler(config: string): { ok: boolean; output: string } {
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', config, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  return { ok: status === 0, output: `${stdout}${stderr}` }
}

/** Checks electron/main and electron/preload against the shell. `output` is the compiler's. */
export function checkAgainstShell(): { ok: boolean; output: string } {
  writeRealElectron()
  return runCompiler(join(import.meta.dirname, 'tsconfig.json'))
}

/** Checks one text as if it stood in electron/main; for the test that plants missing APIs. */
export function checkTextAgainstShell(text: string): { ok: boolean; output: string } {
  writeRealElectron()
  const folder = mkdtempSync(join(cache, 'planted-'))
  try {
    writeFileSync(join(folder, 'planted.ts'), text)
    const include = ['../real-electron.d.ts', 'planted.ts']
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tools/chromium-shell/tsconfig.json', include }),
    )
    return runCompiler(join(folder, 'tsconfig.json'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) {
  const { ok, output } = checkAgainstShell()
  process.stdout.write(output)
  process.exitCode = ok ? 0 : 1
}
