import { join } from 'node:path'
import { createI18n } from '#renderer/lib/i18n.ts'
import type { Slot } from '#shared/contracts/appointments.ts'
import { addDays, calendarDate, riyadhDateOf, weekday } from '#shared/domain/calendar.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import type { AuthorityApi } from '../authority-api.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { CounterPage, type TypedVisitor } from '../pages/counter-page.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { firstMember, khalid, noura } from '../people.ts'

const visitors: Record<'online' | 'offline' | 'late' | 'quick', TypedVisitor> = {
  online: { name: 'عبير صالح السبيعي', mobile: '٠٥٥٠١٢٨٨٤١', idNo: '١٠٠٠٠٠٠٠٠٨' },
  offline: { name: 'Samar Bawazir', mobile: '+966 55 012 8842', idNo: '2000000006' },
  late: { name: 'فهد محمد القحطاني', mobile: '0550128843', idNo: '1000000016' },
  quick: { name: 'Khalid Alshammari', mobile: '0550128844', idNo: '1000000024' },
}

/** Free slots of the next days whose counter takes one visitor at a time. */
async function freeSlots(api: AuthorityApi): Promise<Slot[]> {
  await api.ask(noura.id, 'sync.now', {})
  const today = riyadhDateOf(Date.now())
  const range = { from: addDays(today, 1), to: addDays(today, 9) }
  const { days } = await api.ask(noura.id, 'appointments.slots', { ...range, service: 'data-update' })
  return days.flatMap((day) => day.slots).filter((slot) => slot.taken < slot.capacity && slot.capacity === 1)
}

/** The only appointment of a visitor, as another desk sees it. */
async function find(api: AuthorityApi, name: string) {
  await api.ask(noura.id, 'sync.now', {})
  const { rows } = await api.ask(noura.id, 'appointments.list', { filters: { text: name } })
  expect(rows.map((row) => row.visitor.name)).toEqual([name])
  return rows[0]
}

/** Somebody at another desk of the branch takes a place. */
async function takeMeanwhile(api: AuthorityApi, slot: Slot): Promise<void> {
  await api.ask(khalid.id, 'appointments.book', { slot: keyOf(slot), visitor: visitors.quick })
  await api.ask(khalid.id, 'sync.now', {})
}

