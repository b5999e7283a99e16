import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { expect } from 'vitest'
import { findBrowser } from '../find-browser.ts'

/** True where these tests cannot run: the reason stands in the name of the describe block. */
export const noBrowser = findBrowser() === undefined

export const SHELL = join(
  import.meta.dirname,
  '..',
  process.platform === 'win32' ? 'electron-shell.cmd' : 'electron-shell',
)
export const FIXTURE = join(import.meta.dirname, 'app')

/** Asks again until the expectation holds: a busy machine needs longer than vitest's second. */
export const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 })

/** The fixture application, started by Playwright exactly as Electron would be. */
export interface Fixture {
  app: ElectronApplication
  page: Page
  userData: string
  /** Everything the process has written. */
  output(): string
  /** Quits and removes the user data. */
  close(): Promise<void>
}

export const newUserData = () => mkdtempSync(join(tmpdir(), 'shell-fixture-'))

/** Starts the fixture with user data of its own. */
export async function launchFixture(options: { args?: string[]; env?: Record<string, string> } = {}): Promise<Fixture> {
  const userData = newUserData()
  const app = await _electron.launch({
    executablePath: SHELL,
    args: [FIXTURE, `--user-data-dir=${userData}`, ...(options.args ?? [])],
    env: { ...(process.env as Record<string, string>), ...options.env },
    colorScheme: null,
  })
  let output = ''
  for (const stream of [app.process().stdout, app.process().stderr]) stream?.on('data', (chunk) => (output += chunk))
  const page = await app.firstWindow()
  await page.locator('body[data-ready]').waitFor()
  return {
    app,
    page,
    userData,
    output: () => output,
    async close() {
      await app.close()
      rmSync(userData, { recursive: true, force: true })
    },
  }
}
