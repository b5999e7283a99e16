import { useEffect, useRef, useState } from 'react'
import { onDeskEvent } from '#renderer/lib/desk-events.ts'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { callDesk } from '#renderer/lib/ipc-client.ts'
import type { StoreProgress } from '#shared/contracts/store.ts'

/** A repair of the store: how far it is, and its end. Whoever leaves the page lets it go on. */
export function useRepair() {
  const { mutate, isPending, error, data } = useDeskMutation('store.repair')
  const [progress, setProgress] = useState<StoreProgress>()
  const running = useRef<string>(undefined)
  useEffect(
    () =>
      onDeskEvent('store-progress', (event) => {
        if (event.id === running.current) setProgress(event)
      }),
    [],
  )
  const start = (onEnd: (repaired: boolean) => void): void => {
    const id = crypto.randomUUID()
    running.current = id
    setProgress({ id, state: 'running', step: '', done: 0, total: 0 })
    mutate(
      { confirm: true, id },
      {
        onSettled: (_report, failed) => {
          running.current = undefined
          setProgress(undefined)
          onEnd(failed === null)
        },
      },
    )
  }
  const stop = (): void => {
    const id = running.current
    // One that has just ended says so by its own answer.
    if (id !== undefined) void callDesk('store.cancel', { id }).catch(() => undefined)
  }
  const stopped = error?.code === 'store/repair-stopped'
  return { progress, isPending, stopped, error: stopped ? null : error, report: data, start, stop }
}
