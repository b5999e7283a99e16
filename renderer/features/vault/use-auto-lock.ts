import { useEffect } from 'react'
import { callDesk } from '#renderer/lib/ipc-client.ts'

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
/** A window tells the others at most so often that somebody is there, in milliseconds. */
const tellEvery = 5000

/** Locks the screen after so many minutes without a key or a pointer in any window of the desk; 0: never. */
export function useAutoLock(minutes: number): void {
  useEffect(() => {
    if (minutes <= 0) return undefined
    const wait = minutes * 60_000
    const others = new BroadcastChannel('desk-activity')
    let last = performance.now()
    let told = Number.NEGATIVE_INFINITY
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const left = last + wait - performance.now()
      if (left > 0) timer = setTimeout(look, left)
      // Whoever is not there cannot read why it could not be locked; the next sign of life begins anew.
      else void callDesk('vault.lock', {}).catch(() => undefined)
    }
    const seen = () => {
      last = performance.now()
      if (last - told < tellEvery) return
      told = last
      others.postMessage('seen')
    }
    others.onmessage = () => {
      last = performance.now()
    }
    timer = setTimeout(look, wait)
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true })
    return () => {
      clearTimeout(timer)
      others.close()
      for (const sign of signs) window.removeEventListener(sign, seen)
    }
  }, [minutes])
}
