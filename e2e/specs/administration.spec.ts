import { demoClerks } from '#authority/demo/clerks.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import type { Person } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

const found = demoClerks().find(({ role }) => role === 'administrator')
if (!found) throw new Error('The demo has no administrator')
const administrator: Person = { name: found.nameEn, shown: { ar: found.nameAr, en: found.nameEn } }

test('an administrator adds a clerk, changes their role, locks them out and lets them go', async ({ desk, t }) => {
  const { page } = desk
  const main = page.getByRole('main')
  const detail = page.getByRole('region', { name: t('administration.clerkDetail') })
  const dialog = page.getByRole('dialog')
  const field = (name: string) => dialog.getByRole('textbox', { name, exact: true })
  const take = (step: 'lock' | 'unlock' | 'reset-password', key: string) =>
    test.step(step, async () => {
      await page.keyboard.press(key)
      await dialog.getByRole('button', { name: t(`administration.step_${step}`), exact: true }).click()
    })

  await test.step('the clerks of the authority, found by name in either script', async () => {
    await desk.signIn(administrator)
    await page.keyboard.press('Alt+KeyA')
    await expect(main.getByRole('row').nth(1)).toBeVisible()
    await main.getByRole('textbox', { name: t('administration.filterClerks') }).fill('otaibi')
    await main.getByRole('row', { name: noura.shown.ar }).click()
    await expect(detail).toContainText(noura.id)
    await page.getByRole('button', { name: t('administration.filterClear') }).click()
    await examine(page, 'administration-clerks', 'ar', 'en')
  })

  await test.step('a new clerk, whose password is shown once', async () => {
    await page.keyboard.press('KeyN')
    await dialog.getByRole('button', { name: t('administration.save') }).click()
    await expect(dialog).toContainText(t('administration.fieldMissing'))
    await field(t('administration.nameAr')).fill('ريم بنت فهد الدوسري')
    await field(t('administration.nameEn')).fill('Reem Aldosari')
    await field(t('administration.columnUsername')).fill(noura.id)
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText(t('administration.takenId'))
    await field(t('administration.columnUsername')).fill('r.aldosari')
    await examine(page, 'administration-add', 'ar', 'en')
    await dialog.getByRole('button', { name: t('administration.save') }).click()
    await expect(dialog).toContainText(t('administration.passwordOnce'))
    await expect(dialog).toContainText('r.aldosari')
    await examine(page, 'administration-password', 'ar', 'en')
    await dialog.getByRole('button', { name: t('administration.passwordDone') }).click()
    await expect(detail).toContainText(t('administration.clerk_first-sign-in'))
  })

  await test.step('another role, and back by undo', async () => {
    await page.keyboard.press('KeyE')
    await dialog.getByRole('combobox', { name: t('administration.columnRole') }).selectOption('supervisor')
    await expect(dialog).toContainText(t('administration.rightsNow'))
    await dialog.getByRole('button', { name: t('administration.save') }).click()
    await expect(detail).toContainText(t('session.role_supervisor'))
    await page.keyboard.press('Control+KeyZ')
    await expect(detail).toContainText(t('session.role_clerk'))
  })

  await take('lock', 'KeyL')
  await expect(detail).toContainText(t('administration.clerk_locked'))
  await take('unlock', 'KeyL')
  await expect(detail).toContainText(t('administration.clerk_first-sign-in'))
  await take('reset-password', 'KeyP')
  await dialog.getByRole('button', { name: t('administration.passwordDone') }).click()

  await test.step('is let go, with the reason', async () => {
    await page.keyboard.press('KeyD')
    await dialog.getByRole('button', { name: t('administration.step_deactivate') }).click()
    await expect(dialog).toContainText(t('administration.reasonMissing'))
    await dialog.getByRole('textbox').fill('انتقلت إلى جهة أخرى')
    await dialog.getByRole('button', { name: t('administration.step_deactivate') }).click()
    await expect(detail).toContainText(t('administration.clerk_inactive'))
  })

  await test.step('what each role may do', async () => {
    await page.keyboard.press('Digit2')
    await expect(main.getByRole('rowheader', { name: t('administration.may_administer_clerks') })).toBeVisible()
    await examine(page, 'administration-roles', 'ar', 'en')
  })

  await test.step('a branch is renamed, and its people read so; one where there is work is not closed', async () => {
    const branch = page.getByRole('region', { name: t('administration.branchDetail') })
    await page.keyboard.press('Digit3')
    await main.getByRole('row', { name: 'فرع أبها' }).click()
    await expect(branch.getByRole('button', { name: t('administration.step_close') })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await examine(page, 'administration-branches', 'ar', 'en')
    await main.getByRole('row', { name: 'المقر الرئيس' }).click()
    await page.keyboard.press('KeyE')
    await field(t('administration.nameAr')).fill('المركز الرئيس بالرياض')
    await field(t('administration.phone')).fill('920019393')
    await page.keyboard.press('Enter')
    await expect(branch).toContainText('920019393')
    await expect(page.getByRole('banner')).toContainText('المركز الرئيس بالرياض')
  })

  await test.step('one’s own role stays, and without a line nothing changes', async () => {
    await page.keyboard.press('Digit1')
    const role = main.getByRole('combobox', { name: t('administration.columnRole') })
    await role.selectOption('administrator')
    await main.getByRole('row', { name: administrator.shown.ar }).click()
    await expect(detail).toContainText(t('administration.notOwnAccount'))
    await desk.setLine(false)
    await expect(main).toContainText(t('administration.needsLine'))
    await expect(main.getByRole('button', { name: t('administration.addClerk') })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await expect(main.getByRole('row', { name: administrator.shown.ar })).toBeVisible()
  })
})

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
    await page.getByRole('link', { name: t('administration.tabDevices') }).click()
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
