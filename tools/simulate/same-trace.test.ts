import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takeSimulator } from './test/shared-simulator.ts'

const seeds = ['3', '6', '9']
const simulator = takeSimulator()

test('a seed has one trace: twice in this process, and in another one', { timeout: 600_000 }, async () => {
  const digests = async () => {
    const all: string[] = []
    for (const seed of seeds) all.push(`${seed} ${(await simulator().run(seed)).digest}`)
    return all
  }
  const first = await digests()
  expect(new Set(first).size).toBe(seeds.length)
  // In the other order, so that nothing of the run before can be needed.
  seeds.reverse()
  expect((await digests()).reverse()).toEqual(first)
  const words = [join(import.meta.dirname, 'simulate.ts'), '--lines', '--list', seeds.join(',')]
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 500_000 })
  const there = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { seed: string; digest: string })
  expect(there.map(({ seed, digest }) => `${seed} ${digest}`).reverse()).toEqual(first)
})
