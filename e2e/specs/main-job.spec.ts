import { expect, test } from '../fixtures.ts'
import { firstMember, khalid, noura } from '../people.ts'

/*
 * The main job, whole: find a member, approve an e-mail change without a line, have it confirmed by a second person,
 * and see it at the authority. By mouse and by keyboard alone, in both languages.
 */
for (const language of ['ar', 'en'] as const) {
  for (const hand of ['mouse', 'keyboard'] as const) {
    test.describe(`${language}, by ${hand}`, () => {
      test.use({ language, hand })
      test('an e-mail change is approved by two people while the line is away', async ({ desk, api, t }) => {
        const { page } = desk
        await test.step('sign in', () => desk.signIn(noura))

        await api.ask(noura.id, 'sync.now', {})
        const found = await api.ask(noura.id, 'members.search', { text: firstMember.oldEmail })
        const membershipNo = found.hits[0]?.member.membershipNo ?? ''
        const memberId = found.hits[0]?.member.id ?? ''

        await test.step('find the member by part of a name, and why it matched', async () => {
          const dialog = await desk.search(firstMember.typed[language])
          const option = dialog.getByRole('option', { name: membershipNo })
          await expect(option).toContainText(firstMember.name[language])
          await expect(option.locator('mark').first()).toBeVisible()
          await desk.openOption(dialog, membershipNo)
          await expect(page.getByRole('heading', { level: 1 })).toContainText(firstMember.name[language])
          await expect(page.getByRole('main')).toContainText(firstMember.oldEmail)
        })

        const { rows, total } = await api.ask(noura.id, 'requests.list', {
          view: 'open',
          filters: { kind: 'email-change', memberId },
        })
        const [request] = rows
        if (!request) throw new Error('The demo register has no e-mail change of its first member')
        expect(total).toBe(1)
        const review = await api.ask(noura.id, 'requests.get', { id: request.id })
        const proposed = review.proposed.email ?? ''

        await test.step('the queue counts exactly', async () => {
          await desk.openView('open')
          const open = await api.ask(noura.id, 'requests.list', { view: 'open' })
          await expect(page.getByRole('main')).toContainText(t('requests.requestCount', { count: open.total }))
        })

        await test.step('the line goes away', async () => {
          await desk.setLine(false)
          await expect(desk.badge).toContainText(t('session.disconnectedSince', { time: '' }).trim())
        })

        await test.step('review: what changes, its risk, its evidence', async () => {
          await desk.openRequest(request.number)
          const main = page.getByRole('main')
          await expect(main).toContainText(t('requests.riskChip_high'))
          await expect(main.locator('del').first()).toBeVisible()
          await expect(main.locator('ins').first()).toBeVisible()
          await expect(main).toContainText('EM-02')
          // The letter was brought here while the line was up.
          await expect(main.locator('canvas').first()).toBeVisible()
        })

        await test.step('the clerk approves; the badge says that it waits', async () => {
          await desk.press(t('requests.approvePropose'), 'KeyA')
          await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
        })

        await test.step('a supervisor takes the screen and confirms', async () => {
          await desk.switchTo(khalid)
          await desk.openView('second-approval')
          await desk.openRequest(request.number)
          await expect(page.getByRole('main')).toContainText(noura.shown[language])
          await desk.press(t('requests.approveConfirm'), 'KeyA')
          await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
          const elsewhere = await api.ask(noura.id, 'members.get', { id: request.memberId })
          expect(elsewhere.member.email).toBe(firstMember.oldEmail)
        })

        await test.step('the line is back: green, and nothing is pending any more', async () => {
          await desk.setLine(true)
          await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
          const dialog = await desk.search(proposed)
          await desk.openOption(dialog, membershipNo)
          await expect(page.getByRole('main')).toContainText(proposed)
          await expect(page.getByRole('main')).not.toContainText(t('members.pendingTitle'))
        })

        await test.step('another desk sees it, and the letters went out to both addresses', async () => {
          await api.ask(noura.id, 'sync.now', {})
          const elsewhere = await api.ask(noura.id, 'members.get', { id: request.memberId })
          expect(elsewhere.member.email).toBe(proposed)
          expect(elsewhere.pending).toEqual([])
          const done = await api.ask(noura.id, 'requests.get', { id: request.id })
          expect(done.request.state).toBe('completed')
          expect(done.request.decisions.map(({ step, by }) => [step, by])).toEqual([
            ['propose', noura.id],
            ['confirm', khalid.id],
          ])
          const letters = (await api.letters()).filter((letter) => letter.requestNumber === request.number)
          expect(letters.map(({ template, toAddress }) => [template, toAddress])).toEqual(
            expect.arrayContaining([
              ['email-changed-old-address', firstMember.oldEmail],
              ['email-changed-new-address', proposed],
            ]),
          )
          expect(letters.filter((letter) => letter.template === 'email-changed-new-address')).toHaveLength(1)
        })
      })
    })
  }
}
