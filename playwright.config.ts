import { defineConfig } from '@playwright/test'

/** The tests that take longest. They are begun first, so that no worker is left alone with one when the other is through. */
const longest = /(vault|administration|screens|machine)\.spec\.ts$/

/**
 * End-to-end tests on the built app: real Electron where its runtime is there, the Chromium shell otherwise. Each test
 * has its own profile and its own authority, so at most two run at a time.
 */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'out/test/playwright',
  workers: 2,
  fullyParallel: true,
  // Playwright takes projects in this order, and the files of each by their names.
  projects: [
    { name: 'longest', testMatch: longest },
    { name: 'others', testIgnore: longest },
  ],
  forbidOnly: true,
  retries: 0,
  // Only a net for what hangs: a machine with other work takes its time.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'out/test/playwright.json' }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
