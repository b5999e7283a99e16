import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { root } from '#tools/run/command.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
]

/** Checks the open screen by axe in both themes and takes its picture in both sizes, to out/screens. */
export async function examine(page: Page, name: string, language: string): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((scheme) => {
      const stored = JSON.parse(localStorage.getItem('desk.preferences') ?? '{}') as object
      const newValue = JSON.stringify({ ...stored, theme: scheme })
      localStorage.setItem('desk.preferences', newValue)
      // Another window's change: this one follows without losing its place.
      window.dispatchEvent(new StorageEvent('storage', { key: 'desk.preferences', newValue }))
    }, theme)
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(250)
      const path = join(root, 'out', 'screens', `${name}-${language}-${theme}-${size.width}.png`)
      await page.screenshot({ path })
    }
    // Legacy mode: the other one opens a blank page of its own, which this application does not allow.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([])
  }
}
