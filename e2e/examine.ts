import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { root } from '#tools/run/command.ts'

const wide = { width: 1440, height: 900 }
const narrow = { width: 1280, height: 720 }

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((scheme) => {
    const stored = JSON.parse(localStorage.getItem('desk.preferences') ?? '{}') as object
    const newValue = JSON.stringify({ ...stored, theme: scheme })
    localStorage.setItem('desk.preferences', newValue)
    // Another window's change: this one follows without losing its place.
    window.dispatchEvent(new StorageEvent('storage', { key: 'desk.preferences', newValue }))
  }, theme)
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
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

/**
 * Checks the open screen by axe in both themes and takes its picture to out/screens: both themes, and the smaller size.
 * Between the themes only colours differ, so the second is checked for what colours can do wrong.
 */
export async function examine(page: Page, name: string, language: string): Promise<void> {
  await setTheme(page, 'light')
  await page.setViewportSize(narrow)
  await picture(page, `${name}-${language}-light-${narrow.width}`)
  await page.setViewportSize(wide)
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(page, theme)
    await picture(page, `${name}-${language}-${theme}-${wide.width}`)
    // Legacy mode: the other one opens a blank page of its own, which this application does not allow.
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    const { violations } = await (theme === 'light'
      ? axe
      : axe.withRules(['color-contrast', 'link-in-text-block'])
    ).analyze()
    expect(
      violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([])
  }
}
