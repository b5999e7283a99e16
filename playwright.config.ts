import { defineConfig } from '@playwright/test'

/**
 * End-to-end tests on the built app: real Electron where its runtime is there, the Chromium shell otherwise. Each test
 * has its own profile and its own authority, so at most two run at a time.
 */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'out/test/playwright',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Only a net for what hangs: a machine with other work takes its time.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'out/test/playwright.json' }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
})
