import { useEffect, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import classes from './vault.module.css'

/** Seconds until the next try, counted down here; what counts is the core's own clock. */
export function useWait(seconds: number): number {
  const [left, setLeft] = useState(seconds)
  const [told, setTold] = useState(seconds)
  if (told !== seconds) {
    setTold(seconds)
    setLeft(seconds)
  }
  useEffect(() => {
    if (left <= 0) return undefined
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return left
}

/** Few tries from losing the key, they are named; nothing before that. */
export function TriesLine(props: { clerk: VaultClerk; wait: number }) {
  const { t } = useText()
  const { triesLeft } = props.clerk
  if (props.wait <= 0 && triesLeft > 5) return null
  return (
    <p className={classes.tries} role="status">
      {props.wait > 0 && <Isolated>{t('vault.waitLeft', { count: props.wait })}</Isolated>}
      {triesLeft <= 5 && <Isolated>{t('vault.triesLeft', { count: triesLeft })}</Isolated>}
    </p>
  )
}
