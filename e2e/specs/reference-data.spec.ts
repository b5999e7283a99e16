import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoClerks } from '#authority/demo/clerks.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { saveTo } from '../pages/certificates-page.ts'
import type { Person } from '../pages/desk-page.ts'

const found = demoClerks().find(({ role }) => role === 'administrator')
if (!found) throw new Error('The demo has no administrator')
const administrator: Person = { name: found.nameEn, shown: { ar: found.nameAr, en: found.nameEn } }

test('an administrator lays down reference data from a day on, and takes it back before', async ({ desk, t }) => {
  const { page } = desk
  const main = page.getByRole('main')
  const detail = page.getByRole('region', { name: t('reference.detail') })
  const kinds = page.getByRole('navigation', { name: t('reference.kinds') })
  const dialog = page.getByRole('dialog')
  const versions = page.getByRole('group', { name: t('reference.versions') })

  await test.step('what is in force, kind by kind', async () => {
    await desk.signIn(administrator)
    await page
      .getByRole('navigation', { name: t('frame.navigation') })
      .getByRole('link', { name: t('frame.administration') })
      .click()
    await page.getByRole('link', { name: t('reference.title') }).click()
    await expect(main.getByRole('row').nth(1)).toContainText(t('requests.kind_email-change'))
    await examine(page, 'reference-data', 'ar', 'en')
    await kinds.getByRole('button', { name: t('reference.kind_reasons') }).click()
    await expect(main.getByRole('row').nth(1)).toContainText('RTN-DOC-UNCLEAR')
    await main.getByRole('row').nth(1).click()
    await expect(detail).toContainText(t('reference.column_kinds'))
    await examine(page, 'reference-reasons', 'ar', 'en')
  })

  await test.step('days off that are announced, with what they move', async () => {
    await kinds.getByRole('button', { name: t('reference.kind_holidays') }).click()
    await main.getByRole('button', { name: t('reference.newVersion') }).click()
    await main.getByRole('button', { name: t('reference.addRow') }).click()
    await expect(detail.getByLabel(t('reference.column_code'), { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await examine(page, 'reference-draft', 'ar', 'en')
    const day = addDays(riyadhDateOf(Date.now()), 3)
    await detail.getByLabel(t('reference.column_code'), { exact: true }).fill('storm')
    await detail.getByLabel(t('reference.column_ar'), { exact: true }).fill('تعليق الدوام')
    await detail.getByLabel(t('reference.column_en'), { exact: true }).fill('Offices closed')
    await detail.getByLabel(t('reference.column_from'), { exact: true }).fill(day)
    await detail.getByLabel(t('reference.column_to'), { exact: true }).fill(addDays(day, 3))
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toContainText(t('reference.cannotChangeLater'))
    await expect(dialog.getByRole('button', { name: t('reference.publishNow') })).not.toHaveAttribute('aria-disabled')
    await examine(page, 'reference-publish', 'ar', 'en')
    await dialog.getByRole('button', { name: t('reference.publishNow') }).click()
    await expect(dialog).toHaveCount(0)
    await expect(versions).toContainText(t('reference.standing_future'))
    await expect(detail).toContainText(administrator.shown[desk.language])
    await examine(page, 'reference-coming', 'ar', 'en')
  })

  await test.step('and withdrawn before their day', async () => {
    await detail.getByRole('button', { name: t('reference.withdraw') }).click()
    await dialog.getByRole('button', { name: t('reference.withdraw') }).click()
    await expect(dialog).toHaveCount(0)
    await expect(versions).toContainText(t('reference.standing_withdrawn'))
  })
})

test('reference data goes into a file and comes back as a draft, checked cell by cell', async ({
  app,
  desk,
  t,
}, info) => {
  const { page } = desk
  const main = page.getByRole('main')
  const kinds = page.getByRole('navigation', { name: t('reference.kinds') })
  const dialog = page.getByRole('dialog')
  const file = join(info.outputDir, 'ranks.json')
  mkdirSync(info.outputDir, { recursive: true })
  await desk.signIn(administrator)
  await page
    .getByRole('navigation', { name: t('frame.navigation') })
    .getByRole('link', { name: t('frame.administration') })
    .click()
  await page.getByRole('link', { name: t('reference.title') }).click()

  await test.step('a file is written, read again, and says what it would change, or which cell is wrong', async () => {
    await kinds.getByRole('button', { name: t('reference.kind_ranks') }).click()
    await saveTo(app, file)
    await main.getByRole('button', { name: t('reference.export') }).click()
    await page.getByRole('menuitem', { name: t('reference.exportJson') }).click()
    await expect(page.getByRole('region', { name: t('reports.panel') })).toContainText(t('reports.done'))
    const text = readFileSync(file, 'utf8')
    const take = async (content: string) => {
      await page
        .locator('input[type="file"]')
        .setInputFiles({ name: 'ranks.json', mimeType: 'application/json', buffer: Buffer.from(content) })
    }
    await main.getByRole('button', { name: t('reference.import') }).click()
    await take(text.replace('"Technician"', '"فني"'))
    await expect(dialog).toContainText('.en')
    await examine(page, 'reference-import-faults', 'ar', 'en')
    await take(text.replace('"Technician"', '"Health Technician"'))
    await expect(dialog).toContainText('Health Technician')
    await examine(page, 'reference-import', 'ar', 'en')
    await dialog.getByRole('button', { name: t('reference.importTake') }).click()
    await expect(main.getByRole('row')).toHaveCount(2)
    await expect(main.getByRole('button', { name: t('reference.publish') })).not.toHaveAttribute('aria-disabled')
  })

  await test.step('without a line a draft is kept, and why it cannot be published stands beside it', async () => {
    await desk.setLine(false)
    await expect(main).toContainText(t('administration.needsLine'))
    await expect(main.getByRole('button', { name: t('reference.publish') })).toHaveAttribute('aria-disabled', 'true')
    await examine(page, 'reference-away', 'ar', 'en')
  })
})
