import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShellElectron } from './fixture-types.ts'
import { eventually, type Fixture, launchFixture, noBrowser } from './harness.ts'

describe.skipIf(noBrowser)('downloads (skipped where there is no Chromium)', { timeout: 30_000 }, () => {
  let fixture: Fixture
  const folder = mkdtempSync(join(tmpdir(), 'shell-downloads-'))
  beforeAll(async () => void (fixture = await launchFixture()), 60_000)
  afterAll(async () => {
    await fixture.close()
    rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  /** The page offers bytes that it has made itself. */
  const offer = (name: string, text: string) =>
    fixture.page.evaluate(
      ([file, content]) => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([content as string]))
        link.download = file as string
        link.click()
      },
      [name, text],
    )
  const allowInto = (place: string | undefined) =>
    fixture.app.evaluate((_electron, to) => void (fixtureState.downloadTo = to), place)
  const last = () => fixture.app.evaluate(() => fixtureState.downloads.at(-1))
  const waiting = () =>
    readdirSync(tmpdir())
      .filter((name) => name.startsWith(`mumaris-shell-${fixture.app.process().pid}-`))
      .map((name) => join(tmpdir(), name, 'mumaris-downloads'))
      .flatMap((path) => (existsSync(path) ? readdirSync(path) : []))

  it('tells the application, and keeps nothing of what it refuses', async () => {
    await offer('refused.txt', 'must not arrive')
    await eventually(last).toMatchObject({ name: 'refused.txt', from: 'app://desk', window: 1 })
    await eventually(waiting).toEqual([])
    expect(await last()).not.toHaveProperty('ended')
    expect(existsSync(join(homedir(), 'Downloads', 'refused.txt'))).toBe(false)
  })

  it('puts an allowed one whole where the application says, in a folder that it makes', async () => {
    const text = 'أ'.repeat(200_000)
    await allowInto(join(folder, 'made'))
    await offer('allowed.txt', text)
    const path = join(folder, 'made', 'allowed.txt')
    await eventually(last).toMatchObject({
      name: 'allowed.txt',
      ended: 'completed',
      bytes: 400_000,
      total: 400_000,
      path,
    })
    expect(readFileSync(path, 'utf8')).toBe(text)
    await eventually(waiting).toEqual([])
  })

  it('takes what the scheme’s handler sends as an attachment', async () => {
    await allowInto(folder)
    await fixture.app.evaluate(() => void (fixtureState.allowNavigation = true))
    await fixture.page.evaluate(() => void (location.href = '/list.csv'))
    await eventually(last).toMatchObject({ url: 'app://desk/list.csv', name: 'list.csv', ended: 'completed' })
    expect(readFileSync(join(folder, 'list.csv'), 'utf8')).toBe('a,b\n1,2\n')
    // the page stays where it was
    expect(await fixture.page.evaluate(() => location.pathname)).toBe('/index.html')
  })

  it('asks with the save dialog where the application names no place', async () => {
    await allowInto('ask')
    const chosen = join(folder, 'chosen.txt')
    await fixture.app.evaluate((electron, filePath) => {
      const { chromiumShell } = electron as unknown as ShellElectron
      chromiumShell.dialogs.answer('showSaveDialog', { filePath })
      chromiumShell.dialogs.answer('showSaveDialog', { canceled: true })
    }, chosen)
    await offer('first.txt', 'kept')
    await eventually(last).toMatchObject({ name: 'first.txt', ended: 'completed', path: chosen })
    expect(readFileSync(chosen, 'utf8')).toBe('kept')
    await offer('second.txt', 'given up')
    await eventually(last).toMatchObject({ name: 'second.txt', ended: 'cancelled' })
    await eventually(waiting).toEqual([])
  })
})
