import { useEffect, useRef, useState } from 'react'
import { onDeskEvent } from '#renderer/lib/desk-events.ts'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { StoreProgress } from '#shared/contracts/store.ts'

export type StoreReport = ChannelOutput<'store.check'>

export interface StoreCheck {
  /** The newest answer: the quick check of the page's opening, or the full one that was asked for. */
  readonly report: StoreReport | undefined
  /** How far a full check is, while one runs. */
  readonly progress: StoreProgress | undefined
  readonly error: DeskError | undefined
  readonly check: (depth: 'quick' | 'full') => void
  /** Looks at everything again, and lets go of what was found before: the store is another one now. */
  readonly checkAnew: () => void
  readonly cancel: () => void
}

/** Looks after the store: quickly when the page opens, fully when it is asked to. A page that closes ends its full check. */
export function useStoreCheck(): StoreCheck {
  const [report, setReport] = useState<StoreReport>()
  const [progress, setProgress] = useState<StoreProgress>()
  const [error, setError] = useState<DeskError>()
  const running = useRef<string>(undefined)
  const [acts] = useState(() => {
    const cancel = (): void => {
      const id = running.current
      // One that has just ended says so by its own answer.
      if (id !== undefined) void callDesk('store.cancel', { id }).catch(() => undefined)
    }
    const check = (depth: 'quick' | 'full'): void => {
      if (running.current !== undefined) return
      const id = crypto.randomUUID()
      if (depth === 'full') {
        running.current = id
        setProgress({ id, state: 'running', step: '', done: 0, total: 0 })
      }
      void callDesk('store.check', { depth, id })
        .then((answer) => {
          // A quick answer that comes late does not hide what a full one found.
          setReport((before) => (depth === 'quick' && before?.depth === 'full' ? before : answer))
          setError(undefined)
        })
        .catch((thrown: unknown) => setError(toDeskError(thrown)))
        .finally(() => {
          if (depth === 'quick') return
          running.current = undefined
          setProgress(undefined)
        })
    }
    const checkAnew = (): void => {
      setReport(undefined)
      check('full')
    }
    return { check, checkAnew, cancel }
  })
  useEffect(() => {
    acts.check('quick')
    const stop = onDeskEvent('store-progress', (event) => {
      if (event.id === running.current && event.state === 'running') setProgress(event)
    })
    return () => {
      stop()
      acts.cancel()
    }
  }, [acts])
  return { report, progress, error, ...acts }
}
