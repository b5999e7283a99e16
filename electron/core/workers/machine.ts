import { randomBytes } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { lockProfile } from '#core/db/lock-profile.ts'
import type { StoreMode } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { readFill } from '#core/sync/fill-lines.ts'
import type { After, Clock } from '#shared/kernel/ports.ts'
import { openProfileStore } from './open-profile.ts'
import type { RepairWatch } from './repair-progress.ts'
import { SpareKeeper } from './spare-keeper.ts'

/** What a desk takes from the machine that it runs on. Handed in whole, so that a desk can be simulated. */
export interface Machine {
  /** The machine's own clock, right or wrong. */
  readonly wall: Clock
  readonly after: After
  /** A number in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (size: number) => Buffer
  /** Lets whatever else waits go first. */
  readonly breathe: () => Promise<void>
  /** Milliseconds that only grow. */
  readonly elapsed: () => number
  readonly lockProfile: typeof lockProfile
  readonly openStore: (file: string, key: Uint8Array, mode: StoreMode, watch?: RepairWatch) => Store
  /** How the bytes of a first fill are decompressed and read. */
  readonly readFill: typeof readFill
  /** Keeps the second copy of what only this desk holds; absent where a disk has no damage. */
  readonly keepSpare?: typeof SpareKeeper.open
}

/** The machine that this process runs on. `clockOffset`: milliseconds by which the desk's clock is set off from it. */
export function realMachine(clockOffset: number): Machine {
  return {
    wall: { now: () => Date.now() + clockOffset },
    after: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
    random: Math.random,
    randomBytes,
    breathe: () => breathe(),
    elapsed: () => performance.now(),
    lockProfile,
    openStore: openProfileStore,
    readFill,
    keepSpare: SpareKeeper.open,
  }
}
