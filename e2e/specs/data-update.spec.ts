import { fullName } from '#shared/domain/members/member.ts'
import type { AuthorityApi } from '../authority-api.ts'
import { findDataUpdate } from '../data-update.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { khalid, noura } from '../people.ts'

/** How the request and its member stand at the authority, as another desk pulls them. */
async function atAuthority(api: AuthorityApi, id: string) {
  await api.ask(noura.id, 'sync.now', {})
  const { request, member } = await api.ask(noura.id, 'requests.get', { id })
  if (member === null) throw new Error('The member of the data update is gone')
  const fields = Object.fromEntries(Object.entries(request.fieldStates).map(([field, { state }]) => [field, state]))
  return { state: request.state, fields, member }
}

test.describe('en, by keyboard', () => {
  test.use({ language: 'en', hand: 'keyboard' })
  test('five fields are decided without a line, each goes its own way, and two people end it', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    const main = page.getByRole('main')
    const { request, member, proposed } = await findDataUpdate(api)
    const before = member === null ? undefined : { ...member }
    await desk.signIn(noura)
    await desk.openView('mine')
    await desk.openRequest(request.number)
    await desk.setLine(false)

    await test.step('nothing is sent before something is chosen, and a pressed A only chooses', async () => {
      await page.keyboard.press('Control+Enter')
      await page.keyboard.press('KeyA')
      await expect(main).toContainText(t('requests.fieldsSecond', { count: 1 }))
      await expect(main.getByRole('button', { name: t('requests.approve'), pressed: true })).toHaveCount(1)
      await expect(desk.badge).not.toContainText(t('session.inWaiting', { n: 1 }))
    })
    await test.step('the light fields at once, one of them back to the member with a reason', async () => {
      await page.keyboard.press('Shift+KeyA')
      for (let step = 0; step < 3; step += 1) await page.keyboard.press('KeyJ')
      await page.keyboard.press('KeyR')
      await page.keyboard.press('Control+Enter')
      await expect(main.getByRole('alert')).toContainText(t('requests.field_poBox'))
      await page.keyboard.press('Digit1')
      await expect(main).toContainText(t('requests.fieldsNow', { count: 3 }))
      await expect(main).toContainText(t('requests.fieldsBack', { count: 1 }))
      // The register has moved since the snapshot, and the card says so.
      await expect(main).toContainText(t('requests.fieldMovedNow'))
    })
    await test.step('the screen is whole and accessible in both themes', () => examine(page, 'data-update', 'en'))
    await test.step('it waits for the line', async () => {
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(t('requests.toastFields', { count: 5, number: request.number }))).toBeVisible()
      await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    })
    await test.step('with the line the light fields are in effect, the name is not', async () => {
      await desk.setLine(true)
      await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
      const now = await atAuthority(api, request.id)
      expect(now.state).toBe('awaiting-second')
      expect(now.fields).toEqual({
        nameAr: 'awaiting-second',
        mobile: 'applied',
        city: 'applied',
        poBox: 'returned',
        employer: 'applied',
      })
      expect(now.member).toMatchObject({
        mobile: proposed.mobile,
        city: proposed.city,
        employerAr: proposed.employer,
        poBox: before?.poBox,
        nameAr: before?.nameAr,
      })
    })
    await test.step('the second person sees what is in effect and decides only the name', async () => {
      await desk.switchTo(khalid)
      await desk.openView('second-approval')
      await desk.openRequest(request.number)
      await expect(main.getByText(t('requests.fieldState_applied'), { exact: true })).toHaveCount(3)
      await expect(main.getByRole('button', { name: t('requests.approve'), exact: true })).toHaveCount(1)
      await examine(page, 'data-update-second', 'en', 'ar')
      await page.keyboard.press('KeyA')
      await page.keyboard.press('Enter')
      await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
      await expect.poll(async () => (await atAuthority(api, request.id)).state, { timeout: 40_000 }).toBe('returned')
    })
    await test.step('the name is in effect, the PO box is with the member, and letters say so', async () => {
      const now = await atAuthority(api, request.id)
      expect(fullName(now.member.nameAr)).toBe(proposed.nameAr)
      expect(now.member.poBox).toBe(before?.poBox)
      expect(now.fields).toMatchObject({ nameAr: 'applied', poBox: 'returned' })
      const letters = (await api.letters()).filter((letter) => letter.requestNumber === request.number)
      expect(letters.map(({ template }) => template)).toEqual(['data-update-decided', 'data-update-decided'])
      expect(letters[0]?.bodyEn).toContain('PO box')
    })
  })
})

test.describe('ar, by mouse', () => {
  test.use({ language: 'ar', hand: 'mouse' })
  test('a field that changed meanwhile is a conflict to redo; one that is left out stays open', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    const main = page.getByRole('main')
    const { request, proposed } = await findDataUpdate(api)
    await desk.signIn(noura)
    await desk.openView('mine')
    await desk.openRequest(request.number)
    await desk.setLine(false)
    const card = (field: 'city' | 'mobile' | 'employer') =>
      main.getByRole('region', { name: t(`requests.field_${field}`) })
    await card('mobile')
      .getByRole('button', { name: t('requests.approve') })
      .click()
    await card('city')
      .getByRole('button', { name: t('requests.reject') })
      .click()
    await card('city').getByRole('checkbox').first().click()
    await expect(main).toContainText(t('requests.fieldsOpen', { count: 3 }))
    await examine(page, 'data-update', 'ar')
    await page.getByRole('button', { name: t('requests.fieldsSend') }).click()
    await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    // Not all of it is decided: the clerk stays, and what is decided shows as not receipted.
    await expect(card('mobile')).toContainText(t('requests.fieldState_pending'))
    await expect(card('employer').getByRole('button', { name: t('requests.approve') })).toBeVisible()

    await api.correctMember(request.memberId, { mobile: '+966509999999', postalCode: '12345' })
    await desk.setLine(true)
    await expect(desk.badge).toContainText(t('session.attention', { count: 1 }), { timeout: 30_000 })
    await page
      .getByRole('navigation')
      .getByRole('link', { name: t('frame.outbox') })
      .click()
    await expect(main).toContainText(t('outbox.title_conflict'))
    await expect(main).toContainText('+966 50 999 9999')
    await page.keyboard.press('KeyE')
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
    await expect.poll(async () => (await atAuthority(api, request.id)).state, { timeout: 40_000 }).toBe('in-review')
    const now = await atAuthority(api, request.id)
    expect(now.fields).toEqual({ nameAr: 'open', mobile: 'applied', city: 'rejected', poBox: 'open', employer: 'open' })
    expect(now.member).toMatchObject({ mobile: proposed.mobile, postalCode: '12345' })
  })
})
