import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication } from '@playwright/test'
import type { TFunction } from 'i18next'
import { createI18n } from '#renderer/lib/i18n.ts'
import type { Language } from '#shared/i18n/language.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { AuthorityApi } from './authority-api.ts'
import { HostProcess } from './host-process.ts'
import { DeskPage, type Hand } from './pages/desk-page.ts'
import { openSlowLine, type SlowLine } from './slow-fill.ts'

/** Members of the register that the specs run on: enough for lists to scroll, quick to fill. */
const members = 400
/** Rows between two places at which a slow fill can be paused. */
const slowFillRows = 50

interface Options {
  /** The interface's language. */
  language: Language
  /** Environment of the application besides its own. */
  env: Record<string, string>
  /** Lets a first fill stop half-way, until `slowLine.release()`. */
  slow: boolean
  /** How the clerk of this test works: nobody's hand leaves the keyboard, or nobody's hand touches it but to type. */
  hand: Hand
}

interface Fixtures {
  folder: string
  /** A register of this test alone. */
  authority: { readonly url: string }
  api: AuthorityApi
  /** The line between the desk and its authority, where the test is `slow`. */
  slowLine: SlowLine | null
  t: TFunction
  /** The application around the desk, for what pages cannot do. */
  app: ElectronApplication
  /** The desk, opened and in the test's language; nobody is signed in. */
  desk: DeskPage
}

interface Shared {
  host: HostProcess
}

/** Each test has its own profile and its own authority, both gone when it ends. */
export const test = base.extend<Options & Fixtures, Shared>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
    async ({}, use) => {
      const host = new HostProcess()
      await use(host)
      host.end()
    },
    { scope: 'worker' },
  ],
  language: ['ar', { option: true }],
  hand: ['mouse', { option: true }],
  env: [{}, { option: true }],
  slow: [false, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  authority: async ({ host, slow }, use) => {
    const url = await host.open(members, slow ? slowFillRows : undefined)
    await use({ url })
    await host.close(url)
  },
  slowLine: async ({ authority, slow }, use) => {
    const line = slow ? await openSlowLine(authority.url) : null
    await use(line)
    line?.close()
  },
  api: async ({ authority, folder }, use) => {
    const api = new AuthorityApi(authority.url, folder)
    await use(api)
    await api.close()
  },
  t: async ({ language }, use) => {
    await use(createI18n(language, () => 'latn').t)
  },
  app: async ({ authority, slowLine, folder, env }, use) => {
    const authorityUrl = slowLine?.url ?? authority.url
    const { app, close } = await launchDesk({ authorityUrl, profile: join(folder, 'profile'), env })
    await use(app)
    await close()
  },
  desk: async ({ app, language, hand, t }, use) => {
    const page = await app.firstWindow()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    const desk = new DeskPage(page, t, language, hand)
    await desk.open()
    await use(desk)
    // A page that complains to its console is not well, whatever the test saw.
    if (faults.length > 0) throw new Error(`The page reported: ${faults.join('\n')}`)
  },
})

export const { expect } = test
