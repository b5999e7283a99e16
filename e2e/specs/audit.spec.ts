import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { demoClerks } from '#authority/demo/clerks.ts'
import { root } from '#tools/run/command.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import type { Person } from '../pages/desk-page.ts'
import { firstMember, noura } from '../people.ts'

const found = demoClerks().find(({ role }) => role === 'auditor')
if (!found) throw new Error('The demo has no auditor')
const auditor: Person = { name: found.nameEn, shown: { ar: found.nameAr, en: found.nameEn } }

test.use({ hand: 'keyboard' })

test('what a clerk read is found, proven and exported by the auditor, and the file holds anywhere', async ({
  app,
  desk,
  folder,
  t,
}) => {
  const { page } = desk
  const navigation = page.getByRole('navigation', { name: t('frame.navigation') })
  const audit = navigation.getByRole('link', { name: t('frame.audit') })

  await test.step('a clerk reads a member, and has no audit log', async () => {
    await desk.signIn(noura)
    await expect(audit).toHaveCount(0)
    await desk.openOption(await desk.search(firstMember.oldEmail), firstMember.name.ar)
    await expect(page.getByRole('main')).toContainText(firstMember.oldEmail)
  })

  await test.step('the auditor finds it', async () => {
    await desk.switchTo(auditor)
    await expect(audit).toBeVisible()
    await page.keyboard.press('Alt+Digit9')
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { name: t('audit.title') })).toBeVisible()
    await main.getByRole('combobox', { name: t('audit.filterGroup') }).selectOption('reads')
    const read = main.getByRole('row', { name: t('audit.action_desk_member_read') })
    const row = read.filter({ hasText: noura.shown.ar }).first()
    // What this desk tells of itself comes with its next round, and has its place a second later.
    await expect(async () => {
      await desk.badge.click()
      await page.getByRole('button', { name: t('session.syncNow') }).click()
      await page.keyboard.press('Escape')
      await page.reload()
      await expect(row).toBeVisible({ timeout: 3000 })
    }).toPass()
    await expect(main).not.toContainText(firstMember.oldEmail)
    await row.click()
  })

  await test.step('proves it', async () => {
    const detail = page.getByRole('region', { name: t('audit.detail') })
    await expect(detail).toContainText('member:')
    await page.keyboard.press('KeyV')
    await expect(detail).toContainText(t('audit.proven'))
    await examine(page, 'audit', 'ar', 'en')
  })

  await test.step('and takes the whole log out', async () => {
    const file = join(folder, 'log.ndjson')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, file)
    await page.getByRole('button', { name: t('audit.filterClear') }).click()
    await page.keyboard.press('Control+KeyE')
    await expect(page.getByRole('status').filter({ hasText: /./ }).last()).toBeVisible()
    await expect(async () => {
      const { status, stdout } = spawnSync(
        process.execPath,
        [join(root, 'tools/verify-audit/verify-audit.mjs'), file],
        {
          encoding: 'utf8',
        },
      )
      expect(stdout).toContain('HOLDS: all ')
      expect(status).toBe(0)
    }).toPass()
  })
})
