import { expect, test } from 'vitest'
import { plants } from './plants.ts'
import { takeSimulator } from './test/shared-simulator.ts'

/** Each is found sooner; docs/simulator.md says after how many seeds. */
const most = 60

/** Those that few seeds find; the others are there to be run by hand (docs/simulator.md). */
const known = [
  'receipts-mixed-up',
  'refusal-dropped',
  'number-used-again',
  'effect-stays',
  'list-not-refreshed',
  'change-not-published',
  'repeat-takes-effect-again',
  'epoch-ignored',
  'disk-not-forced',
  'badge-always-green',
  'receipts-ignored',
  'cursor-before-rows',
  'attempt-not-noted',
  'time-not-kept',
  'document-cut',
]

const simulator = takeSimulator()

test.each(plants.filter(({ name }) => known.includes(name)))(
  '$name is found: $mistake',
  { timeout: 600_000 },
  async (plant) => {
    for (let seed = 1; seed <= most; seed += 1) {
      const { complaints } = await simulator().run(String(seed), { plant })
      if (complaints.length > 0) return
    }
    expect.unreachable(`${plant.name} was not found in ${most} seeds`)
  },
)
