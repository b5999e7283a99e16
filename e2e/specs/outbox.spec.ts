import { join } from 'node:path'
import type { Page } from '@playwright/test'
import excel from 'exceljs'
import type { Answer } from '#shared/contracts/contract-map.ts'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { AuthorityApi } from '../authority-api.ts'
import { findDataUpdate } from '../data-update.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { CertificatesPage, saveTo } from '../pages/certificates-page.ts'
import type { DeskPage } from '../pages/desk-page.ts'
import { firstMember, khalid, noura } from '../people.ts'

/** A supervisor elsewhere, for what two supervisors do to one record. */
const otherSupervisor = 'jeddah-supervisor-1'

/** The last command of the clerk at the screen, as the core has it. */
async function lastCommand(page: Page): Promise<OutboxItem | undefined> {
  const answer = await page.evaluate(() => {
    const { desk } = window as unknown as { desk: { invoke: (channel: string, input: object) => Promise<unknown> } }
    return desk.invoke('sync.outbox', { limit: 1 })
  })
  const told = answer as Answer<{ items: OutboxItem[] }>
  return told.ok ? told.value.items[0] : undefined
}

/** Gives the line back and opens what came home refused. */
async function openRefused(desk: DeskPage, as: 'overtaken' | 'conflict' = 'overtaken'): Promise<void> {
  const { page, t } = desk
  await desk.setLine(true)
  await expect(desk.badge).toContainText(t('session.attention', { count: 1 }), { timeout: 30_000 })
  await page
    .getByRole('navigation')
    .getByRole('link', { name: t('frame.outbox') })
    .click()
  await expect(page.getByRole('main')).toContainText(t(`outbox.title_${as}`))
}

async function findEmailChange(api: AuthorityApi) {
  await api.ask(noura.id, 'sync.now', {})
  const { hits } = await api.ask(noura.id, 'members.search', { text: firstMember.oldEmail })
  const filters = { kind: 'email-change', state: 'submitted', memberId: hits[0]?.member.id ?? '' } as const
  const { rows } = await api.ask(noura.id, 'requests.list', { view: 'open', filters })
  return api.ask(noura.id, 'requests.get', { id: rows[0]?.id ?? '' })
}

test('a request that a colleague decided first: what was decided there, and my words to take along', async ({
  desk,
  api,
  t,
}) => {
  const { page } = desk
  const main = page.getByRole('main')
  const { request, revisionHash, proposed } = await findEmailChange(api)
  await desk.signIn(noura)
  await desk.openView('open')
  await desk.openRequest(request.number)
  await desk.setLine(false)
  await page
    .getByRole('button', { name: t('requests.reject'), exact: false })
    .first()
    .click()
  await page.getByRole('checkbox').first().click()
  await page.getByRole('textbox', { name: t('requests.remarksLabel') }).fill('أكد بالهاتف أنه لم يطلب التغيير.')
  await page.getByRole('button', { name: t('requests.confirmReject') }).click()
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))

  const words = { reasons: ['RTN-DOC-UNCLEAR'], remarks: 'الخطاب غير واضح، يُرسل من جديد.' }
  await api.ask(khalid.id, 'sync.now', {})
  await api.ask(khalid.id, 'requests.decide', { id: request.id, decision: 'return', revisionHash, ...words })
  await api.ask(khalid.id, 'sync.now', {})
  await openRefused(desk)

  const there = main.getByRole('region', { name: t('outbox.decidedThere') })
  await expect(there).toContainText(t('outbox.act_decide_return'))
  await expect(there).toContainText(khalid.shown.ar)
  await expect(there).toContainText(words.remarks)
  const mine = main.getByRole('region', { name: t('outbox.myDecision') })
  await expect(mine).toContainText(t('outbox.act_decide_reject'))
  await expect(main.getByRole('region', { name: t('outbox.cause') })).toContainText(t('outbox.overtaken_request'))
  // Neither a value that nobody would set, nor a redo that would be refused.
  await expect(main).not.toContainText(proposed.email ?? '')
  await expect(main.getByRole('button', { name: t('outbox.redo') })).toHaveCount(0)
  await page.evaluate(() => {
    Object.assign(navigator.clipboard, { writeText: (text: string) => Promise.resolve(void (document.title = text)) })
  })
  await mine.getByRole('button', { name: t('outbox.copyRemarks') }).click()
  await expect(page).toHaveTitle('أكد بالهاتف أنه لم يطلب التغيير.')
  await examine(page, 'outbox-overtaken', 'ar', 'en')
})

