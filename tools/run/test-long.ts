import '#tools/setup/guard.mjs'
import { packageCommand, runCommand } from './command.ts'

interface LongRun {
  readonly title: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `npm run test:long`: the whole of what `npm test` runs a piece of, one after the other. A line each. */
const runs: readonly LongRun[] = [
  {
    title: '100,000 rows of the feed under 24 writers',
    words: [...packageCommand('vitest'), 'run', 'authority/use-cases/sync/feed-writers.test.ts'],
    env: { FEED_ROWS: '100000' },
  },
  {
    title: '20,000 seeds of the sync simulator',
    words: [process.execPath, 'tools/simulate/simulate.ts', '--seeds', '20000'],
  },
]

let failed = 0
for (const { title, words, env } of runs) {
  console.log(`${title} …`)
  const { code, output, milliseconds } = await runCommand(words, { env: { ...process.env, ...env } })
  if (code !== 0) {
    failed += 1
    console.log(output)
  }
  console.log(`${code === 0 ? '✓' : '✗'} ${title} (${(milliseconds / 1000).toFixed(0)} s)`)
}
console.log(`${runs.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
