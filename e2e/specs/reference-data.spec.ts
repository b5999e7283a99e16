import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoClerks } from '#authority/demo/clerks.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Role } from '#shared/domain/clerks/clerk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { saveTo } from '../pages/certificates-page.ts'
import type { Person } from '../pages/desk-page.ts'

const peopleOf = (wanted: Role) =>
  demoClerks()
    .filter(({ role }) => role === wanted)
    .map(({ nameAr, nameEn }): Person => ({ name: nameEn, shown: { ar: nameAr, en: nameEn } }))
const [administrator, second] = peopleOf('administrator')
const [auditor] = peopleOf('auditor')
if (!administrator || !second || !auditor) throw new Error('The demo has two administrators and an auditor')

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

  await test.step('hours a year, with a row begun for a rank', async () => {
    await kinds.getByRole('button', { name: t('reference.kind_cpd') }).click()
    await expect(main.getByRole('row').nth(1)).toContainText(t('reference.all'))
    await main.getByRole('button', { name: t('reference.newVersion') }).click()
    await main.getByRole('button', { name: t('reference.addRow') }).click()
    await detail.getByLabel(t('reference.column_family'), { exact: true }).selectOption('pharmacy')
    await detail.getByLabel(t('reference.column_rank'), { exact: true }).selectOption('pharmacist')
    await detail.getByLabel(t('reference.column_hours'), { exact: true }).fill('20')
    await expect(main.getByRole('button', { name: t('reference.publish') })).not.toHaveAttribute('aria-disabled')
    await examine(page, 'reference-cpd', 'ar', 'en')
    await detail.getByRole('button', { name: t('reference.discard') }).click()
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

  await test.step('a review that is decided by hours shows those that are required', async () => {
    await desk.switchTo(auditor)
    await desk.openView('open')
    await page.getByRole('button', { name: t('requests.filterAdd') }).click()
    await page.getByRole('menuitem', { name: t('requests.filterKind') }).click()
    await page.getByRole('menuitem', { name: t('requests.kind_re-registration') }).click()
    const row = page.getByRole('row').nth(1)
    await expect(row).toContainText(t('requests.kind_re-registration'), { timeout: 60_000 })
    await row.click()
    await expect(page.getByRole('region', { name: t('requests.memberPane') })).toContainText(t('common.cpd'))
    await expect(page.locator('main canvas').first()).toBeVisible()
    await examine(page, 'review-re-registration', 'ar', 'en')
  })
})

test('what takes a second approval away is proposed by one administrator and confirmed by another', async ({
  desk,
  t,
}) => {
  const { page } = desk
  const main = page.getByRole('main')
  const detail = page.getByRole('region', { name: t('reference.detail') })
  const kinds = page.getByRole('navigation', { name: t('reference.kinds') })
  const dialog = page.getByRole('dialog')
  const versions = page.getByRole('group', { name: t('reference.versions') })
  const confirm = detail.getByRole('button', { name: t('reference.confirm') })
  const idNo = t('requests.field_idNo')
  const open = async () => {
    await page
      .getByRole('navigation', { name: t('frame.navigation') })
      .getByRole('link', { name: t('frame.administration') })
      .click()
    await page.getByRole('link', { name: t('reference.title') }).click()
    await kinds.getByRole('button', { name: t('reference.kind_field-risk') }).click()
  }
  const propose = async () => {
    await main.getByRole('button', { name: t('reference.newVersion') }).click()
    await main.getByRole('row', { name: idNo }).click()
    await detail.getByLabel(t('reference.column_risk'), { exact: true }).selectOption('medium')
    await detail.getByLabel(t('reference.effectiveFrom'), { exact: true }).fill(addDays(riyadhDateOf(Date.now()), 5))
    await expect(detail).toContainText(t('reference.needsSecond', { fields: idNo }))
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toContainText(t('reference.cannotChangeProposal'))
    await expect(dialog.getByRole('button', { name: t('reference.proposeNow') })).not.toHaveAttribute('aria-disabled')
  }
  const publish = async () => {
    await dialog.getByRole('button', { name: t('reference.proposeNow') }).click()
    await expect(dialog).toHaveCount(0)
    await expect(versions).toContainText(t('reference.standing_proposed'))
  }

  await test.step('the one who proposes is told beforehand, and does not confirm', async () => {
    await desk.signIn(administrator)
    await open()
    await propose()
    await examine(page, 'reference-propose', 'ar', 'en')
    await publish()
    await expect(confirm).toHaveAttribute('aria-disabled', 'true')
    await expect(detail).toContainText(t('reference.ownProposal'))
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toHaveCount(0)
    await examine(page, 'reference-proposed', 'ar', 'en')
  })

  await test.step('another one is led there, and turns it down', async () => {
    await desk.switchTo(second)
    await open()
    await versions.getByRole('button', { name: t('reference.standing_in-force') }).click()
    await expect(main).toContainText(t('reference.proposalWaitsBy', { name: administrator.shown[desk.language] }))
    await examine(page, 'reference-proposal-waits', 'ar', 'en')
    await main.getByRole('button', { name: t('reference.showProposal') }).click()
    await detail.getByRole('button', { name: t('reference.decline') }).click()
    await dialog.getByRole('button', { name: t('reference.decline') }).click()
    await expect(versions).toContainText(t('reference.standing_declined'))
  })

  await test.step('made anew by the second, it is confirmed by the first, with the keyboard', async () => {
    await propose()
    await publish()
    await desk.switchTo(administrator)
    // The first screen leads there.
    await page.keyboard.press('Alt+Digit1')
    await expect(main).toContainText(
      t('home.proposalWaits', { kind: t('reference.kind_field-risk'), day: '' }).slice(0, 35),
    )
    await examine(page, 'home-proposal', 'ar', 'en')
    await main.getByRole('link', { name: t('home.proposalOpen') }).click()
    await expect(confirm).not.toHaveAttribute('aria-disabled')
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toContainText(t('reference.confirmDoes', { fields: idNo }))
    await expect(dialog.getByRole('button', { name: t('reference.confirmNow') })).not.toHaveAttribute('aria-disabled')
    await examine(page, 'reference-confirm', 'ar', 'en')
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(versions).toContainText(t('reference.standing_future'))
    await expect(detail).toContainText(t('reference.confirmedBy'))
    await examine(page, 'reference-confirmed', 'ar', 'en')
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
