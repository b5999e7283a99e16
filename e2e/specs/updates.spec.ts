import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { TFunction } from 'i18next'
import { manifestEntry } from '#main/updates/offline-package.ts'
import { buildRelease, makeKey, ReleaseServer, signWith } from '#main/updates/test-releases.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

const kind = { platform: process.platform as 'linux', arch: process.arch as 'x64' }
const elsewhere = 'elsewhere an update needs a packed and signed application'

interface Asking {
  readonly authorityUrl: string
  readonly folder: string
  readonly feed: string
  readonly keys: string
  readonly t: TFunction
}

/** The page of the device on a desk that asks this update server. */
async function openUpdates({ authorityUrl, folder, feed, keys, t }: Asking) {
  const launched = await launchDesk({
    authorityUrl,
    profile: join(folder, 'profile'),
    env: { MUMARIS_UPDATE_FEED: feed, MUMARIS_UPDATE_KEYS: keys },
  })
  const desk = new DeskPage(launched.page, t, 'ar', 'mouse')
  await desk.open()
  await desk.signIn(noura)
  await launched.page.keyboard.press('Alt+Digit0')
  return { ...launched, updates: launched.page.getByRole('region', { name: t('updates.title') }) }
}

test('an update is found, fetched, given up, fetched again, and ready; what is not ours is refused', async ({
  authority,
  folder,
  t,
}) => {
  test.skip(process.platform !== 'linux', elsewhere)
  const key = makeKey()
  const server = new ReleaseServer()
  const feed = await server.open()
  const { page, updates, close } = await openUpdates({ authorityUrl: authority.url, folder, feed, keys: key.text, t })
  const look = updates.getByRole('button', { name: t('updates.checkNow') })

  await test.step('no server, and a release of somebody else: told in words, and nothing is fetched', async () => {
    await expect(updates).toContainText(t('updates.neverAsked'))
    await look.click()
    await expect(updates).toContainText(getErrorRow('update/unreachable').ar)
    server.offer(buildRelease(kind), makeKey())
    await look.click()
    await expect(updates).toContainText(getErrorRow('update/not-signed').ar)
    server.offer(buildRelease({ ...kind, version: '0.0.9', minimumFrom: '0.0.1' }), key)
    await look.click()
    await expect(updates).toContainText(t('updates.newest'))
  })

  await test.step('found, given up, fetched, ready', async () => {
    server.offer(buildRelease(kind, 3_000_000), key)
    server.stalls = true
    await look.click()
    await expect(updates).toContainText(t('updates.available'))
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
})

test('a package of whoever manages the machine is proven and made ready without a line; another file is refused', async ({
  authority,
  folder,
  t,
}) => {
  test.skip(process.platform !== 'linux', elsewhere)
  const key = makeKey()
  const feed = 'http://127.0.0.1:9/'
  const { app, updates, close } = await openUpdates({ authorityUrl: authority.url, folder, feed, keys: key.text, t })
  const path = join(folder, 'mumaris-desk.mdu')
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
  const fromPackage = updates.getByRole('button', { name: t('updates.fromPackage') })
  writeFileSync(path, 'no package at all')
  await fromPackage.click()
  await expect(updates).toContainText(getErrorRow('update/damaged').ar)
  const release = buildRelease(kind, 1_000_000)
  const signed = new TextEncoder().encode(JSON.stringify(signWith(release.manifest, key)))
  writeFileSync(path, zipSync({ [manifestEntry]: signed, [release.manifest.file.name]: release.bytes }, { level: 0 }))
  await fromPackage.click()
  await expect(updates).toContainText(t('updates.ready', { version: '0.2.0' }))
  await close()
})
