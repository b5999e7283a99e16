import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TFunction } from 'i18next'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { putMember } from '#core/repositories/members.ts'
import type { Language } from '#shared/i18n/language.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage, type Hand } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'mouse', slow: true })
    test(`the first fill is paused and goes on, and the device tells how it stands (${language})`, async ({
      desk,
      slowLine,
      t,
    }) => {
      const { page } = desk
      const fill = page.getByRole('region', { name: t('session.fill') })

      await test.step('pressed while it runs, Pause keeps what has come; the desk can be used and says so', async () => {
        await desk.enter(noura)
        await desk.badge.click()
        await expect(fill.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow', '0')
        await fill.getByRole('button', { name: t('session.fillPause') }).click()
        await expect(fill).toContainText(t('session.fillPausedHint'))
        slowLine?.release()
        await expect(fill).toContainText(t('session.fillPaused'))
        await expect(fill.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow', '100')
        expect(slowLine?.fills()).toEqual({ all: 1, resumed: 0 })
        await examine(page, 'fill-paused', language)
      })

      await test.step('it goes on where it stopped, to the last row', async () => {
        await fill.getByRole('button', { name: t('session.fillGoOn') }).click()
        await expect(fill).toHaveCount(0, { timeout: 120_000 })
        await page.keyboard.press('Escape')
        await expect(desk.badge).toContainText(t('session.synced'), { timeout: 120_000 })
        expect(slowLine?.fills()).toEqual({ all: 2, resumed: 1 })
      })

      await test.step('the store is sound at a glance, and after a check of everything', async () => {
        await page.keyboard.press('Alt+Digit0')
        const health = page.getByRole('region', { name: t('device.health') })
        await expect(health).toContainText(t('device.health_sound'))
        await expect(health).toContainText(t('device.depth_quick'))
        await health.getByRole('button', { name: t('device.checkFull') }).click()
        await expect(health).toContainText(`${t('device.depth_full')} ·`, { timeout: 120_000 })
        await expect(health).toContainText(t('device.health_sound'))
      })

      await test.step('as many rows are here as at the authority, and a scope can be read again', async () => {
        const table = page.getByRole('table', { name: t('device.counts') })
        const members = table.getByRole('row').filter({ hasText: t('device.table_members') })
        await expect(members.getByRole('cell').nth(1)).toHaveText('400')
        await expect(members.getByRole('cell').nth(2)).toHaveText('400')
        await expect(table).not.toContainText(t('device.state_differs'))
        const opener = members.getByRole('button', { name: t('device.table_members') })
        await opener.press('Enter')
        await expect(opener).toHaveAttribute('aria-expanded', 'true')
        await expect(table).toContainText(t('device.asMany'))
        await examine(page, 'device', language)
        await table.getByRole('button', { name: t('device.reread') }).click()
        await expect(table.getByRole('button', { name: t('device.rereadAsked') })).toBeVisible()
        await expect(desk.badge).toContainText(t('session.synced'), { timeout: 120_000 })
        await expect(members.getByRole('cell').nth(1)).toHaveText('400')
      })

      await test.step('a metered line is remembered by the device', async () => {
        const metered = page.getByRole('switch', { name: t('device.metered') })
        await metered.click()
        await expect(metered).toBeChecked()
        await page.reload()
        await expect(metered).toBeChecked()
      })
    })
  })
}

/** How a desk is opened on a profile, which stays when it is closed. */
function openerOf(profile: string, t: TFunction, language: Language, hand: Hand) {
  return async (authorityUrl: string) => {
    const { page, close } = await launchDesk({ authorityUrl, profile })
    const desk = new DeskPage(page, t, language, hand)
    await desk.open()
    return { page, desk, close }
  }
}

/** The store of a profile whose desk is closed. */
function openStoreOf(profile: string): Store {
  const { wrappedKey } = JSON.parse(readFileSync(join(profile, 'settings.json'), 'utf8')) as { wrappedKey: string }
  return openStore(join(profile, 'desk.db'), new Uint8Array(Buffer.from(wrappedKey, 'base64')), 'writer')
}

/**
 * Takes members out of a profile's store behind the back of its index, sets a row aside as an older version would, and
 * notes jumps of the clock, which no test may turn.
 */
function harm(profile: string): void {
  const store = openStoreOf(profile)
  store.runOf('DELETE FROM members WHERE id IN (SELECT id FROM members LIMIT 3)')
  store.runOf(`INSERT INTO aside (table_name, row_id, version, scope, cause, change, at, set_by)
    SELECT 'members', id, 2, 'directory', 'unreadable: email', '{}', '2026-11-27T00:00:00.000Z',
      (SELECT json_extract(value, '$') FROM settings WHERE key = 'application')
    FROM members LIMIT 1`)
  store.runOf(`INSERT INTO clock_jumps (at, from_ms, to_ms, jump_ms, noticed) VALUES
    ('2026-11-20T06:10:00.000Z', 0, 0, -7200000, 'opening'), ('2026-11-22T09:31:00.000Z', 0, 0, 259200000, 'running')`)
  store.close()
}

