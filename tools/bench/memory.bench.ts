import { bundleCore, startCore } from './core-process.ts'
import { atMost, type Bench } from './measure.ts'
import { openBenchRegister } from './register.ts'

/** Memory of a process that is nothing but the core, all threads together, after a hundred members were searched for. */
export const bench: Bench = {
  title: 'MB of the core with its lists in memory, after a hundred people were searched for (a process a turn)',
  units: 'starts',
  unit: 'MB',
  rows: 1_000_000,
  prepare: async ({ rows }) => {
    const register = openBenchRegister(rows)
    const small = openBenchRegister(Math.min(rows, 1000))
    const bundle = await bundleCore()
    const contestant = (name: string, of: typeof register) => ({
      name,
      warmUp: false,
      turn: async () => {
        const { memory, peak, warm } = await startCore(bundle, of, { warm: true })
        return { units: 1, samples: [memory], figures: { 'peak, MB': peak, 'lists in memory after, ms': warm } }
      },
    })
    return {
      contestants: [contestant('core', register), contestant('core of 1,000 members', small)],
      comparisons: [{ name: 'to a register of 1,000 members', of: 'core', to: 'core of 1,000 members', by: 'p50' }],
    }
  },
  goals: (results) => [atMost('memory of all threads, MB', 300, results.find(({ name }) => name === 'core')?.p50)],
}
