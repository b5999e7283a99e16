import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { findElectron } from '#tools/setup/electron-runtime.ts'
import { root } from './command.ts'
import { hasDisplay } from './display.ts'

export interface DeskOptions {
  authorityUrl: string
  /** The folder of the device's database and settings; made when it is not there. */
  profile: string
  /** Shows the window on the display. Default false. */
  headed?: boolean
  /** More variables for the main process. */
  env?: Record<string, string>
}

export interface LaunchedDesk {
  app: ElectronApplication
  page: Page
  close: () => Promise<void>
}

export interface DeskRuntime {
  kind: 'electron' | 'chromium-shell'
  executablePath: string
  /** What follows the executable: the app's folder for Electron, its built entry for the shell. */
  args: string[]
}

/** Real Electron where its runtime is here and has a display to draw on, the Chromium shell otherwise. */
export function deskRuntime(): DeskRuntime {
  const electron = findElectron()
  if (electron && hasDisplay()) return { kind: 'electron', executablePath: electron, args: [root] }
  const name = process.platform === 'win32' ? 'electron-shell.cmd' : 'electron-shell'
  const executablePath = join(root, 'tools', 'chromium-shell', name)
  return { kind: 'chromium-shell', executablePath, args: [join(root, 'out', 'main', 'index.js')] }
}

/** The variables that tell the main process which authority and profile to use. */
export function deskEnvironment(options: DeskOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(inherited),
    MUMARIS_AUTHORITY: options.authorityUrl,
    MUMARIS_DEMO: '1',
    MUMARIS_PROFILE: options.profile,
    ...(options.headed ? { MUMARIS_SHELL_HEADED: '1' } : {}),
    ...options.env,
  }
}

/** Starts the built app under Playwright and waits for its first window. The caller closes it. */
export async function launchDesk(options: DeskOptions): Promise<LaunchedDesk> {
  const { executablePath, args } = deskRuntime()
  const app = await _electron.launch({
    executablePath,
    args,
    cwd: root,
    env: deskEnvironment(options),
    // Playwright would set a scheme of its own, and the application's theme would not follow the system.
    colorScheme: null,
    timeout: 30_000,
  })
  try {
    const page = await app.firstWindow({ timeout: 30_000 })
    return { app, page, close: () => app.close() }
  } catch (error) {
    await app.close().catch(() => undefined)
    throw error
  }
}