/** An authority that has moved on: it answers no desk of this version. */
async function startNewerAuthority(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ code: 'sync/protocol' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

test('a store that was harmed is told in words, and made whole again', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  const profile = join(folder, 'profile')
  const open = openerOf(profile, t, language, hand)
  const first = await open(authority.url)
  await first.desk.signIn(noura)
  await first.close()
  harm(profile)

  await test.step('a desk that the authority no longer understands says what to do, and works on', async () => {
    const newer = await startNewerAuthority()
    const { page, desk, close } = await open(newer.url)
    await desk.enter(noura)
    await page.keyboard.press('Alt+Digit0')
    const fault = page.getByRole('alert').filter({ hasText: getErrorRow('sync/protocol').ar })
    await expect(fault).toContainText(getErrorRow('sync/protocol').doAr)
    const jumps = page.getByRole('list', { name: t('device.clockJumps') }).getByRole('listitem')
    await expect(jumps).toContainText([t('device.jumpNoticed_running'), t('device.jumpNoticed_opening')])
    await expect(desk.badge).toContainText(t('session.outdated'))
    await expect(page.getByRole('region', { name: t('device.health') })).toContainText(t('device.depth_quick'))
    await examine(page, 'device-fault', 'ar', 'en')
    await close()
    newer.close()
  })

  const { page, desk, close } = await open(authority.url)
  await desk.enter(noura)
  await page.keyboard.press('Alt+Digit0')
  const health = page.getByRole('region', { name: t('device.health') })
  await health.getByRole('button', { name: t('device.checkFull') }).click()
  await expect(health).toContainText(t('device.health_damage'))
  const table = page.getByRole('table', { name: t('device.counts') })
  await table.getByRole('button', { name: t('device.table_members') }).click()
  await expect(table).toContainText(t('device.missing', { count: 3 }))
  await expect(table).toContainText(t('device.cause_unreadable'))
  await examine(page, 'device-harmed', 'ar', 'en')

  await health
    .getByRole('button', { name: t('device.repair') })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('device.repairConfirm') })
    .click()
  await expect(page.getByRole('main')).toContainText(t('device.repaired', { count: 0 }))
  await expect(desk.badge).toContainText(t('session.synced'))
  await expect(health).not.toContainText(t('device.health_damage'))
  const members = table.getByRole('row').filter({ hasText: t('device.table_members') })
  await expect(members.getByRole('cell').nth(1)).toHaveText('400')
  await close()
})

/** Members that the authority does not know: a repair has to read them all. */
function putManyMembers(profile: string, count: number): void {
  const store = openStoreOf(profile)
  store.cheapTransaction(() => {
    for (let n = 0; n < count; n += 1) {
      const member = buildMember({ id: `many-${n}`, membershipNo: String(70_000_000 + n), email: `m${n}@example.sa` })
      putMember(store, member, JSON.stringify(member), 1, '2026-11-27T00:00:00.000Z')
    }
  })
  store.close()
}

test('a repair shows how far it is, and stopped it leaves everything as it was', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  const profile = join(folder, 'profile')
  const open = openerOf(profile, t, language, hand)
  const first = await open(authority.url)
  await first.desk.signIn(noura)
  await first.close()
  putManyMembers(profile, 15_000)
  harm(profile)

  // Without a line: nothing is fetched meanwhile.
  const newer = await startNewerAuthority()
  const { page, desk, close } = await open(newer.url)
  await desk.enter(noura)
  await page.keyboard.press('Alt+Digit0')
  const health = page.getByRole('region', { name: t('device.health') })
  await health.getByRole('button', { name: t('device.checkFull') }).click()
  await expect(health).toContainText(t('device.health_damage'), { timeout: 120_000 })
  await health
    .getByRole('button', { name: t('device.repair') })
    .first()
    .click()
  await expect(page.getByRole('dialog', { name: t('device.repairTitle') })).toContainText(t('device.repairSaves'))
  await examine(page, 'device-repair-asked', language)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('device.repairConfirm') })
    .click()
  const dialog = page.getByRole('dialog', { name: t('device.repairRunning') })
  // No pictures here: a repair waits for nobody.
  await expect(dialog).toContainText(t('device.table_members'), { timeout: 120_000 })
  await expect(dialog).toContainText(t('device.repairStoppable'))
  await dialog.getByRole('button', { name: t('device.repairStop') }).click()
  await expect(page.getByRole('main')).toContainText(t('device.repairStopped'), { timeout: 120_000 })
  await expect(dialog).toHaveCount(0)
  await expect(health).toContainText(t('device.health_damage'), { timeout: 120_000 })
  await close()
  newer.close()
})
