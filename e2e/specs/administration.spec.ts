import { demoClerks } from '#authority/demo/clerks.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import type { Person } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

const found = demoClerks().find(({ role }) => role === 'administrator')
if (!found) throw new Error('The demo has no administrator')
const administrator: Person = { name: found.nameEn, shown: { ar: found.nameAr, en: found.nameEn } }

test('an administrator lets a device in, puts it out and has it wiped; without a line nothing changes', async ({
  authority,
  desk,
  host,
  t,
}) => {
  const { page } = desk
  const navigation = page.getByRole('navigation', { name: t('frame.navigation') })
  const main = page.getByRole('main')
  const detail = page.getByRole('region', { name: t('administration.deviceDetail') })
  const dialog = page.getByRole('dialog')
  const decided = (step: 'enrolled' | 'revoked' | 'wipe', key: string) =>
    test.step(`decides: ${step}`, async () => {
      await page.keyboard.press(key)
      await expect(dialog).toContainText(t(`administration.does_${step}`))
      await dialog.getByRole('button', { name: t(`administration.step_${step}`) }).click()
      await expect(dialog).toHaveCount(0)
    })

  await test.step('a clerk has no administration', async () => {
    await desk.signIn(noura)
    await expect(navigation.getByRole('link', { name: t('frame.administration') })).toHaveCount(0)
  })

  await test.step('a new device waits, first in the list and in the badge', async () => {
    await host.seeDevice(authority.url, { id: 'desk-jeddah-3', name: 'شباك جدة 3' })
    await host.seeDevice(authority.url, { id: 'desk-abha-1', name: 'شباك أبها 1' })
    await desk.switchTo(administrator)
    await page.keyboard.press('Alt+KeyA')
    await expect(main.getByRole('row').nth(1)).toContainText(t('administration.device_pending'))
    await main.getByRole('row', { name: 'شباك جدة 3' }).click()
    await expect(detail).toContainText(t('administration.pendingHint'))
    await examine(page, 'administration-devices', 'ar', 'en')
  })

  await decided('enrolled', 'KeyA')
  await expect(detail).toContainText(t('administration.device_enrolled'))
  await decided('revoked', 'KeyR')
  await expect(detail).toContainText(t('administration.device_revoked'))

  await test.step('a wipe wants the name typed', async () => {
    await page.keyboard.press('KeyW')
    await dialog.getByRole('button', { name: t('administration.step_wipe') }).click()
    await expect(dialog).toContainText(t('administration.nameDiffers'))
    await examine(page, 'administration-wipe', 'ar', 'en')
    await dialog.getByRole('textbox').fill('شباك جدة 3')
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(detail).toContainText(t('administration.wipeWaits'))
  })

  await test.step('without a line it is shown, with why nothing can be changed', async () => {
    await desk.setLine(false)
    await expect(main).toContainText(t('administration.needsLine'))
    await expect(detail.getByRole('button', { name: t('administration.step_revoked') })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  })
})
