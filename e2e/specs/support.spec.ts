import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { firstMember, noura } from '../people.ts'

test('a support bundle is shown before it is saved, and holds nobody', async ({ app, desk, folder, t }) => {
  const { page } = desk
  await desk.signIn(noura)
  // What a clerk has looked at is in no bundle.
  await desk.openOption(await desk.search(firstMember.typed.ar), firstMember.name.ar)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(firstMember.name.ar)
  const main = (await page.getByRole('main').innerText()).replaceAll(/[\u200e\u200f\u2066-\u2069]/g, '')
  const idNo = /\b1\d{9}\b/.exec(main)?.[0] ?? ''
  expect(idNo).toHaveLength(10)

  await page.keyboard.press('Alt+Digit0')
  await page.getByRole('button', { name: t('support.open') }).click()
  const dialog = page.getByRole('dialog', { name: t('support.title') })
  const files = dialog.getByRole('list', { name: t('support.files') })
  await files.getByRole('button', { name: 'sync.json' }).click()
  const content = dialog.getByRole('region', { name: t('support.content') })
  await expect(content).toContainText('"line": "online"')
  await examine(page, 'support-bundle', 'ar', 'en')
  await files.getByRole('button', { name: 'main.log' }).click()
  await expect(content).toContainText('started version=')
  const shown = await content.innerText()

  const path = join(folder, 'bundle')
  await app.evaluate(({ dialog: dialogs }, chosen) => {
    dialogs.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
  }, path)
  await dialog.getByRole('button', { name: t('support.save') }).click()
  await expect(dialog).toContainText(t('support.saved'))
  const entries = Object.entries(unzipSync(new Uint8Array(readFileSync(`${path}.zip`))))
  expect(entries.map(([name]) => name)).toEqual([
    'README.txt',
    'about.json',
    'updates.json',
    'check.json',
    'sync.json',
    'counts.json',
    'crash-dumps.json',
    'main.log',
  ])
  const texts = entries.map(([name, bytes]) => [name, strFromU8(bytes)] as const)
  expect(texts.find(([name]) => name === 'main.log')?.[1].trim()).toBe(shown.trim())
  for (const [name, text] of texts)
    for (const canary of [firstMember.name.ar, firstMember.typed.ar, idNo, noura.shown.ar])
      expect(text, name).not.toContain(canary)
})
