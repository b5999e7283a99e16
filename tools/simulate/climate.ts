import { type Random, weightedPicker } from '#authority/demo/prng.ts'
import type { Call } from './sim-authority.ts'

/** What may happen to a request on its way. */
export const fates = [
  'fine',
  'request-lost',
  'request-refused',
  'answer-lost',
  'answer-broken-off',
  'twice',
  'copy-later',
  'truncated',
  'slow',
  'garbage',
  '401',
  '409',
  '429',
  '500',
  '502',
  '503',
] as const
export type Fate = (typeof fates)[number]

/** What may happen to the desks, the authority and the people, besides ordinary work. */
export const mishaps = [
  'cut-line',
  'lose-streams',
  'kill-desk',
  'cut-power',
  'close-desk',
  'kill-authority',
  'kill-authority-at-work',
  'restore-authority',
  'jump-clock',
  'change-person',
  'switch-line',
] as const
export type MishapName = (typeof mishaps)[number]

/** How a seed's world is: which mishaps there are at all, and how often; drawn once, so that seeds differ in kind. */
export interface Climate {
  readonly desks: number
  /** Whether the desks begin without anything. */
  readonly empty: boolean
  /** Chance that the next step is somebody's act, not the next thing to happen by itself. */
  readonly acts: number
  /** Chance that an act is a mishap. */
  readonly mishaps: number
  readonly pickFate: (random: Random, call: Call) => Fate
  readonly pickMishap: (random: Random) => MishapName
}

export function drawClimate(random: Random): Climate {
  const calm = random.chance(0.1)
  const share = (): number => random.pick([0, 0, 1, 1, 3])
  const rough = calm ? 0 : random.pick([0.02, 0.05, 0.1, 0.25])
  const weights = fates.filter((fate) => fate !== 'fine').map((fate) => [fate, share()] as const)
  const sum = weights.reduce((total, [, weight]) => total + weight, 0)
  const fine = sum === 0 || rough === 0 ? 1 : (sum * (1 - rough)) / rough
  const bad = mishaps.map((mishap) => [mishap, share()] as const)
  const some = bad.some(([, weight]) => weight > 0)
  return {
    desks: random.pick([1, 2, 2, 3]),
    empty: random.chance(0.25),
    acts: random.pick([0.4, 0.5, 0.6]),
    mishaps: calm || !some ? 0 : random.pick([0.05, 0.1, 0.2]),
    pickFate: weightedPicker<Fate>([['fine', fine], ...(rough === 0 ? [] : weights)]),
    pickMishap: weightedPicker<MishapName>(some ? bad : [['cut-line', 1]]),
  }
}
