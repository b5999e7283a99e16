import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import type { CountedTest, VitestTally } from './tally.ts'

type Errors = readonly { message: string }[]

function count(test: TestCase, root: string): CountedTest {
  const name = `${relative(root, test.module.moduleId)} > ${test.fullName}`
  const result = test.result()
  if (result.state === 'passed') return { name, status: 'passed' }
  if (result.state === 'skipped') return { name, status: 'skipped', reason: result.note ?? 'no reason given' }
  const message = result.state === 'failed' ? result.errors[0]?.message : 'did not end'
  return { name, status: 'failed', reason: message ?? 'no message' }
}

/** Errors of files and suites themselves, such as a hook that throws. */
function ownErrors(task: TestModule | TestSuite, where: string): string[] {
  const inner = [...task.children.suites()].flatMap((suite) => ownErrors(suite, `${where} > ${suite.name}`))
  return [...task.errors().map(({ message }) => `${where}: ${message}`), ...inner]
}

/** A vitest reporter that writes what `npm test` counts, with the reasons of what was skipped (vitest's own JSON has none). */
export function vitestTally(file: string): Reporter {
  const root = process.cwd()
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandled: Errors) {
      const tally: VitestTally = {
        tests: modules.flatMap((module) => [...module.children.allTests()].map((test) => count(test, root))),
        errors: [
          ...modules.flatMap((module) => ownErrors(module, relative(root, module.moduleId))),
          ...unhandled.map(({ message }) => message),
        ],
      }
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify(tally))
    },
  }
}
