import type { Store } from '#core/db/store.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ProvenClock } from '#shared/domain/certificates/verify-code.ts'
import { type Clock, isoInstant } from '#shared/kernel/ports.ts'

/** A clock that stands this far behind what was already seen was set back, in milliseconds. */
const tolerance = 5 * 60_000

/**
 * Time as far as it is proven: what the machine says, put right by the authority when that last answered, and never before the latest moment that the authority's answers or a pull have shown. A machine that
 * says less than that was set back: then only the past is proven, and nothing is valid by it.
 */
export function provenNow(store: Store, wall: Clock): ProvenClock {
  const clock = findSetting(store, 'clock')
  const told = wall.now() + (clock?.offset ?? 0)
  const pulled = Date.parse(findSetting(store, 'last-pull-at') ?? '')
  const floor = Math.max(clock?.floor ?? 0, clock?.server ?? 0, Number.isNaN(pulled) ? 0 : pulled)
  return { now: isoInstant(Math.max(told, floor)), trusted: floor - told <= tolerance }
}
