import { describe, expect, it } from 'vitest'
import {
  type CountedTest,
  countPlaywright,
  countVitest,
  lastLine,
  type PlaywrightReport,
  withExitCode,
} from './tally.ts'

const passed: CountedTest = { name: 'a', status: 'passed' }

describe('the count of npm test', () => {
  it('counts an error outside every vitest test as a failure', () => {
    const tests = countVitest({ tests: [passed], errors: ['Cannot find module'] })
    expect(lastLine(tests)).toBe('1 passed, 1 failed, 0 skipped')
  })

  it('reads Playwright’s nested suites, reasons and flaky tests', () => {
    const report: PlaywrightReport = {
      errors: [{ message: 'worker gone' }],
      suites: [
        {
          title: 'job.spec.ts',
          specs: [{ title: 'top', tests: [{ status: 'expected', annotations: [], results: [{ errors: [] }] }] }],
          suites: [
            {
              title: 'offline',
              specs: [
                {
                  title: 'decides',
                  tests: [
                    {
                      status: 'unexpected',
                      annotations: [],
                      results: [{ errors: [{ message: '\u001b[31mno row\u001b[39m' }] }],
                    },
                    { status: 'flaky', annotations: [], results: [] },
                    { status: 'skipped', annotations: [{ type: 'skip', description: 'needs Windows' }], results: [] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }
    const tests = countPlaywright(report)
    expect(lastLine(tests)).toBe('1 passed, 3 failed, 1 skipped')
    expect(tests).toContainEqual({ name: 'job.spec.ts > offline > decides', status: 'failed', reason: 'no row' })
    expect(tests).toContainEqual({
      name: 'job.spec.ts > offline > decides',
      status: 'skipped',
      reason: 'needs Windows',
    })
  })

  it('counts a runner that crashed as a failure, once', () => {
    expect(lastLine(withExitCode([passed], 1, 'vitest'))).toBe('1 passed, 1 failed, 0 skipped')
    expect(lastLine(withExitCode([], 134, 'vitest'))).toBe('0 passed, 1 failed, 0 skipped')
    const failed: CountedTest = { name: 'b', status: 'failed' }
    expect(withExitCode([passed, failed], 1, 'vitest')).toEqual([passed, failed])
    expect(withExitCode([passed], 0, 'vitest')).toEqual([passed])
  })
})