const keyOf = ({ scheduleId, date, time }: Slot) => ({ scheduleId, date, time })

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'mouse' })
    test(`a counter's day, with a line and without one (${language})`, async ({ desk, api, t }) => {
      const { page } = desk
      const counter = new CounterPage(desk)
      await desk.signIn(noura)
      const [wanted] = await freeSlots(api)
      if (!wanted) throw new Error('The demo register has no free slot')
      const found = await api.ask(noura.id, 'members.search', { text: firstMember.oldEmail })
      const member = found.hits[0]?.member
      await counter.open()

      await test.step('a walk-in in three fields: faults at once, a member known by ID, the next free slot', async () => {
        await page.keyboard.press('KeyB')
        const idNo = counter.dialog.getByRole('textbox', { name: t('appointments.fieldIdNo') })
        await idNo.fill('1000000000')
        await expect(counter.dialog).toContainText(t('appointments.idFault_checksum'))
        await idNo.fill(member?.idNo ?? '')
        const name = counter.dialog.getByRole('textbox', { name: t('appointments.fieldName') })
        await expect(name).toHaveValue(firstMember.name.ar)
        await counter.book(visitors.online)
        await expect(counter.panel).toContainText(t('appointments.confirmedChip'), { timeout: 20_000 })
        expect(await find(api, visitors.online.name)).toMatchObject({
          state: 'booked',
          origin: 'walk-in',
          visitor: { mobile: '+966550128841', idNo: '1000000008' },
        })
      })

      await test.step('it is moved by keys, and where it led is where it stands', async () => {
        await page.keyboard.press('KeyM')
        await expect(page.getByRole('main')).toContainText(visitors.online.name)
        const focused = counter.calendar.locator('[data-slot]:focus')
        await expect(focused).toHaveCount(1)
        for (let step = 0; step < 60; step++) {
          await page.keyboard.press('ArrowDown')
          if (step % 12 === 11) await page.keyboard.press(language === 'ar' ? 'Shift+ArrowLeft' : 'Shift+ArrowRight')
          const free = await focused.getAttribute('data-free')
          const same = await focused.locator('[data-booking]').filter({ hasText: visitors.online.name }).count()
          if (free !== null && same === 0) break
        }
        const target = await focused.getAttribute('data-slot')
        await page.keyboard.press('Enter')
        await expect(counter.panel).toContainText(t('appointments.event_moved'))
        await expect(counter.panel).toContainText(t('appointments.confirmedChip'), { timeout: 20_000 })
        const after = await find(api, visitors.online.name)
        expect(`${after?.date} ${after?.time} ${after?.scheduleId}`).toBe(target)
      })

      await test.step('checked in, taken back, absent, taken back, and cancelled with a remark', async () => {
        for (const [key, state] of [
          ['KeyA', 'arrived'],
          ['KeyR', 'booked'],
          ['KeyN', 'no-show'],
          ['KeyR', 'booked'],
        ] as const) {
          // Decision keys rest for a moment after each decision.
          await page.waitForTimeout(500)
          await page.keyboard.press(key)
          await expect(counter.panel.locator('article header')).toContainText(t(`appointments.state_${state}`))
        }
        await expect(counter.panel).toContainText(t('appointments.confirmedChip'), { timeout: 20_000 })
        await page.keyboard.press('KeyC')
        const asked = page.getByRole('dialog', { name: t('appointments.cancelTitle') })
        await asked.getByRole('textbox').fill('اعتذر هاتفيًا')
        await asked.getByRole('button', { name: t('appointments.cancelConfirm') }).click()
        await expect(counter.panel).toHaveCount(0)
        await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
        expect(await find(api, visitors.online.name)).toMatchObject({ state: 'cancelled', remarks: 'اعتذر هاتفيًا' })
      })

      await test.step('without a line a booking is provisional, and says so; the line settles it', async () => {
        await desk.setLine(false)
        await page.keyboard.press('KeyB')
        await counter.book(visitors.offline)
        await expect(counter.panel).toContainText(t('appointments.provisionalChip'))
        await expect(counter.calendar.locator('[data-tone="provisional"]').first()).toBeVisible()
        await page.keyboard.press('KeyD')
        await desk.setLine(true)
        await expect(counter.panel).toContainText(t('appointments.confirmedChip'), { timeout: 30_000 })
        await page.keyboard.press('Escape')
        const list = page.getByRole('region', { name: t('appointments.arrivals') })
        await list.getByRole('textbox').fill('2000000006')
        await expect(list.getByRole('listitem')).toHaveCount(1)
        await list.getByRole('button', { name: t('appointments.checkIn', { name: visitors.offline.name }) }).click()
        await expect(list.getByRole('listitem')).toContainText(t('appointments.tone_arrived'), { timeout: 20_000 })
        await page.keyboard.press('Escape')
      })

      await test.step('a place that another desk took meanwhile: refused, on the worklist, booked elsewhere', async () => {
        await page.getByRole('heading', { level: 1 }).click()
        await page.keyboard.press('KeyW')
        await desk.setLine(false)
        await counter.bookIn(wanted, visitors.late)
        await expect(counter.panel).toContainText(t('appointments.provisionalChip'))
        await takeMeanwhile(api, wanted)
        await desk.setLine(true)
        await counter.openWorklist()
        const main = page.getByRole('main')
        await expect(main).toContainText(visitors.late.name)
        await page.keyboard.press('Digit1')
        await expect(main).toContainText(t('appointments.worklistEmpty'))
        await expect(desk.badge).toContainText(t('session.synced'), { timeout: 30_000 })
        const booked = await find(api, visitors.late.name)
        expect(booked).toMatchObject({ state: 'booked', service: 'data-update' })
        expect(`${booked?.date} ${booked?.time}`).not.toBe(`${wanted.date} ${wanted.time}`)
        expect(await find(api, visitors.quick.name)).toMatchObject(keyOf(wanted))
      })
    })
  })
}

