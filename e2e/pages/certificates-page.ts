import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test'
import type { TFunction } from 'i18next'
import type { Verdict } from '#shared/domain/certificates/certificate.ts'
import type { DeskPage } from './desk-page.ts'

/** A certificate of the demo register that shows one verdict. */
export interface SpecialCertificate {
  readonly verdict: Verdict
  readonly number: string
  readonly code: string | null
}

/** The demo register's certificate for each verdict. */
export async function listSpecialCertificates(authorityUrl: string): Promise<SpecialCertificate[]> {
  const answer = await fetch(`${authorityUrl}/v1/demo/certificates`)
  const { certificates } = (await answer.json()) as { certificates: SpecialCertificate[] }
  return certificates
}

/** Certificates as a clerk sees and works them. */
export class CertificatesPage {
  readonly page: Page
  readonly #t: TFunction
  constructor({ page, t }: DeskPage) {
    this.page = page
    this.#t = t
  }

  /** Goes to the counter's field by the navigation. */
  async open(): Promise<void> {
    const place = this.page.getByRole('navigation', { name: this.#t('frame.navigation') })
    await place.getByRole('link', { name: this.#t('frame.certificates') }).click()
    await expect(this.field).toBeFocused()
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: this.#t('certificates.fieldLabel') })
  }

  /** Types into the field as a hand scanner does: all of it, and Enter. */
  async verify(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
  }

  /** Drops a file on the page. */
  async drop(name: string, type: string, bytes: Uint8Array): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([data, fileName, mediaType]) => {
        const held = new DataTransfer()
        const content = Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
        held.items.add(new File([content], fileName, { type: mediaType }))
        return held
      },
      [Buffer.from(bytes).toString('base64'), name, type] as const,
    )
    for (const event of ['dragover', 'drop']) await this.page.dispatchEvent('main', event, { dataTransfer: transfer })
  }

  /** The live region says this verdict, by its word and its shape. */
  async expectVerdict(verdict: Verdict): Promise<void> {
    const card = this.page.getByRole('status').locator(`[data-verdict="${verdict}"]`)
    await expect(card).toBeVisible({ timeout: 15_000 })
    await expect(card.getByRole('heading')).toHaveText(this.#t(`certificates.verdict_${verdict}`))
  }

  /** Opens the register with one state and text by its link. */
  async openRegister(text: string): Promise<void> {
    const places = this.page.getByRole('navigation', { name: this.#t('certificates.places') })
    await places.getByRole('link', { name: this.#t('certificates.placeRegister') }).click()
    await this.page.getByRole('textbox', { name: this.#t('certificates.filterText') }).fill(text)
  }
}

/** Answers the save dialog with a path, on Electron and on the shell alike. */
export async function saveTo(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}
