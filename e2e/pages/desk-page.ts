import { expect, type Locator, type Page } from '@playwright/test'
import type { TFunction } from 'i18next'
import type { QueueView } from '#shared/contracts/requests.ts'
import type { Language } from '#shared/i18n/language.ts'

/** Somebody of the demo's people: a name to type, and the name as each language shows it. */
export interface Person {
  readonly name: string
  readonly shown: Readonly<Record<Language, string>>
}

export type Hand = 'mouse' | 'keyboard'

/** The window as a clerk sees and works it. Names come from the messages, so that one text serves both languages. */
export class DeskPage {
  readonly page: Page
  readonly t: TFunction
  readonly language: Language
  readonly #hand: Hand
  constructor(page: Page, t: TFunction, language: Language, hand: Hand) {
    this.page = page
    this.t = t
    this.language = language
    this.#hand = hand
  }

  /** Waits for the sign-in screen and turns it to this test's language. */
  async open(): Promise<void> {
    const { page } = this
    await page.getByRole('combobox').waitFor()
    if (this.language === 'en') {
      await page.getByRole('button', { name: 'English' }).click()
      await expect(page.locator('html')).toHaveAttribute('dir', 'ltr')
    }
  }

  async #pickClerk(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: this.t('session.findClerk') }).fill(name)
    const option = this.page.getByRole('option', { name })
    await expect(option).toHaveCount(1)
    if (this.#hand === 'mouse') await option.click()
    else await this.page.keyboard.press('Enter')
  }

  /** Signs in, and waits for the frame alone: the register may be on its way. */
  async enter(person: Person): Promise<void> {
    await this.#pickClerk(person.name)
    await expect(this.page.getByRole('navigation', { name: this.t('frame.navigation') })).toBeVisible()
  }

  /** Signs in and waits until the register is here. */
  async signIn(person: Person): Promise<void> {
    await this.enter(person)
    // The first fill of a large register takes its minutes; a test's own time is the limit.
    await expect(this.badge).toContainText(this.t('session.synced'), { timeout: 600_000 })
  }

  /** Another clerk takes the screen. */
  async switchTo(person: Person): Promise<void> {
    if (this.#hand === 'mouse') await this.page.getByRole('button', { name: this.t('session.switchClerk') }).click()
    else await this.page.keyboard.press('Control+Shift+KeyU')
    await this.#pickClerk(person.name)
    const button = this.page.getByRole('button', { name: this.t('session.switchClerk') })
    await expect(button).toContainText(person.shown[this.language])
    // What the one before may undo is not offered to this clerk.
    await expect(this.page.getByRole('button', { name: this.t('common.undo'), exact: false })).toHaveCount(0)
  }

  /** The sync badge in the header. */
  get badge(): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: this.t('session.line') })
  }

  /** Takes the line away, or gives it back. */
  async setLine(connected: boolean): Promise<void> {
    await this.badge.click()
    const line = this.page.getByRole('switch', { name: this.t('session.disconnectSwitch') })
    await line.click()
    await expect(line).toBeChecked({ checked: !connected })
    await this.page.keyboard.press('Escape')
  }

  /** Types into the palette; its rows are the options. */
  async search(text: string): Promise<Locator> {
    if (this.#hand === 'mouse') await this.page.getByRole('button', { name: this.t('frame.omnibox') }).click()
    else await this.page.keyboard.press('Control+KeyK')
    const dialog = this.page.getByRole('dialog', { name: this.t('search.title') })
    await dialog.getByRole('combobox').fill(text)
    return dialog
  }

  async openOption(dialog: Locator, name: string | RegExp): Promise<void> {
    const option = dialog.getByRole('option', { name }).first()
    await expect(option).toBeVisible()
    if (this.#hand === 'mouse') {
      await option.click()
      return
    }
    for (let step = 0; step < 30 && (await option.getAttribute('aria-selected')) !== 'true'; step++) {
      await this.page.keyboard.press('ArrowDown')
    }
    await this.page.keyboard.press('Enter')
  }

  /** Opens a saved view of the queue. */
  async openView(view: QueueView): Promise<void> {
    const name = this.t(`requests.view_${view}`)
    if (this.#hand === 'mouse') {
      const navigation = this.page.getByRole('navigation', { name: this.t('frame.navigation') })
      await navigation
        .getByRole('link', { name: this.t('frame.requests') })
        .first()
        .click()
      const views = this.page.getByRole('navigation', { name: this.t('requests.views') })
      await views.getByRole('link', { name }).click()
    } else {
      await this.openOption(await this.search(`>${name}`), name)
    }
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(name)
  }

  /** Opens a request from the queue on the screen. */
  async openRequest(number: string): Promise<void> {
    const row = this.page.getByRole('row', { name: number })
    await expect(row).toBeVisible()
    if (this.#hand === 'mouse') {
      await row.click()
    } else {
      await this.page.keyboard.press('ArrowDown')
      for (let step = 0; step < 60 && !(await isFocused(row)); step++) await this.page.keyboard.press('KeyJ')
      await this.page.keyboard.press('Enter')
    }
    await expect(this.page.getByRole('main').locator('header').first()).toContainText(number)
  }

  /** Presses a decision: its key, or its button. */
  async press(name: string, key: string): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: false }).first()
    await expect(button).toBeEnabled()
    if (this.#hand === 'mouse') await button.click()
    else await this.page.keyboard.press(key)
  }

  /** Where the clerk is, by the address inside the window. */
  get place(): string {
    return new URL(this.page.url()).hash.slice(1)
  }
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))
}
