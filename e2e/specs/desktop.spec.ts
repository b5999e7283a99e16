import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { findProgram } from '#tools/setup/find-program.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

test.use({ env: { MUMARIS_SHELL_ALLOW_INSECURE_STORAGE: '1' } })

type Asked = { ok: boolean; value?: Record<string, unknown>; error?: { code: string } }

/** Asks as a page does, past its buttons. */
const invoke = (page: Page, channel: string, input: object) =>
  page.evaluate(
    ([name, words]) =>
      (window as unknown as { desk: { invoke(channel: unknown, input: unknown): Promise<Asked> } }).desk.invoke(
        name,
        words,
      ),
    [channel, input] as const,
  )

/** What the save dialog will answer, on Electron and on the shell alike; null for somebody who changes their mind. */
const answerDialog = (app: ElectronApplication, filePath: string | null) =>
  app.evaluate(({ dialog }, path) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showSaveDialog = async (...parameters: unknown[]) => {
      asked.push(String((parameters.at(-1) as { defaultPath: string }).defaultPath))
      return { canceled: path === null, filePath: path ?? '' }
    }
  }, filePath)

/** The letters of a line, whatever their order: the reader turns joined Arabic letters round, which are drawn as one. */
const lettersOf = (line: string): string => [...line.normalize('NFKC').replace(/[^\p{L}]/gu, '')].sort().join('')

/** The letter's page is drawn by its feature; here any page will do, so the hidden window is told that it is whole. */
async function savePdf(app: ElectronApplication, page: Page, language: 'ar' | 'en'): Promise<Asked> {
  const hidden = app.waitForEvent('window')
  const answer = invoke(page, 'desktop.savePdf', { print: { page: 'verification', id: 'nobody' }, language })
  const paper = await hidden
  await paper.locator('.print-sheet').waitFor()
  await expect(paper.locator('html')).toHaveAttribute('lang', language)
  await expect(paper.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light')
  await expect(paper.getByRole('banner')).toHaveCount(0)
  await expect(paper.getByRole('navigation')).toHaveCount(0)
  await paper.evaluate(() => document.fonts.ready.then(() => undefined))
  await invoke(paper, 'desktop.printReady', {})
  return answer
}

test('two windows show the same desk, and each answers its own clerk', async ({ app, desk, t }) => {
  await desk.signIn(noura)
  const opened = app.waitForEvent('window')
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('new-window')?.click())
  const second = new DeskPage(await opened, t, 'ar', 'mouse')
  await expect(second.badge).toContainText(t('session.synced'), { timeout: 30_000 })

  // the line is taken away in one and is away in the other
  await desk.setLine(false)
  await expect(second.badge).toContainText(t('session.disconnectedSince', { time: '' }).trim())
  await second.setLine(true)
  await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })

  // the newest question of one window does not push aside the other's
  const ask = (page: Page) => invoke(page, 'members.search', { text: 'ا' })
  const answers = await Promise.all([ask(desk.page), ask(second.page)])
  expect(answers.map(({ ok }) => ok)).toEqual([true, true])

  // a third on a place of its own
  const third = app.waitForEvent('window')
  expect(await invoke(desk.page, 'desktop.openWindow', { path: '/members' })).toEqual({
    ok: true,
    value: { windows: 3 },
  })
  await expect((await third).getByRole('heading', { level: 1 })).toBeVisible()
  expect(new DeskPage(await third, t, 'ar', 'mouse').place).toMatch(/^\/members/)
  await (await third).close()

  // signing out in one signs out in both; closing one leaves the other
  await invoke(second.page, 'session.signOut', {})
  for (const page of [desk.page, second.page]) await expect(page.getByRole('combobox')).toBeVisible()
  await second.page.close()
  await desk.signIn(noura)
  expect(app.windows()).toHaveLength(1)

  // there is an end to windows
  for (let windows = 2; windows <= 8; windows++)
    expect(await invoke(desk.page, 'desktop.openWindow', { path: '/' })).toEqual({ ok: true, value: { windows } })
  const refused = await invoke(desk.page, 'desktop.openWindow', { path: '/' })
  expect(refused.error?.code).toBe('desktop/too-many-windows')
})

