import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { findProgram } from '#tools/setup/find-program.ts'
import { examine } from '../examine.ts'
import { test as base, expect } from '../fixtures.ts'
import {
  CertificatesPage,
  listSpecialCertificates,
  type SpecialCertificate,
  saveTo,
} from '../pages/certificates-page.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { khalid, noura } from '../people.ts'

interface Parts {
  special: readonly SpecialCertificate[]
  certificates: CertificatesPage
}

/** The demo register's certificates, and their screens. */
const test = base.extend<Parts>({
  special: async ({ authority }, use) => use(await listSpecialCertificates(authority.url)),
  certificates: async ({ desk }, use) => use(new CertificatesPage(desk)),
})

function getSpecial(special: readonly SpecialCertificate[], verdict: SpecialCertificate['verdict']) {
  const found = special.find((certificate) => certificate.verdict === verdict)
  if (!found) throw new Error(`No certificate for ${verdict}`)
  return found
}

/** The code that an independent reader finds on the first page of a PDF; undefined where there is no such reader. */
function readByStranger(pdf: string, folder: string): string | undefined {
  const [zbar, poppler] = [findProgram('zbarimg'), findProgram('pdftoppm')]
  if (!zbar || !poppler) return undefined
  execFileSync(poppler, ['-r', '200', '-png', '-singlefile', pdf, join(folder, 'page')])
  return execFileSync(zbar, ['--quiet', '--raw', join(folder, 'page.png')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).replace(/\n$/, '')
}

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'mouse' })

    test(`each verdict, by number and by scanner, without a line (${language})`, async ({
      desk,
      certificates,
      special,
      t,
    }) => {
      await desk.signIn(noura)
      await desk.setLine(false)
      await certificates.open()
      for (const { verdict, number, code } of special) {
        await certificates.verify(code ?? number)
        await certificates.expectVerdict(verdict)
      }
      // asked again, a code is asked again, and not its number
      await certificates.verify(getSpecial(special, 'cannot-tell').code ?? '')
      await certificates.expectVerdict('cannot-tell')
      await desk.page.getByRole('button', { name: t('certificates.again') }).click()
      const log = desk.page.getByRole('region', { name: t('certificates.log') })
      await expect(log.getByRole('listitem')).toHaveCount(special.length + 2)
      await certificates.expectVerdict('cannot-tell')
      await certificates.verify(getSpecial(special, 'valid').number.replaceAll('-', ''))
      await certificates.expectVerdict('valid')
      await expect(desk.page.getByRole('main')).toContainText(t('certificates.proof_clock_met'))

      // the log leads back to what was found, and so does the way back
      await expect(log.getByRole('listitem')).toHaveCount(special.length + 3)
      await log.getByRole('link', { name: t('certificates.verdict_revoked') }).click()
      await certificates.expectVerdict('revoked')
      await desk.page.goBack()
      await certificates.expectVerdict('valid')

      // the member's page knows of it
      await desk.page.getByRole('button', { name: t('certificates.openMember') }).click()
      const verified = desk.page.getByRole('list', { name: t('certificates.memberLog') })
      await expect(verified.getByRole('link').first()).toContainText(t('certificates.verdict_valid'))
    })
  })
}

test('its screens are whole and accessible in both languages and themes', async ({
  desk,
  certificates,
  special,
  t,
}) => {
  const { page } = desk
  await desk.signIn(noura)
  await certificates.open()
  await examine(page, 'certificates-empty', 'ar', 'en')
  for (const verdict of ['cannot-tell', 'suspended', 'revoked', 'valid'] as const) {
    await certificates.verify(getSpecial(special, verdict).code ?? '')
    await certificates.expectVerdict(verdict)
    await examine(page, `certificates-${verdict}`, 'ar', 'en')
  }
  await certificates.openRegister('26-C-')
  await expect(page.getByRole('row').nth(3)).toBeVisible()
  await examine(page, 'certificates-register', 'ar', 'en')
  await page.getByRole('row').nth(1).click()
  await page.getByRole('button', { name: t('certificates.startRevocation') }).click()
  await examine(page, 'certificate', 'ar', 'en')
})

