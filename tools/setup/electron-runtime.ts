import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, runCommand } from '#tools/run/command.ts'

const folder = join(root, 'node_modules', 'electron')
const failureMark = join(root, 'node_modules', '.cache', 'mumaris', 'electron-not-fetched')
const dayMilliseconds = 86_400_000

/** The path of Electron's own executable, or undefined where its runtime has not been fetched. */
export function findElectron(): string | undefined {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(path) ? path : undefined
}

/**
 * Finds Electron, or fetches its runtime by its package's own installer. Gives up after `timeoutMilliseconds` and does not
 * try again for a day. Says in one line why there is none. `ELECTRON_SKIP_BINARY_DOWNLOAD` keeps it from fetching.
 */
export async function ensureElectron(
  say: (line: string) => void,
  timeoutMilliseconds = 120_000,
): Promise<string | undefined> {
  const found = findElectron()
  if (found) return found
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) {
    say('Electron’s runtime is not here and ELECTRON_SKIP_BINARY_DOWNLOAD is set: using the Chromium shell.')
    return undefined
  }
  if (existsSync(failureMark) && Date.now() - statSync(failureMark).mtimeMs < dayMilliseconds) {
    say('Electron’s runtime could not be fetched earlier today: using the Chromium shell.')
    return undefined
  }
  say('Fetching Electron’s runtime (once, about 120 MB; at most two minutes).')
  await runCommand([process.execPath, join(folder, 'install.js')], { timeoutMilliseconds })
  const fetched = findElectron()
  if (fetched) return fetched
  mkdirSync(dirname(failureMark), { recursive: true })
  writeFileSync(failureMark, '')
  say('Electron’s runtime cannot be fetched on this machine: using the Chromium shell.')
  return undefined
}
