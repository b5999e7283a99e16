import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/run/longest-first.ts'
import { vitestTally } from './tools/run/vitest-tally.ts'

/** Unit and integration tests: everything beside its source. None of them loads Electron or a browser. */
export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,authority,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'out/**'],
    environment: 'node',
    pool: 'forks',
    // A process runs file after file, so that packages are read, PostgreSQL is started and PGlite is opened once in it.
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Nets for what hangs, never a measure: a machine with other work takes its time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    allowOnly: false,
    passWithNoTests: false,
    restoreMocks: true,
    reporters: ['default', vitestTally('out/test/vitest.json')],
  },
})
