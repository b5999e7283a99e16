import type { RequestState } from '#shared/domain/requests/request.ts'
import type { AuthorityApi } from '../authority-api.ts'
import { expect, test } from '../fixtures.ts'
import { firstMember, khalid, noura } from '../people.ts'

/** The first member's e-mail change, as a second desk sees it. */
async function findCase(api: AuthorityApi) {
  await api.ask(noura.id, 'sync.now', {})
  const { hits } = await api.ask(noura.id, 'members.search', { text: firstMember.oldEmail })
  const memberId = hits[0]?.member.id ?? ''
  const { rows } = await api.ask(noura.id, 'requests.list', {
    view: 'open',
    filters: { kind: 'email-change', state: 'submitted', memberId },
  })
  const [row] = rows
  if (!row) throw new Error('The demo register has no e-mail change of its first member')
  return { id: row.id, number: row.number, memberId }
}

/** How the request stands at the authority. */
async function stateAt(api: AuthorityApi, id: string) {
  await api.ask(noura.id, 'sync.now', {})
  return (await api.ask(noura.id, 'requests.get', { id })).request.state
}

/** Waits until the authority has it so; a decision is held for a moment before it leaves. */
async function expectStateAt(api: AuthorityApi, id: string, state: RequestState) {
  await expect.poll(() => stateAt(api, id), { timeout: 40_000 }).toBe(state)
}

test.describe('en, by keyboard', () => {
  test.use({ language: 'en', hand: 'keyboard' })
  test('a return is undone, then made again; the member is told why', async ({ desk, api, t }) => {
    const { page } = desk
    const { id, number } = await findCase(api)
    await desk.signIn(noura)
    await desk.openView('open')
    await desk.openRequest(number)

    await test.step('a return needs a reason', async () => {
      await page.keyboard.press('KeyR')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(t('requests.reasonRequired'))).toBeVisible()
    })
    await test.step('return, and take it back within its time', async () => {
      await page.getByRole('checkbox').first().press('Space')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(t('requests.toast_decide_return', { number }))).toBeVisible()
      await page.keyboard.press('KeyZ')
      await expect(page.getByText(t('requests.toastUndone'))).toBeVisible()
      await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
      expect(await stateAt(api, id)).toBe('submitted')
    })
    await test.step('return again and leave: it is sent at once', async () => {
      await desk.openView('open')
      await desk.openRequest(number)
      await page.keyboard.press('KeyR')
      const reason = page.getByRole('checkbox').first()
      if (!(await reason.isChecked())) await reason.press('Space')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(t('requests.toast_decide_return', { number }))).toBeVisible()
      await page.keyboard.press('Alt+KeyO')
      await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
      await expectStateAt(api, id, 'returned')
      const letters = (await api.letters()).filter((letter) => letter.requestNumber === number)
      expect(letters.filter((letter) => letter.template === 'request-returned')).toHaveLength(1)
    })
  })

  test('a decision that met a changed record is kept, shown side by side, and redone with one key', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    const { id, number, memberId } = await findCase(api)
    await desk.signIn(noura)
    await desk.openView('open')
    await desk.openRequest(number)
    await desk.setLine(false)
    await page.keyboard.press('KeyA')
    await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    await api.correctMember(memberId, { email: 'corrected@elsewhere.example' })
    await desk.setLine(true)
    await expect(desk.badge).toContainText(t('session.attention', { count: 1 }), { timeout: 20_000 })
    expect(await stateAt(api, id)).toBe('submitted')

    await page.keyboard.press('Alt+KeyO')
    const main = page.getByRole('main')
    await expect(main).toContainText(t('outbox.title_conflict'))
    for (const value of [firstMember.oldEmail, 'corrected@elsewhere.example']) await expect(main).toContainText(value)
    await page.keyboard.press('KeyE')
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
    await expectStateAt(api, id, 'awaiting-second')
  })
})

test.describe('ar, by mouse', () => {
  test.use({ language: 'ar', hand: 'mouse' })
  test('a rejection ends the request and changes nothing in the register', async ({ desk, api, t }) => {
    const { page } = desk
    const { id, number, memberId } = await findCase(api)
    await desk.signIn(noura)
    await desk.openView('open')
    await desk.openRequest(number)
    await page
      .getByRole('button', { name: t('requests.reject'), exact: false })
      .first()
      .click()
    await page.getByRole('checkbox').first().click()
    await page.getByRole('button', { name: t('requests.confirmReject') }).click()
    await expect(page.getByText(t('requests.toast_decide_reject', { number }))).toBeVisible()
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
    await expectStateAt(api, id, 'rejected')
    expect((await api.ask(noura.id, 'members.get', { id: memberId })).member.email).toBe(firstMember.oldEmail)
    const letters = (await api.letters()).filter((letter) => letter.requestNumber === number)
    expect(letters.filter((letter) => letter.template === 'request-rejected')).toHaveLength(1)
  })

  test('a decision taken back without a line never takes effect, and the next one goes through', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    const { id, number } = await findCase(api)
    await desk.signIn(noura)
    await desk.setLine(false)
    await desk.openView('open')
    await desk.openRequest(number)
    await desk.press(t('requests.approvePropose'), 'KeyA')
    await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    await page
      .getByRole('navigation')
      .getByRole('link', { name: t('frame.outbox') })
      .click()
    await page.getByRole('button', { name: t('outbox.undo') }).click()
    await expect(page.getByRole('main')).toContainText(t('outbox.title_withdrawn'))
    await desk.setLine(true)
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
    expect(await stateAt(api, id)).toBe('submitted')
    await desk.openView('open')
    await desk.openRequest(number)
    await desk.press(t('requests.approvePropose'), 'KeyA')
    await expect(desk.badge).toContainText(t('session.synced'), { timeout: 20_000 })
    await expectStateAt(api, id, 'awaiting-second')
  })

  test('a refused first approval takes the second with it, and both come back to their clerks', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    const { id, number, memberId } = await findCase(api)
    await desk.signIn(noura)
    await desk.setLine(false)
    await desk.openView('open')
    await desk.openRequest(number)
    await desk.press(t('requests.approvePropose'), 'KeyA')
    await desk.switchTo(khalid)
    await desk.openView('second-approval')
    await desk.openRequest(number)
    await desk.press(t('requests.approveConfirm'), 'KeyA')
    await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
    await api.correctMember(memberId, { email: 'corrected@elsewhere.example' })
    await desk.setLine(true)
    const outbox = () =>
      page
        .getByRole('navigation')
        .getByRole('link', { name: t('frame.outbox') })
        .click()
    await expect(desk.badge).toContainText(t('session.attention', { count: 1 }), { timeout: 20_000 })
    await outbox()
    await expect(page.getByRole('main')).toContainText(t('outbox.title_dependency'))
    await desk.switchTo(noura)
    await expect(desk.badge).toContainText(t('session.attention', { count: 1 }))
    await outbox()
    await expect(page.getByRole('main')).toContainText(t('outbox.title_conflict'))
    expect(await stateAt(api, id)).toBe('submitted')
  })
})
