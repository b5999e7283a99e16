import { bundleCore, startCore } from './core-process.ts'
import { atMost, type Bench } from './measure.ts'
import { openBenchRegister } from './register.ts'

/**
 * From the unlocked key to the answer to the first search, the file in the system's cache. The threads load their code
 * before, as they do while the application starts and fetches the key; once more with that counted.
 */
export const bench: Bench = {
  title: 'starts of the core on encrypted members, until the first search is answered (a process a turn)',
  units: 'starts',
  rows: 1_000_000,
  prepare: async ({ rows }) => {
    const register = openBenchRegister(rows)
    const small = openBenchRegister(Math.min(rows, 1000))
    const bundle = await bundleCore()
    const contestant = (name: string, of: typeof register, loaded: boolean) => ({
      name,
      turn: async () => {
        const { firstAnswer, memory } = await startCore(bundle, of, { loaded })
        return { units: 1, samples: [firstAnswer], figures: { 'memory, MB': memory } }
      },
    })
    return {
      contestants: [
        contestant('core', register, true),
        contestant('core of 1,000 members', small, true),
        contestant('core, its code loaded too', register, false),
      ],
      comparisons: [{ name: 'to a register of 1,000 members', of: 'core', to: 'core of 1,000 members', by: 'p50' }],
    }
  },
  goals: (results) => [atMost('ready and first answer, ms', 150, results.find(({ name }) => name === 'core')?.p50)],
}
