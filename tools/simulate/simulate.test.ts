import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keptSeeds } from './kept-seeds.ts'

const root = join(import.meta.dirname, '..', '..')

/** Runs a tool as somebody types it. */
function run(
  tool: string,
  words: readonly string[],
): Promise<{ code: number | string; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, tool), ...words], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}

const slips: [string, string, string[]][] = [
  ['tools/simulate/simulate.ts', 'There is no plant "effect-stay".', ['--seeds', '1', '--plant', 'effect-stay']],
  ['tools/simulate/simulate.ts', '--seeds is a whole number above 0, not "abc".', ['--seeds', 'abc']],
  ['tools/simulate/simulate.ts', '--seed is a whole number, not "1.5".', ['--seed', '1.5']],
  ['tools/simulate/simulate.ts', '--workers is a whole number above 0, not "-1".', ['--workers=-1']],
  ['tools/simulate/simulate.ts', "Unknown option '--sed'", ['--sed', '3']],
  ['tools/run/test-long.ts', '--from is a whole number above 0, not "abc".', ['--from', 'abc']],
  ['tools/run/test-long.ts', '--from 9 is after --to 8.', ['--from', '9', '--to', '8']],
  ['tools/run/test-long.ts', '--only is feed or simulator, not "feeds".', ['--only', 'feeds']],
]

test.each(slips)('%s refuses in a sentence, and runs nothing: %s', { timeout: 240_000 }, async (tool, said, words) => {
  const { code, stdout, stderr } = await run(tool, words)
  expect(code, stderr).toBe(2)
  expect(stderr).toContain(said)
  expect(stdout).toBe('')
})

test('a run tells how many seeds were asked for, and the kept ones apart', { timeout: 600_000 }, async () => {
  const words = ['--seeds', '2', '--steps', '8', '--json']
  const { code, stdout, stderr } = await run('tools/simulate/simulate.ts', words)
  expect(code, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ seeds: 2, kept: keptSeeds.length, failed: [] })
})
