import { expect, test } from 'vitest'
import { takeSimulator } from './shared-simulator.ts'

/** Seeds in one test. */
const chunk = 25

/** Tests that run seeds, some in each; a failure names the seed, what was wrong and how it came to it. */
export function describeSeeds(seeds: readonly string[]): void {
  const simulator = takeSimulator()
  for (let from = 0; from < seeds.length; from += chunk) {
    const some = seeds.slice(from, from + chunk)
    test(`seeds ${some[0]} to ${some.at(-1)}: nothing lost, nothing done twice, all agree`, {
      timeout: 600_000,
    }, async () => {
      for (const seed of some) {
        const { complaints, tail } = await simulator().run(seed)
        expect(complaints, `npm run simulate -- --seed ${seed} --trace\n${tail.join('\n')}`).toEqual([])
      }
    })
  }
}

/** `count` numbers from `first` on, as seeds. */
export function seedsFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index))
}
