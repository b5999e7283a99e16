import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { commandLine } from './command-line.ts'

interface AppPackage {
  name?: string
  productName?: string
  version?: string
}

/** The folder of the application: the nearest one with a package.json, from the main script upwards. */
function findAppFolder(): string {
  const script = resolve(process.argv[1] ?? '.')
  for (let folder = script; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return dirname(script)
  }
}

export const appFolder = findAppFolder()

const packageFile = join(appFolder, 'package.json')
const appPackage: AppPackage = existsSync(packageFile)
  ? (JSON.parse(readFileSync(packageFile, 'utf8')) as AppPackage)
  : {}

export const appVersion = appPackage.version ?? '0.0.0'

/** The name decides the default folder of user data, so `app.setName` must come before it is asked for. */
export const appName = { value: appPackage.productName ?? appPackage.name ?? 'Electron' }

const home = homedir()

function appData(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support')
  return process.env['XDG_CONFIG_HOME'] || join(home, '.config')
}

const set = new Map<string, string>()

const DEFAULTS: Record<string, () => string> = {
  home: () => home,
  appData,
  userData: () => commandLine.getSwitchValue('user-data-dir') || join(getPath('appData'), appName.value),
  sessionData: () => getPath('userData'),
  temp: () => tmpdir(),
  exe: () => process.execPath,
  module: () => process.execPath,
  logs: () => join(getPath('userData'), 'logs'),
  crashDumps: () => join(getPath('userData'), 'Crashpad'),
  desktop: () => join(home, 'Desktop'),
  documents: () => join(home, 'Documents'),
  downloads: () => join(home, 'Downloads'),
  music: () => join(home, 'Music'),
  pictures: () => join(home, 'Pictures'),
  videos: () => join(home, 'Videos'),
}

/** `app.getPath`. Throws for an unknown name, as Electron does. */
export function getPath(name: string): string {
  const known = set.get(name) ?? DEFAULTS[name]?.()
  if (known === undefined) throw new Error(`Failed to get '${name}' path`)
  return known
}

/** `app.setPath`. Throws for an unknown name and for a relative path. */
export function setPath(name: string, path: string): void {
  if (!(name in DEFAULTS)) throw new Error(`Failed to set path '${name}'`)
  if (!isAbsolute(path)) throw new Error('Path must be absolute')
  mkdirSync(path, { recursive: true })
  set.set(name, path)
}
