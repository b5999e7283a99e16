import { useEffect } from 'react'
import { callDesk } from './ipc-client.ts'

/**
 * Held commands leave at once when the clerk leaves the screen that made them, for whatever place. `subject`: the record
 * that the screen is about, where going to another one is leaving too.
 */
export function useReleaseOnLeave(subject?: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject ends the screen of the one before.
  useEffect(
    () => () => {
      callDesk('sync.release', {}).catch(() => undefined)
    },
    [subject],
  )
}
