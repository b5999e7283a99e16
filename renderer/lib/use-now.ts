import { useEffect, useState, useSyncExternalStore } from 'react'
import { trustedTime } from './trusted-time.ts'

/**
 * The present moment in milliseconds, told anew every `everyMs`: for ages that are shown in words. It is the window's
 * trusted time, so what is said here agrees with what the core counts.
 */
export function useNow(everyMs: number): number {
  const version = useSyncExternalStore(trustedTime.follow, trustedTime.version)
  const [shown, setShown] = useState(() => ({ now: trustedTime.now(), version }))
  // Put right meanwhile: what was shown by the clock before is wrong at once, not at the next round.
  if (shown.version !== version) setShown({ now: trustedTime.now(), version })
  useEffect(() => {
    const timer = setInterval(() => setShown({ now: trustedTime.now(), version: trustedTime.version() }), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return shown.now
}
