import { describe, expect, it } from 'vitest'
import { ensureBrowser, type Machine } from './browser.ts'

/** A machine on which only the command that contains `works` succeeds, and then leaves a browser behind. */
function machineWhere(works: string | undefined, about: Partial<Machine> = {}): { machine: Machine; ran: string[] } {
  const ran: string[] = []
  let browser: string | undefined
  const machine: Machine = {
    platform: 'linux',
    isRoot: true,
    findBrowser: () => browser,
    async run(words) {
      const text = words.join(' ')
      ran.push(text)
      if (text.endsWith('--version') || text.endsWith('update -qq')) return { code: 0 }
      if (works === undefined || !text.includes(works)) return { code: 1 }
      browser = '/somewhere/chromium'
      return { code: 0 }
    },
    ...about,
  }
  return { machine, ran }
}

describe('ensureBrowser', () => {
  it('takes a browser that is there without installing anything', async () => {
    const { machine, ran } = machineWhere(undefined, { findBrowser: () => '/usr/bin/chromium' })
    expect(await ensureBrowser(() => {}, machine)).toBe('/usr/bin/chromium')
    expect(ran).toEqual(['/usr/bin/chromium --version'])
  })

  it('installs Playwright’s first and the system’s when that fails', async () => {
    const { machine, ran } = machineWhere('apt-get install')
    const said: string[] = []
    expect(await ensureBrowser((line) => said.push(line), machine)).toBe('/somewhere/chromium')
    expect(said).toHaveLength(1)
    expect(ran[0]).toMatch(/playwright.* install chromium$/)
    expect(ran.at(-2)).toBe('apt-get install -y -qq --no-install-recommends chromium')
  })

  it('asks for no password', async () => {
    const { machine, ran } = machineWhere('apt-get install', { isRoot: false })
    await ensureBrowser(() => {}, machine)
    expect(ran.filter((words) => words.includes('apt-get')).every((words) => words.startsWith('sudo -n '))).toBe(true)
    expect(ran.some((words) => words.includes('--with-deps'))).toBe(false)
  })

  it.each([
    ['darwin', 'brew install --cask chromium'],
    ['win32', 'winget install'],
  ] as const)('knows the installer of %s', async (platform, command) => {
    const { machine, ran } = machineWhere(command, { platform })
    expect(await ensureBrowser(() => {}, machine)).toBe('/somewhere/chromium')
    expect(ran.some((words) => words.startsWith(command))).toBe(true)
  })

  it('says in one sentence what to install when nothing works', async () => {
    const { machine } = machineWhere(undefined)
    await expect(ensureBrowser(() => {}, machine)).rejects.toThrow(/^[^.]+: install [^.]+\.$/)
  })

  it('does not take a browser that cannot start', async () => {
    const { machine } = machineWhere(undefined, { findBrowser: () => '/broken', run: async () => ({ code: 127 }) })
    await expect(ensureBrowser(() => {}, machine)).rejects.toThrow('install')
  })
})
