import { expect, type Locator, type Page } from '@playwright/test'
import type { TFunction } from 'i18next'
import type { SlotKey } from '#shared/domain/appointments/appointment.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import type { DeskPage } from './desk-page.ts'

/** Somebody at the counter, as they are typed. */
export interface TypedVisitor {
  readonly name: string
  readonly mobile: string
  readonly idNo: string
}

/** The counter's calendar as a clerk sees and works it. */
export class CounterPage {
  readonly #page: Page
  readonly #t: TFunction
  constructor(desk: DeskPage) {
    this.#page = desk.page
    this.#t = desk.t
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press('Alt+Digit5')
    await expect(this.calendar.locator('[data-slot]').first()).toBeVisible({ timeout: 30_000 })
  }

  get calendar(): Locator {
    return this.#page.getByRole('group', { name: this.#t('appointments.calendar') })
  }

  /** The slot that was opened. */
  get panel(): Locator {
    return this.#page.getByRole('region', { name: this.#t('appointments.slot'), exact: true })
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: this.#t('appointments.walkIn') })
  }

  slot(key: SlotKey): Locator {
    return this.calendar.locator(`[data-slot="${slotId(key)}"]`)
  }

  /** Turns to the week of a slot that lies ahead. */
  async turnTo(key: SlotKey): Promise<Locator> {
    const slot = this.slot(key)
    const column = this.calendar.locator(`[data-column="${key.date}"]`)
    await this.#page.keyboard.press('KeyT')
    for (let week = 0; week < 3 && (await column.count()) === 0; week++) {
      await this.#page.keyboard.press('KeyJ')
      await this.#page.waitForTimeout(300)
    }
    await expect(slot).toBeVisible()
    return slot
  }

  /** Fills the three fields of the open dialog and books with Enter. */
  async book(visitor: TypedVisitor): Promise<void> {
    const { dialog } = this
    await dialog.getByRole('textbox', { name: this.#t('appointments.fieldIdNo') }).fill(visitor.idNo)
    await dialog.getByRole('textbox', { name: this.#t('appointments.fieldName') }).fill(visitor.name)
    const mobile = dialog.getByRole('textbox', { name: this.#t('appointments.fieldMobile') })
    await mobile.fill(visitor.mobile)
    await expect(dialog.locator('[aria-pressed="true"]')).toBeVisible()
    await mobile.press('Enter')
    await expect(dialog).toHaveCount(0)
    await expect(this.panel).toContainText(visitor.name)
  }

  /** Follows the line of the head that says what was refused. */
  async openWorklist(): Promise<void> {
    const name = this.#t('appointments.legendRefused', { count: 1 })
    await this.#page.getByRole('main').getByRole('link', { name }).click({ timeout: 40_000 })
  }

  /** Books somebody in a slot of the calendar. */
  async bookIn(key: SlotKey, visitor: TypedVisitor): Promise<void> {
    await (await this.turnTo(key)).click()
    await this.panel.getByRole('button', { name: this.#t('appointments.bookHere') }).click()
    await this.book(visitor)
  }
}