test('a member who changed meanwhile: the cause, the values side by side, and what a redo will leave', async ({
  desk,
  api,
  t,
}) => {
  const { page } = desk
  const main = page.getByRole('main')
  const { request } = await findEmailChange(api)
  await desk.signIn(noura)
  await desk.openView('open')
  await desk.openRequest(request.number)
  await desk.setLine(false)
  await desk.press(t('requests.approvePropose'), 'KeyA')
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
  await api.correctMember(request.memberId, { email: 'corrected@elsewhere.example' })
  await openRefused(desk, 'conflict')
  await expect(main.getByRole('region', { name: t('outbox.cause') })).toBeVisible()
  await expect(main.getByRole('table', { name: t('outbox.comparison') })).toContainText('corrected@elsewhere.example')
  await expect(main.getByRole('region', { name: t('outbox.result') })).toContainText(request.proposed.email ?? '')
  await examine(page, 'outbox-conflict', 'ar', 'en')
})

test('fields that others decided first stand beside mine', async ({ desk, api, t }) => {
  const { page } = desk
  const main = page.getByRole('main')
  const { request, revisionHash } = await findDataUpdate(api)
  await desk.signIn(noura)
  await desk.openView('mine')
  await desk.openRequest(request.number)
  await desk.setLine(false)
  for (const [field, name] of [
    ['mobile', t('requests.approve')],
    ['city', t('requests.reject')],
  ] as const) {
    const card = main.getByRole('region', { name: t(`requests.field_${field}`) })
    await card.getByRole('button', { name }).click()
    if (field === 'city') await card.getByRole('checkbox').first().click()
  }
  await page.getByRole('button', { name: t('requests.fieldsSend') }).click()
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
  const approve = { decision: 'approve', reasons: [], remarks: '' } as const
  const fields = { city: { ...approve, reasons: [] }, mobile: { ...approve, reasons: [] } }
  await api.ask(khalid.id, 'sync.now', {})
  await api.ask(khalid.id, 'requests.decide', { id: request.id, decision: 'approve', revisionHash, fields })
  await api.ask(khalid.id, 'sync.now', {})
  await openRefused(desk)
  await expect(main.getByRole('region', { name: t('outbox.decidedThere') })).toContainText(khalid.shown.ar)
  await expect(main.getByRole('region', { name: t('outbox.myDecision') })).toContainText(t('outbox.act_decide_reject'))
  await examine(page, 'outbox-overtaken-fields', 'ar', 'en')
})

test('a certificate stands as it was seen, as it is, and as mine would have left it', async ({ desk, api, t }) => {
  const { page } = desk
  await api.ask(noura.id, 'sync.now', {})
  const { rows } = await api.ask(noura.id, 'certificates.list', { filters: { state: 'in-force' }, limit: 40 })
  const row = rows.find(({ awaitingSecond }) => !awaitingSecond)
  if (!row) throw new Error('The demo register has no certificate to revoke')
  const { id } = row
  await api.ask(noura.id, 'certificates.revoke', { id, reason: 'REV-ISSUED-IN-ERROR' })
  await api.ask(noura.id, 'sync.now', {})
  await desk.signIn(khalid)
  await desk.setLine(false)
  await page.evaluate((certificate) => void (window.location.hash = `#/certificates/${certificate}`), id)
  await page.getByRole('button', { name: t('certificates.revokeDecline') }).click()
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
  await api.ask(otherSupervisor, 'sync.now', {})
  await api.ask(otherSupervisor, 'certificates.revoke', { id, step: 'confirm' })
  await api.ask(otherSupervisor, 'sync.now', {})
  await openRefused(desk)
  const table = page.getByRole('table', { name: t('outbox.comparison') })
  await expect(table).toContainText(t('certificates.state_revoked'))
  await expect(table).toContainText(t('outbox.revocationProposed'))
  await examine(page, 'outbox-overtaken-certificate', 'ar', 'en')
})

