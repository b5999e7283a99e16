import { Progress } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { timeLeft } from '#renderer/lib/amounts.ts'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { DeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { isErrorCode } from '#shared/kernel/errors.ts'
import classes from './fill-progress.module.css'

/** How far the first fill is, how fast and how long yet, and the button that pauses it or goes on. */
export function FillProgress(props: { progress: NonNullable<SyncStatus['progress']> }) {
  const { t, format } = useText()
  const setFill = useDeskMutation('sync.setFill')
  const { done, total, rowsPerSecond, secondsLeft, paused, cause } = props.progress
  const share = total === 0 ? 0 : Math.min(1, done / total)
  const left = secondsLeft === null ? undefined : timeLeft(secondsLeft)
  const Glyph = paused ? IconPlayerPlay : IconPlayerPause
  return (
    <section className={classes.fill} aria-label={t('session.fill')}>
      <div className={classes.line}>
        <h3 className={classes.title}>{paused ? t('session.fillPaused') : t('session.fill')}</h3>
        {total > 0 && (
          <span className={classes.share}>
            <Ltr>{`${format.number(Math.floor(share * 100))}%`}</Ltr>
          </span>
        )}
      </div>
      <Progress
        value={share * 100}
        size={6}
        radius={3}
        {...(paused ? { color: 'gray.5' } : {})}
        aria-label={t('session.fillRows', { done, total })}
        transitionDuration={120}
      />
      <p className={classes.figures}>
        {total > 0 && <Isolated>{t('session.fillRows', { done, total })}</Isolated>}
        {rowsPerSecond !== null && <Isolated>{t('session.fillPace', { n: rowsPerSecond })}</Isolated>}
        {left !== undefined && <Isolated>{t(`session.left_${left.unit}`, { n: left.n })}</Isolated>}
      </p>
      <div className={classes.foot}>
        <p className={classes.hint}>{paused ? t('session.fillPausedHint') : t('session.fillHint')}</p>
        <Button
          icon={<Glyph size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => setFill.mutate({ paused: !paused })}
        >
          {paused ? t('session.fillGoOn') : t('session.fillPause')}
        </Button>
      </div>
      {cause !== null && isErrorCode(cause) && <DeskErrorNotice error={new DeskError(cause)} />}
      {setFill.error !== null && <DeskErrorNotice error={setFill.error} />}
    </section>
  )
}
