import { expect } from '@playwright/test'
import { createI18n } from '#renderer/lib/i18n.ts'
import type { TourContext } from '#tools/run/play-tour.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { firstMember, khalid, noura } from '../people.ts'

/** Reads the number of a request off the open page. */
async function numberOn(desk: DeskPage): Promise<string> {
  const text = await desk.page.getByRole('main').innerText()
  const number = /R-\d{2}-\d+/.exec(text)?.[0]
  if (!number) throw new Error('The page shows no number of a request')
  return number
}

/** Follows the preference of the window's theme. */
async function setTheme(desk: DeskPage, theme: 'light' | 'dark'): Promise<void> {
  const root = desk.page.locator('html')
  if ((await root.getAttribute('data-mantine-color-scheme')) !== theme) await desk.page.keyboard.press('Alt+KeyD')
  await expect(root).toHaveAttribute('data-mantine-color-scheme', theme)
}

/** The main job once: find a member, approve an e-mail change without a line, confirm it, see it at the authority. */
export async function tour({ page, authorityUrl, language, step, picture }: TourContext): Promise<void> {
  const t = createI18n(language, () => 'latn').t
  const desk = new DeskPage(page, t, language, 'keyboard')
  await page.setViewportSize({ width: 1440, height: 900 })
  let number = ''
  let proposed = ''

  await step('Sign in as a clerk', async () => {
    await desk.open()
    await setTheme(desk, 'light')
    await picture('sign-in')
    await desk.signIn(noura)
    return noura.name
  })
  await step('Find a member by part of a name', async () => {
    const dialog = await desk.search(firstMember.typed[language])
    await expect(dialog.getByRole('option', { name: firstMember.name[language] }).first()).toBeVisible()
    await picture('search')
    await page.keyboard.press('Escape')
    await desk.openOption(await desk.search(firstMember.oldEmail), firstMember.name[language])
    await expect(page.getByRole('main')).toContainText(firstMember.oldEmail)
    number = await numberOn(desk)
    await picture('member')
    return `${firstMember.name[language]}, ${firstMember.oldEmail}`
  })
  await step('Open the queue', async () => {
    await desk.openView('open')
    await picture('queue')
    await setTheme(desk, 'dark')
    await picture('queue-dark')
    await setTheme(desk, 'light')
    return await page.getByRole('heading', { level: 1 }).innerText()
  })
  await step('Take the line away', async () => {
    await desk.setLine(false)
    return await desk.badge.innerText()
  })
  await step('Review the e-mail change', async () => {
    await desk.openRequest(number)
    await expect(page.locator('main canvas').first()).toBeVisible()
    proposed = await page.locator('main ins').first().locator('xpath=..').innerText()
    await page.waitForTimeout(500)
    await picture('review')
    return `${number}: ${proposed.replaceAll(/\s/g, '')}`
  })
  await step('The clerk approves', async () => {
    await desk.press(t('requests.approvePropose'), 'KeyA')
    await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    return await desk.badge.innerText()
  })
  await step('A supervisor takes the screen and confirms', async () => {
    await desk.switchTo(khalid)
    await desk.openView('second-approval')
    await desk.openRequest(number)
    await expect(page.locator('main canvas').first()).toBeVisible()
    await picture('second-approval')
    await desk.press(t('requests.approveConfirm'), 'KeyA')
    await page.keyboard.press('Alt+KeyO')
    await expect(page.getByRole('main')).toContainText(number)
    await picture('outbox')
    return await desk.badge.innerText()
  })
  await step('Give the line back', async () => {
    await desk.setLine(true)
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 60_000 })
    await picture('receipted')
    return await desk.badge.innerText()
  })
  await step('The letters that went out', async () => {
    const response = await fetch(`${authorityUrl}/v1/demo/mail`)
    const { letters } = (await response.json()) as {
      letters: { template: string; toAddress: string; requestNumber: string }[]
    }
    const sent = letters.filter(
      (letter) => letter.requestNumber === number && letter.template.startsWith('email-changed'),
    )
    if (sent.length < 2) throw new Error(`Only ${sent.length} letters went out for ${number}`)
    return sent.map(({ template, toAddress }) => `${template} → ${toAddress}`).join(', ')
  })
}