test('an appointment that was moved meanwhile stands with its three slots', async ({ desk, api, t }) => {
  const { page } = desk
  await api.ask(noura.id, 'sync.now', {})
  const today = riyadhDateOf(Date.now())
  const range = { from: addDays(today, 1), to: addDays(today, 9) }
  const { days } = await api.ask(noura.id, 'appointments.slots', { ...range, service: 'data-update' })
  const free = days.flatMap(({ slots }) => slots).filter(({ taken, capacity }) => taken < capacity)
  const [first, second, third] = free.map(({ scheduleId, date, time }) => ({ scheduleId, date, time }))
  if (!first || !second || !third) throw new Error('The demo register has no free slots')
  const visitor = { name: 'عبير صالح السبيعي', mobile: '0550128841', idNo: '1000000008' }
  const { appointmentId: id } = await api.ask(noura.id, 'appointments.book', { slot: first, visitor })
  await api.ask(noura.id, 'sync.now', {})
  await desk.signIn(noura)
  await desk.setLine(false)
  await page.evaluate(
    ([channel, input]) => {
      const { desk } = window as unknown as { desk: { invoke: (channel: string, input: object) => Promise<unknown> } }
      return desk.invoke(channel, input)
    },
    ['appointments.move', { id, to: third }] as const,
  )
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
  await api.ask(khalid.id, 'sync.now', {})
  await api.ask(khalid.id, 'appointments.move', { id, to: second })
  await api.ask(khalid.id, 'sync.now', {})
  await openRefused(desk)
  const table = page.getByRole('table', { name: t('outbox.comparison') })
  for (const { time } of [first, second, third]) await expect(table).toContainText(time)
  await examine(page, 'outbox-overtaken-appointment', 'ar', 'en')
})

test('what the outbox shows is saved to an Excel file by its key', async ({ app, desk, folder, t }) => {
  const { page } = desk
  await desk.signIn(noura)
  await desk.setLine(false)
  await desk.openView('open')
  await page.getByRole('row').nth(1).click()
  await page
    .getByRole('button', { name: t('requests.reject'), exact: false })
    .first()
    .click()
  await page.getByRole('checkbox').first().click()
  await page.getByRole('button', { name: t('requests.confirmReject') }).click()
  await expect(desk.badge).toContainText(t('session.inWaiting', { n: 1 }))
  await page.keyboard.press('Alt+KeyO')
  const path = join(folder, 'outbox.xlsx')
  await saveTo(app, path)
  await page.keyboard.press('Control+KeyE')
  await expect(page.getByRole('region', { name: t('reports.panel') })).toContainText(t('reports.done'))
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(path)
  expect(workbook.worksheets[1]?.getRow(2).getCell(2).value).toBe(t('outbox.act_decide_reject'))
  await examine(page, 'outbox-export', 'ar', 'en')
})

test('a step on a certificate is held while its page is open, and sent when it is left', async ({ desk, t }) => {
  const { page } = desk
  const certificates = new CertificatesPage(desk)
  await desk.signIn(noura)
  await certificates.open()
  await certificates.openRegister('26-C-')
  await page.getByRole('row').nth(5).click()
  await page.getByRole('button', { name: t('certificates.startRevocation') }).click()
  await page.getByRole('combobox', { name: t('certificates.reason') }).selectOption('REV-ISSUED-IN-ERROR')
  await page.getByRole('button', { name: t('certificates.revokePropose') }).click()
  await expect.poll(async () => (await lastCommand(page))?.state).toBe('held')
  await page.keyboard.press('Alt+KeyO')
  // Well before the six seconds are over.
  await expect.poll(async () => (await lastCommand(page))?.state, { timeout: 3000, intervals: [50] }).not.toBe('held')
})
