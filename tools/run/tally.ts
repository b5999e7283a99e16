import { stripVTControlCharacters } from 'node:util'

/** One test of any runner, as `npm test` counts it. */
export interface CountedTest {
  /** Where it is and what it is called. */
  name: string
  status: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  reason?: string
}

/** What vitest-tally.ts writes. `errors` belong to no test: a file that does not load, a promise nobody awaits. */
export interface VitestTally {
  tests: CountedTest[]
  errors: string[]
}

interface PlaywrightTest {
  status: 'skipped' | 'expected' | 'unexpected' | 'flaky'
  annotations: { type: string; description?: string }[]
  results: { errors: { message: string }[] }[]
}

interface PlaywrightSuite {
  title: string
  specs: { title: string; tests: PlaywrightTest[] }[]
  suites?: PlaywrightSuite[]
}

/** The parts of Playwright's JSON report that are read. */
export interface PlaywrightReport {
  suites: PlaywrightSuite[]
  errors: { message?: string }[]
}

/** Counts vitest's tests, and every error outside a test as a failed test. */
export function countVitest({ tests, errors }: VitestTally): CountedTest[] {
  return [...tests, ...errors.map((reason): CountedTest => ({ name: 'outside every test', status: 'failed', reason }))]
}

function countSuite(suite: PlaywrightSuite, path: string[]): CountedTest[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map((test): CountedTest => {
      const name = [...path, title].join(' > ')
      if (test.status === 'expected') return { name, status: 'passed' }
      if (test.status === 'skipped') {
        const note = test.annotations.find(({ type, description }) => type === 'skip' && description)?.description
        return { name, status: 'skipped', reason: note ?? 'no reason given' }
      }
      const message = test.results.at(-1)?.errors[0]?.message ?? test.status
      return { name, status: 'failed', reason: stripVTControlCharacters(message) }
    }),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => countSuite(inner, [...path, inner.title]))]
}

/** Counts Playwright's tests; a flaky one counts as failed, and so does every error outside a test. */
export function countPlaywright({ suites, errors }: PlaywrightReport): CountedTest[] {
  const outside = errors.map(({ message }): CountedTest => {
    return { name: 'outside every test', status: 'failed', reason: stripVTControlCharacters(message ?? 'no message') }
  })
  return [...suites.flatMap((suite) => countSuite(suite, [suite.title])), ...outside]
}

/**
 * The tests of a runner, with one failed test added when its exit code says failure and no test does: it crashed, or was
 * killed, and whatever it had counted is not the whole.
 */
export function withExitCode(tests: CountedTest[], code: number, runner: string): CountedTest[] {
  if (code === 0 || tests.some(({ status }) => status === 'failed')) return tests
  const reason = `${runner} ended with code ${code} though no test failed; its log says more.`
  return [...tests, { name: runner, status: 'failed', reason }]
}

/** The one line that `npm test` ends with. */
export function lastLine(tests: CountedTest[]): string {
  const count = (wanted: CountedTest['status']): number => tests.filter(({ status }) => status === wanted).length
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
}