test('a letter is drawn in a window that nobody sees, and saved where the clerk says', async ({
  app,
  desk,
  folder,
}) => {
  await desk.signIn(noura)
  await answerDialog(app, null)
  expect(await savePdf(app, desk.page, 'ar')).toEqual({ ok: true, value: { path: null, bytes: 0 } })

  for (const language of ['ar', 'en'] as const) {
    const path = join(folder, `letter-${language}.pdf`)
    await answerDialog(app, join(folder, `letter-${language}`))
    const saved = await savePdf(app, desk.page, language)
    const pdf = readFileSync(path)
    expect(saved).toEqual({ ok: true, value: { path, bytes: pdf.byteLength } })
    await expect.poll(() => app.windows().length).toBe(1)

    const text = pdf.toString('latin1')
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842])
    expect(text).toContain('/StructTreeRoot')
    expect(text).toContain(`/Lang (${language})`)
    // our own letters are in the file, and no other are asked for
    expect(text).toMatch(/\/FontFile[23]/)
    const fonts = [...text.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name)
    expect(fonts.filter((name) => !/^[A-Z]{6}\+IBMPlexSansArabic/.test(name ?? ''))).toEqual([])

    const pdftotext = findProgram('pdftotext')
    if (pdftotext) {
      const { stdout } = spawnSync(pdftotext, [path, '-'], { encoding: 'utf8' })
      // What is not there is said on the sheet; the letters themselves are printed by the specs of their nouns.
      const wanted = getErrorRow('record/not-found')[language]
      expect(stdout.split('\n').map(lettersOf)).toContain(lettersOf(wanted))
    }

    // the folder shows our file
    await app.evaluate(({ shell }) => {
      shell.showItemInFolder = (shown) => Object.assign(globalThis, { shown })
    })
    expect(await invoke(desk.page, 'desktop.showFile', { path })).toEqual({ ok: true, value: {} })
    expect(await app.evaluate(() => (globalThis as unknown as { shown: string }).shown)).toBe(path)
  }
  const strange = await invoke(desk.page, 'desktop.showFile', { path: '/etc/passwd' })
  expect(strange.error?.code).toBe('desktop/not-our-file')
})

test('pages download nothing, name no files, and the screen says that the key is not protected', async ({
  app,
  desk,
  folder,
  t,
}) => {
  await expect(desk.page.getByRole('complementary', { name: t('session.demoTitle') })).toBeVisible()
  const settings = JSON.parse(readFileSync(join(folder, 'profile', 'settings.json'), 'utf8')) as {
    wrappedKey: string
  }
  // wrapped by the shell's test switch, which is still no protection
  expect(Buffer.from(settings.wrappedKey, 'base64').length).toBeGreaterThan(32)

  await desk.page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['1012345678']))
    link.download = 'register.txt'
    link.click()
  })
  const log = join(folder, 'profile', 'logs', 'main.log')
  await expect.poll(() => (existsSync(log) ? readFileSync(log, 'utf8') : '')).toContain('download-refused scheme=blob')
  expect(readFileSync(log, 'utf8')).not.toContain('register.txt')

  await desk.signIn(noura)
  const named = await invoke(desk.page, 'reports.export', { report: 'members', out: join(folder, 'x.xlsx') })
  expect(named.error?.code).toBe('channel/refused')
  await answerDialog(app, null)
  const givenUp = await invoke(desk.page, 'reports.export', { report: 'members', language: 'en' })
  expect(givenUp.error?.code).toBe('reports/cancelled')
  expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked[0])).toMatch(
    /Members 20\d\d-\d\d-\d\d\.xlsx$/,
  )
})
