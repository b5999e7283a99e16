import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { AuthorityApi } from '../authority-api.ts'
import { findDataUpdate } from '../data-update.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import type { DeskPage } from '../pages/desk-page.ts'
import { firstMember, noura } from '../people.ts'

const letterName = 'خطاب جهة العمل.pdf'
const scanName = 'identity card, both sides.png'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What the clerk has at the counter: a letter, and a picture, for which a part of the window serves. */
async function paperOf(page: Page) {
  const clip = { x: 0, y: 0, width: 320, height: 200 }
  const letter = {
    name: letterName,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.7 ${'a letter '.repeat(9000)}`),
  }
  return { letter, scan: { name: scanName, mimeType: 'image/png', buffer: await page.screenshot({ clip }) } }
}

/** Presses a button of the form as this test's clerk does. */
async function press(desk: DeskPage, hand: 'mouse' | 'keyboard', name: string) {
  const button = desk.page.getByRole('button', { name })
  if (hand === 'mouse') await button.click()
  else await button.press('Enter')
}

async function findRequest(api: AuthorityApi, kind: 'email-change' | 'data-update') {
  if (kind === 'data-update') return (await findDataUpdate(api)).request
  await api.ask(noura.id, 'sync.now', {})
  const { hits } = await api.ask(noura.id, 'members.search', { text: firstMember.oldEmail })
  const filters = { kind, state: 'submitted', memberId: hits[0]?.member.id ?? '' } as const
  const [row] = (await api.ask(noura.id, 'requests.list', { view: 'open', filters })).rows
  if (!row) throw new Error('The demo register has no e-mail change of its first member')
  return row
}

for (const { hand, kind } of [
  { hand: 'mouse', kind: 'email-change' },
  { hand: 'keyboard', kind: 'data-update' },
] as const) {
  test.describe(`ar, by ${hand}`, () => {
    test.use({ language: 'ar', hand })
    test(`papers go with a decision without a line, one is taken away again (${kind})`, async ({ desk, api, t }) => {
      const { page } = desk
      const { id, number } = await findRequest(api, kind)
      await desk.signIn(noura)
      await desk.openView(kind === 'data-update' ? 'mine' : 'open')
      await desk.openRequest(number)
      await desk.setLine(false)
      const { letter, scan } = await paperOf(page)
      const papers = page.getByRole('group', { name: t('requests.attachments') })

      await test.step('two are attached at once, by what they are', async () => {
        const chosen = page.waitForEvent('filechooser')
        await press(desk, hand, t('requests.attach'))
        await (await chosen).setFiles([letter, scan])
        await expect(papers.getByRole('listitem')).toHaveText([new RegExp(letterName), new RegExp(scanName)])
        await expect(desk.badge).not.toContainText(t('session.inWaiting', { n: 1 }))
        if (hand === 'mouse') await examine(page, 'attachments', 'ar', 'en')
      })
      await test.step('what is no document is not taken, and says why', async () => {
        const chosen = page.waitForEvent('filechooser')
        await press(desk, hand, t('requests.attach'))
        await (await chosen).setFiles({ name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') })
        await expect(papers.getByRole('alert')).toBeVisible()
        await expect(papers.getByRole('listitem')).toHaveCount(2)
      })
      await test.step('one is taken away again, and the keyboard is where it was', async () => {
        await press(desk, hand, t('requests.attachmentRemove', { name: scanName }))
        await expect(papers.getByRole('listitem')).toHaveText([new RegExp(letterName)])
        await expect(papers.getByRole('button', { name: t('requests.attach') })).toBeFocused()
      })
      await test.step('the decision waits with it, and the outbox says so in words', async () => {
        if (kind === 'email-change') await desk.press(t('requests.approvePropose'), 'KeyA')
        else {
          await page.keyboard.press('Shift+KeyA')
          await page.keyboard.press('Control+Enter')
        }
        await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
        await page.keyboard.press('Alt+KeyO')
        const detail = page.getByRole('region', { name: t('outbox.detail') })
        await expect(detail).toContainText(t('outbox.line_attachments'))
        await expect(detail).toContainText(`${letterName} · ${t('outbox.attachmentWaits')}`)
        if (hand === 'mouse') await examine(page, 'outbox-attachments', 'ar', 'en')
      })
      await test.step('with the line it goes up first; another desk has the letter with the decision', async () => {
        await desk.setLine(true)
        await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
        await expect(page.getByRole('main')).toContainText(t('outbox.attachmentThere'))
        await api.ask(noura.id, 'sync.now', {})
        const { evidence } = await api.ask(noura.id, 'requests.get', { id })
        const attached = evidence.filter(({ attachedBy }) => attachedBy !== null)
        expect(attached).toMatchObject([{ hash: sha256(letter.buffer), attachedBy: noura.id }])
        await api.ask(noura.id, 'requests.document', { requestId: id, hash: sha256(letter.buffer) })
      })
    })
  })
}
