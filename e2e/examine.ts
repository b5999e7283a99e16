import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { Language } from '#shared/i18n/language.ts'
import { root } from '#tools/run/command.ts'

const wide = { width: 1440, height: 900 }
const narrow = { width: 1280, height: 720 }

/** Turns the page to a language and a theme where it stands. */
export async function setLook(page: Page, look: { language: Language; theme: 'light' | 'dark' }): Promise<void> {
  await page.evaluate((wanted) => {
    const stored = JSON.parse(localStorage.getItem('desk.preferences') ?? '{}') as object
    const newValue = JSON.stringify({ ...stored, ...wanted })
    localStorage.setItem('desk.preferences', newValue)
    // Another window's change: this one follows without losing its place.
    window.dispatchEvent(new StorageEvent('storage', { key: 'desk.preferences', newValue }))
  }, look)
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.theme)
  await expect(page.locator('html')).toHaveAttribute('lang', look.language)
}

/** Until the page has been laid out for its size and painted, and every movement is over. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await document.fonts.ready
    // One in which observers of sizes speak, one in which their pages are drawn, one in which movements begin.
    for (let frames = 0; frames < 3; frames += 1) await frame()
    for (const movement of document.getAnimations())
      if (movement.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) movement.finish()
    await frame()
  })
}

async function picture(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.screenshot({ path: join(root, 'out', 'screens', `${name}.png`) })
}

/** For a page in which axe is already: the builder would read its million and a half characters into it twice each time. */
const nothing = 'undefined'

async function expectAccessible(page: Page, what: string, rules?: string[]): Promise<void> {
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  // Legacy mode: the other one opens a blank page of its own, which this application does not allow.
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: nothing }) })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  expect(violations.map(({ id, nodes }) => `${what} ${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
}

/**
 * Checks the open screen by axe in both themes and takes its picture to out/screens: both themes, and the smaller size.
 * Between the themes only colours differ, so the second is checked for what colours can do wrong. Of several languages the
 * screen is turned to each where it stands, and back to the first.
 */
export async function examine(page: Page, name: string, ...languages: [Language, ...Language[]]): Promise<void> {
  for (const language of languages) {
    await setLook(page, { language, theme: 'light' })
    await page.setViewportSize(narrow)
    await picture(page, `${name}-${language}-light-${narrow.width}`)
    await page.setViewportSize(wide)
    await picture(page, `${name}-${language}-light-${wide.width}`)
    await expectAccessible(page, `${name} ${language} light`)
    await setLook(page, { language, theme: 'dark' })
    await picture(page, `${name}-${language}-dark-${wide.width}`)
    await expectAccessible(page, `${name} ${language} dark`, ['color-contrast', 'link-in-text-block'])
  }
  if (languages.length > 1) await setLook(page, { language: languages[0], theme: 'dark' })
}