test('what the desk prints it reads again, and so does a stranger', async ({
  app,
  desk,
  certificates,
  special,
  folder,
  t,
}) => {
  await desk.signIn(noura)
  await certificates.open()
  const { number, code } = getSpecial(special, 'valid')
  await certificates.verify(number)
  await certificates.expectVerdict('valid')
  await desk.page
    .getByRole('region', { name: t('certificates.holder') })
    .getByRole('link', { name: number })
    .click()
  const pdf = join(folder, 'certificate.pdf')
  await saveTo(app, pdf)
  await desk.page.getByRole('button', { name: t('certificates.printCertificate') }).click()
  await expect(desk.page.getByText(t('certificates.savedAs'))).toBeVisible({ timeout: 30_000 })
  expect(existsSync(pdf)).toBe(true)

  await certificates.open()
  await certificates.drop('شهادة.pdf', 'application/pdf', readFileSync(pdf))
  await certificates.expectVerdict('valid')
  await expect(certificates.field).toHaveValue(number)
  await expect(desk.page.getByRole('region', { name: t('certificates.log') }).getByRole('listitem')).toHaveCount(2)
  expect([code, undefined]).toContain(readByStranger(pdf, folder))

  // a file that is none says so and stays out of the log
  await certificates.drop('empty.png', 'image/png', new Uint8Array([1, 2, 3]))
  await expect(desk.page.getByRole('main')).toContainText('تعذرت قراءة هذا الملف')

  const letter = join(folder, 'letter.pdf')
  await certificates.verify(number)
  await certificates.expectVerdict('valid')
  await saveTo(app, letter)
  await desk.page.getByRole('button', { name: t('certificates.printLetter') }).click()
  await expect.poll(() => existsSync(letter), { timeout: 30_000 }).toBe(true)
})

test('old evidence is never green', async ({ authority, folder, language, hand, t, special }) => {
  const profile = join(folder, 'profile')
  const first = await launchDesk({ authorityUrl: authority.url, profile })
  const desk = new DeskPage(first.page, t, language, hand)
  await desk.open()
  await desk.signIn(noura)
  await desk.setLine(false)
  await first.close()

  const env = { MUMARIS_CLOCK_AHEAD_HOURS: '96' }
  const later = await launchDesk({ authorityUrl: authority.url, profile, env })
  await later.page.getByRole('combobox', { name: t('session.findClerk') }).fill(noura.name)
  await later.page.getByRole('option', { name: noura.name }).click()
  const certificates = new CertificatesPage(new DeskPage(later.page, t, language, hand))
  await certificates.open()
  await certificates.verify(getSpecial(special, 'valid').code ?? '')
  await certificates.expectVerdict('cannot-tell')
  await expect(later.page.getByRole('main')).toContainText('هذا لا يعني أنها غير صحيحة')
  await certificates.verify(getSpecial(special, 'revoked').code ?? '')
  await certificates.expectVerdict('revoked')
  await later.close()
})

test('two people revoke a certificate, and another desk knows', async ({ api, desk, certificates, t }) => {
  await desk.signIn(noura)
  await certificates.open()
  await certificates.openRegister('26-C-')
  const row = desk.page.getByRole('row').nth(5)
  await row.click()
  const title = await desk.page.getByRole('heading', { level: 1 }).innerText()
  const number = /\d\d-C-\d{7}/.exec(title)?.[0] ?? ''
  await desk.page.getByRole('button', { name: t('certificates.startRevocation') }).click()
  await desk.page.getByRole('button', { name: t('certificates.revokePropose') }).click()
  await expect(desk.page.getByText(t('certificates.reasonMissing'))).toBeVisible()
  await desk.page.getByRole('combobox', { name: t('certificates.reason') }).selectOption('REV-ISSUED-IN-ERROR')
  await desk.page.getByRole('button', { name: t('certificates.revokePropose') }).click()
  // taken back, and proposed again
  const history = desk.page.getByRole('region', { name: t('certificates.page'), exact: true })
  await expect(history).toContainText(t('certificates.step_propose'))
  await history.getByRole('button', { name: t('certificates.undo') }).click()
  await expect(history).toContainText(t('certificates.historyEmpty'))
  await desk.page.getByRole('button', { name: t('certificates.startRevocation') }).click()
  await desk.page.getByRole('combobox', { name: t('certificates.reason') }).selectOption('REV-ISSUED-IN-ERROR')
  await desk.page.getByRole('button', { name: t('certificates.revokePropose') }).click()
  await expect(history).toContainText(t('certificates.step_propose'))
  await expect(desk.page.getByRole('main')).toContainText(t('certificates.refusal_role'))

  await desk.switchTo(khalid)
  await desk.page.getByRole('button', { name: t('certificates.revokeConfirm') }).click()
  await expect(history).toContainText(t('certificates.step_confirm'))
  await desk.page.getByRole('button', { name: t('certificates.verify') }).waitFor()
  await expect(history).not.toContainText(t('certificates.notReceipted'), { timeout: 20_000 })

  await api.ask(noura.id, 'sync.now', {})
  const seen = await api.ask(noura.id, 'certificates.verify', { number })
  expect([seen.verdict, seen.reason]).toEqual(['revoked', 'status-revoked'])
})
