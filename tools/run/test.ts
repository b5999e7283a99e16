import '#tools/setup/guard.mjs'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkSteps, runCheckSteps } from '#tools/check/steps.ts'
import { ensureBrowser } from '#tools/setup/browser.ts'
import { ensureBuilt } from './build.ts'
import { packageCommand, root, runCommand } from './command.ts'
import { type CountedTest, countPlaywright, countVitest, lastLine, withExitCode } from './tally.ts'

/**
 * `npm test`: build, checks, unit and integration tests, end-to-end tests. The logs go to out/test/. The last line is
 * always `N passed, N failed, N skipped`; each check counts as one test, and a runner that crashes as one failure.
 */
const folder = join(root, 'out', 'test')
const startedAt = performance.now()
const all: CountedTest[] = []

const say = (line: string): void => console.log(line)
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Prints a section's figures and what failed in it, and adds its tests to the count. */
function conclude(title: string, tests: CountedTest[], since: number, log?: string): void {
  say(`${title}: ${lastLine(tests)} (${seconds(since)}${log ? `, ${log}` : ''})`)
  for (const { name, reason } of tests.filter(({ status }) => status === 'failed')) {
    say(
      `  ✗ ${name}\n${(reason ?? '')
        .split('\n')
        .slice(0, 40)
        .map((line) => `    ${line}`)
        .join('\n')}`,
    )
  }
  all.push(...tests)
}

/** Runs one preparation; its failure is a failed test. Answers whether it went well. */
async function prepare(title: string, work: () => Promise<unknown>): Promise<boolean> {
  const since = performance.now()
  try {
    await work()
    say(`${title}: done (${seconds(since)})`)
    return true
  } catch (error) {
    conclude(
      title,
      [{ name: title, status: 'failed', reason: error instanceof Error ? error.message : String(error) }],
      since,
    )
    return false
  }
}

/** Runs vitest or Playwright with its log in a file and counts its report. A missing or broken report is a failure. */
async function runRunner<Report>(
  title: string,
  words: string[],
  report: string,
  count: (report: Report) => CountedTest[],
): Promise<void> {
  const since = performance.now()
  const reportFile = join(folder, `${report}.json`)
  rmSync(reportFile, { force: true })
  const alive = setInterval(() => say(`  … ${title} still running (${seconds(since)})`), 60_000)
  const { code, output } = await runCommand(words, {
    logFile: join(folder, `${report}.log`),
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    timeoutMilliseconds: 2_700_000,
  })
  clearInterval(alive)
  let tests: CountedTest[]
  try {
    tests = withExitCode(count(JSON.parse(readFileSync(reportFile, 'utf8')) as Report), code, report)
  } catch {
    tests = [
      { name: report, status: 'failed', reason: `ended with code ${code} and no report:\n${output.slice(-3000)}` },
    ]
  }
  conclude(title, tests, since, `out/test/${report}.log`)
}

const hasBrowser = await prepare('Browser', () => ensureBrowser(say))
const hasBuild = await prepare('Build', () => ensureBuilt(say, join(folder, 'build.log')))

const checksSince = performance.now()
const checks = await runCheckSteps(checkSteps(), () => {})
const checkTests = checks.map(
  ({ name, status, output }): CountedTest => ({ name: `check ${name}`, status, reason: output.trim() }),
)
conclude('Checks', checkTests, checksSince)

await runRunner('Unit and integration', [...packageCommand('vitest'), 'run'], 'vitest', countVitest)

const specs = join(root, 'e2e', 'specs')
if (hasBrowser && hasBuild && existsSync(specs) && readdirSync(specs).length > 0) {
  await runRunner(
    'End to end',
    [...packageCommand('@playwright/test', 'playwright'), 'test'],
    'playwright',
    countPlaywright,
  )
}

const skipped = all.filter(({ status }) => status === 'skipped')
if (skipped.length > 0) say(`\nSkipped:\n${skipped.map(({ name, reason }) => `  – ${name}: ${reason}`).join('\n')}`)
say(`\nIn ${seconds(startedAt)}:`)
say(lastLine(all))
process.exitCode = all.some(({ status }) => status === 'failed') ? 1 : 0
