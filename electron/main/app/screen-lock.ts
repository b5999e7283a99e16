import type { Logger } from '#shared/kernel/ports.ts'
import type { Core } from '../desktop/window-calls.ts'

/** The part of `powerMonitor` that tells when nobody should be at the screen. */
export interface PowerEvents {
  on(event: 'lock-screen' | 'suspend', listener: () => void): unknown
}

/**
 * Locks the desk's screen when the system locks its own, or falls asleep. Held decisions are released by it, as by any
 * lock; a demo has no lock of its own, so there only they are. Linux tells of neither.
 */
export function lockWithTheSystem(power: PowerEvents, core: Pick<Core, 'invoke'>, log: Pick<Logger, 'info'>): void {
  const lock = async (why: string): Promise<void> => {
    const locked = await core.invoke('vault.lock', {})
    if (locked.ok) log.info('screen-locked', { why })
    else await core.invoke('sync.release', {})
  }
  for (const why of ['lock-screen', 'suspend'] as const) power.on(why, () => void lock(why))
}
