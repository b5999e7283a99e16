import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { firstMember, noura } from '../people.ts'

/** Files below a folder in which a text stands, as UTF-8 or UTF-16. */
function filesWith(folder: string, text: string): string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return forms.some((form) => bytes.includes(form))
    })
}

/** Chromium outlives a killed shell for a moment and goes on writing; its lock names its process. */
function browsersIn(temporary: string): number[] {
  return readdirSync(temporary)
    .filter((name) => name.startsWith('mumaris-shell-'))
    .flatMap((name) => {
      try {
        return [
          Number(
            readlinkSync(join(temporary, name, 'SingletonLock'))
              .split('-')
              .at(-1),
          ),
        ]
      } catch {
        return []
      }
    })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

type Answered = {
  readonly value: { readonly revisionHash: string; readonly draft: { readonly remarks: string } | null }
}
interface Bridged {
  readonly desk: { invoke(channel: string, input: object): Promise<Answered> }
}

/** The remarks that the desk's store has of a request's draft: what was typed is on its way for a moment. */
function keptDraft(page: Page, requestId: string): Promise<string | undefined> {
  return page.evaluate(async (id) => {
    const { desk } = window as unknown as Bridged
    const { revisionHash } = (await desk.invoke('requests.get', { id })).value
    return (await desk.invoke('requests.draft', { requestId: id, revisionHash })).value.draft?.remarks
  }, requestId)
}

/** What a clerk is writing when the desk is killed. */
const draft = 'سمعت بالعنوان على الهاتف'

test('after a crash at work no file of the application or its browser holds a member in plain text', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  const profile = join(folder, 'profile')
  const temporary = join(folder, 'temporary')
  await mkdir(temporary)
  const { app, page } = await launchDesk({
    authorityUrl: authority.url,
    profile,
    env: { TMPDIR: temporary, TMP: temporary, TEMP: temporary },
  })
  const desk = new DeskPage(page, t, language, hand)
  await desk.open()
  await desk.signIn(noura)
  await desk.openOption(await desk.search(firstMember.typed.ar), firstMember.name.ar)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(firstMember.name.ar)
  const main = page.getByRole('main')
  await expect(main).toContainText('@')
  // Whoever of that name was found first: what stands on the page is what must stand nowhere else.
  const shown = (await main.innerText()).replaceAll(/[\u200e\u200f\u2066-\u2069]/g, '')
  const idNo = /\b1\d{9}\b/.exec(shown)?.[0] ?? ''
  const email = /[\w.-]+@[\w.-]+/.exec(shown)?.[0] ?? ''
  await page.keyboard.press('Control+KeyK')
  const dialog = page.getByRole('dialog', { name: t('search.title') })
  await dialog.getByRole('combobox').fill(idNo)
  await expect(dialog.getByRole('option', { name: firstMember.name.ar }).first()).toBeVisible()
  await page.evaluate(() => (window as unknown as Bridged).desk.invoke('members.nothing', {}))

  await page.keyboard.press('Escape')
  await desk.openView('open')
  const number = (await page.getByRole('row').nth(1).innerText()).match(/R-\d+-\d+/)?.[0] ?? ''
  await desk.openRequest(number)
  const remarks = (on: Page) => on.getByRole('textbox', { name: t('requests.remarksLabel') })
  await remarks(page).pressSequentially(draft)
  await expect.poll(() => keptDraft(page, /requests\/([^?]+)/.exec(page.url())?.[1] ?? '')).toBe(draft)

  const browsers = browsersIn(temporary)
  const shell = app.process()
  const ended = new Promise((resolve) => shell.once('exit', resolve))
  shell.kill('SIGKILL')
  await ended
  await expect.poll(() => browsers.filter(isAlive)).toEqual([])
  const canaries = [draft, firstMember.name.ar, firstMember.typed.ar, email, idNo]
  expect(email).toMatch(/^.+@.+\../)
  expect(idNo).toHaveLength(10)
  expect(canaries.flatMap((text) => filesWith(folder, text).map((file) => `${text} in ${file}`))).toEqual([])
  // It was looked where something is: the log, the settings, and what the browser keeps for itself.
  const names = readdirSync(folder, { recursive: true }).map(String)
  expect(names).toEqual(expect.arrayContaining([join('profile', 'logs', 'main.log'), join('profile', 'settings.json')]))
  expect(names.some((name) => /Local Storage.leveldb.\d+\.log$/.test(name))).toBe(true)
  expect(filesWith(folder, 'started').some((file) => file.endsWith('main.log'))).toBe(true)

  // What was being written is in the encrypted store: it stands in its field again.
  const again = await launchDesk({ authorityUrl: authority.url, profile })
  const back = new DeskPage(again.page, t, language, hand)
  await back.open()
  await back.enter(noura)
  await back.openView('open')
  await back.openRequest(number)
  await expect(remarks(again.page)).toHaveValue(draft)
  await again.app.close()
})