test('the counter’s screens are whole and accessible in both languages and themes', async ({ desk, api, t }) => {
  const { page } = desk
  const counter = new CounterPage(desk)
  await desk.signIn(noura)
  const [wanted] = await freeSlots(api)
  if (!wanted) throw new Error('The demo register has no free slot')
  await counter.open()
  await counter.turnTo(wanted)
  await examine(page, 'appointments-week', 'ar', 'en')
  await desk.setLine(false)
  await counter.bookIn(wanted, visitors.late)
  await page.keyboard.press('KeyD')
  await expect(counter.calendar.locator('[data-tone="provisional"]')).toHaveCount(1)
  await examine(page, 'appointments-booking', 'ar', 'en')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: t('appointments.arrivals') })).toBeVisible()
  await examine(page, 'appointments-day', 'ar', 'en')
  await page.keyboard.press('KeyB')
  await expect(counter.dialog.locator('[aria-pressed="true"]')).toBeVisible()
  await examine(page, 'appointments-walk-in', 'ar', 'en')
  await page.keyboard.press('Escape')
  await takeMeanwhile(api, wanted)
  await desk.setLine(true)
  await counter.openWorklist()
  await expect(page.getByRole('main')).toContainText(visitors.late.name)
  await examine(page, 'appointments-worklist', 'ar', 'en')
})

test('the right day stands under the right date, in both directions and every zone', async ({ authority, folder }) => {
  for (const zone of ['America/Los_Angeles', 'Asia/Riyadh', 'UTC']) {
    const { page, close } = await launchDesk({
      authorityUrl: authority.url,
      profile: join(folder, `profile ${zone.replace('/', ' ')}`),
      env: { TZ: zone },
    })
    const desk = new DeskPage(page, createI18n('ar', () => 'latn').t, 'ar', 'mouse')
    await desk.open()
    await desk.signIn(noura)
    await new CounterPage(desk).open()
    expect(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(zone)
    for (const language of ['ar', 'en'] as const) {
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      const { heads, columns } = await page.evaluate(() => {
        const middle = (element: Element) => {
          const { left, right } = element.getBoundingClientRect()
          return Math.round((left + right) / 2)
        }
        const heads = [...document.querySelectorAll('[data-day]')].map((head) => {
          const [name, ...numbers] = [...head.querySelectorAll('span')].map((part) => part.textContent).filter(Boolean)
          return { date: head.getAttribute('data-day') ?? '', at: middle(head), words: [name, ...numbers].join(' ') }
        })
        const columns = [...document.querySelectorAll('[data-column]')].map((column) => {
          const dates = [...column.querySelectorAll('[data-slot]')].map((slot) => {
            const inside = slot.getBoundingClientRect()
            const around = column.getBoundingClientRect()
            const fits = inside.left >= around.left - 1 && inside.right <= around.right + 1
            return fits ? (slot.getAttribute('data-slot') ?? '').slice(0, 10) : 'outside'
          })
          return { date: column.getAttribute('data-column') ?? '', at: middle(column), dates: [...new Set(dates)] }
        })
        return { heads, columns }
      })
      expect(heads.map(({ date }) => weekday(calendarDate(date)))).toEqual([0, 1, 2, 3, 4, 5, 6])
      expect(columns.map(({ date }) => date)).toEqual(heads.map(({ date }) => date))
      for (const [index, { date, at, words }] of heads.entries()) {
        expect(Math.abs(at - (columns[index]?.at ?? 0))).toBeLessThanOrEqual(1)
        expect(columns[index]?.dates.every((own) => own === date)).toBe(true)
        const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(date))
        expect(words).toContain(name)
        expect(words).toContain(String(Number(date.slice(8))))
        const next = heads[index + 1]
        if (next !== undefined) expect(language === 'ar' ? at > next.at : at < next.at).toBe(true)
      }
      expect(columns.filter(({ dates }) => dates.length > 0).length).toBeGreaterThanOrEqual(4)
      const today = page.locator('[data-day][aria-current="date"]')
      await expect(today).toHaveAttribute('data-day', riyadhDateOf(Date.now()))
      await page.keyboard.press('Alt+KeyL')
    }
    await close()
  }
})
