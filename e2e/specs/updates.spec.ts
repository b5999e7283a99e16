import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { manifestEntry } from '#main/updates/offline-package.ts'
import { buildRelease, makeKey, ReleaseServer, signWith } from '#main/updates/test-releases.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

const kind = { platform: process.platform as 'linux', arch: process.arch as 'x64' }

test('an update is found, fetched, given up, fetched again, and ready; a package does the same without a line', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  test.skip(process.platform !== 'linux', 'elsewhere an update needs a packed and signed application')
  const key = makeKey()
  const server = new ReleaseServer()
  const feed = await server.open()
  const open = async (name: string) => {
    const launched = await launchDesk({
      authorityUrl: authority.url,
      profile: join(folder, name),
      env: { MUMARIS_UPDATE_FEED: feed, MUMARIS_UPDATE_KEYS: key.text },
    })
    const desk = new DeskPage(launched.page, t, language, hand)
    await desk.open()
    await desk.signIn(noura)
    await launched.page.keyboard.press('Alt+Digit0')
    return { ...launched, updates: launched.page.getByRole('region', { name: t('updates.title') }) }
  }

  const { page, updates, close } = await open('profile')
  const look = updates.getByRole('button', { name: t('updates.checkNow') })

  await test.step('no server, and a release of somebody else: told in words, and nothing is fetched', async () => {
    await expect(updates).toContainText(t('updates.neverAsked'))
    await look.click()
    await expect(updates).toContainText(getErrorRow('update/unreachable').ar)
    server.offer(buildRelease(kind), makeKey())
    await look.click()
    await expect(updates).toContainText(getErrorRow('update/not-signed').ar)
    await examine(page, 'updates-refused', 'ar', 'en')
    server.offer(buildRelease({ ...kind, version: '0.0.9', minimumFrom: '0.0.1' }), key)
    await look.click()
    await expect(updates).toContainText(t('updates.newest'))
  })

  await test.step('found, given up, fetched, ready', async () => {
    server.offer(buildRelease(kind, 3_000_000), key)
    server.stalls = true
    await look.click()
    await expect(updates).toContainText(t('updates.available'))
    await examine(page, 'updates-available', 'ar', 'en')
    await updates.getByRole('button', { name: t('updates.download') }).click()
    await expect(updates.getByRole('progressbar')).toBeVisible()
    await examine(page, 'updates-downloading', 'ar', 'en')
    await updates.getByRole('button', { name: t('updates.cancel') }).click()
    await expect(updates).toContainText(t('updates.available'))
    server.stalls = false
    await updates.getByRole('button', { name: t('updates.download') }).click()
    await expect(updates).toContainText(t('updates.ready', { version: '0.2.0' }))
    await examine(page, 'updates-ready', 'ar', 'en')
  })
  await close()
  server.close()

  await test.step('a package of whoever manages the machine goes the same way; another file is refused', async () => {
    const desk = await open('other')
    const path = join(folder, 'mumaris-desk.mdu')
    await desk.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
    }, path)
    const fromPackage = desk.updates.getByRole('button', { name: t('updates.fromPackage') })
    writeFileSync(path, 'no package at all')
    await fromPackage.click()
    await expect(desk.updates).toContainText(getErrorRow('update/damaged').ar)
    const release = buildRelease(kind, 1_000_000)
    const signed = new TextEncoder().encode(JSON.stringify(signWith(release.manifest, key)))
    writeFileSync(path, zipSync({ [manifestEntry]: signed, [release.manifest.file.name]: release.bytes }, { level: 0 }))
    await fromPackage.click()
    await expect(desk.updates).toContainText(t('updates.ready', { version: '0.2.0' }))
    await desk.close()
  })
})
