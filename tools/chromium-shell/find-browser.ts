import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

const require = createRequire(import.meta.url)

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
]

const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
]

const present = (folders: (string | undefined)[], names: string[]): string[] =>
  folders.flatMap((folder) => (folder ? names.map((name) => join(folder, name)) : []))

function candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'win32')
    return present([env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']], WINDOWS_PATHS)
  if (platform === 'darwin') return present(['/Applications', join(homedir(), 'Applications')], MAC_APPS)
  // Debian's and Ubuntu's folders even when PATH is bare, as under cron or a minimal CI image
  return present([...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'], LINUX_NAMES)
}

function playwrightBrowser(): string | undefined {
  try {
    const { chromium } = require('playwright-core') as { chromium: { executablePath(): string } }
    return chromium.executablePath()
  } catch {
    return undefined // Playwright is a development dependency: a plain install has none
  }
}

/**
 * The Chromium, Chrome or Edge that the shell can drive: `CHROME_PATH`, then this system's usual places, then the
 * Chromium that Playwright installed. Returns an absolute path, or undefined when there is none. A `CHROME_PATH` that does
 * not exist counts as "none", so that a typing error never starts another browser than the one asked for.
 */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const wanted = env['CHROME_PATH']
  if (wanted) return existsSync(wanted) ? wanted : undefined
  const installed = candidates(env, platform).find((path) => existsSync(path))
  if (installed) return installed
  const playwright = playwrightBrowser()
  return playwright && existsSync(playwright) ? playwright : undefined
}
