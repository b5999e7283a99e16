import { Progress } from '@mantine/core'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { StoreProgress } from '#shared/contracts/store.ts'
import classes from './store-health.module.css'
import { useTableWords } from './table-words.ts'

/** How far a check or a repair is: what it is at (`words`, where that is no table), how much of how much, and a bar. */
export function StoreProgressLine(props: { progress: StoreProgress; label: string; words?: string | undefined }) {
  const { t } = useText()
  const tableWords = useTableWords()
  const { step, done, total } = props.progress
  const words = props.words ?? tableWords(step) ?? t('device.tableInner')
  return (
    <>
      <div className={classes.line}>
        <span>
          {props.label} <bdi className={classes.step}>{words}</bdi>
        </span>
        <span className={classes.quiet}>
          <Isolated>{t('device.steps', { done, total })}</Isolated>
        </span>
      </div>
      <Progress value={total === 0 ? 0 : (100 * done) / total} size={6} radius={3} aria-label={props.label} />
    </>
  )
}
