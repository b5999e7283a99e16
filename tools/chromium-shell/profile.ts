import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'mumaris-shell-'

/** Chromium's own comforts that a desktop application must not show (a switch alone does not stop the translate bubble). */
const PREFERENCES = {
  translate: { enabled: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false, default_content_setting_values: { popups: 2 } },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  browser: { check_default_browser: false },
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Removes a profile; Chromium's last helper processes may still be writing for a moment, hence the retries. */
export function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  } catch {
    // the next start of the shell sweeps it
  }
}

/** Chromium outlives a killed shell by two seconds or so, and goes on writing; its lock names its process. */
function isInUse(folder: string): boolean {
  try {
    return isAlive(Number(readlinkSync(join(folder, 'SingletonLock')).split('-').at(-1)))
  } catch {
    return false // no lock, or a system on which Chromium keeps it open so that removing fails
  }
}

/** Removes the profiles of shells that were killed outright. Each folder's name carries its owner's process id. */
export function sweepProfiles(folder = tmpdir()): void {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : NaN
    if (Number.isInteger(pid) && !isAlive(pid) && !isInUse(join(folder, name))) removeProfile(join(folder, name))
  }
}

/** What pages keep for themselves, in Chromium's profile and, as with Electron, in the application's session data. */
const WEB_STORAGE = 'Local Storage'

/** Keeps the pages' storage of a profile whose Chromium has ended. */
export function keepStorage(profile: string, sessionData: string): void {
  const storage = join(profile, 'Default', WEB_STORAGE)
  if (!existsSync(storage)) return
  rmSync(join(sessionData, WEB_STORAGE), { recursive: true, force: true })
  cpSync(storage, join(sessionData, WEB_STORAGE), { recursive: true })
}

/** Gives a new profile the storage that pages kept the last time. */
export function restoreStorage(profile: string, sessionData: string): void {
  const storage = join(sessionData, WEB_STORAGE)
  if (existsSync(storage)) cpSync(storage, join(profile, 'Default', WEB_STORAGE), { recursive: true })
}

/** Makes an empty Chromium profile for this process in the temporary folder and returns its path. */
export function createProfile(folder = tmpdir()): string {
  const profile = mkdtempSync(join(folder, `${PREFIX}${process.pid}-`))
  mkdirSync(join(profile, 'Default'))
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES))
  return profile
}
