import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import type { StoreProgress } from '#shared/contracts/store.ts'
import classes from './repair.module.css'
import { StoreProgressLine } from './store-progress-line.tsx'

/** How far the repair is, and that it may be stopped without harm as long as it may. */
function Repairing(props: { progress: StoreProgress }) {
  const { t } = useText()
  const { state, step } = props.progress
  const finishing = state === 'finishing'
  const words = finishing ? t('device.repairLast') : step === '' ? t('device.repairStarts') : undefined
  return (
    <div className={classes.running}>
      <StoreProgressLine progress={props.progress} label={t('device.repairing')} words={words} />
      <p className={classes.quiet}>{finishing ? t('device.repairFinishing') : t('device.repairStoppable')}</p>
    </div>
  )
}

/**
 * Asks before the store is made anew, and says what stays, what comes again, and that the desk is still meanwhile. Then
 * it shows how far the repair is; it stays until that has ended.
 */
export function RepairDialog(props: {
  opened: boolean
  progress: StoreProgress | undefined
  onConfirm: () => void
  onStop: () => void
  onClose: () => void
}) {
  const { t } = useText()
  const { progress } = props
  return (
    <Dialog
      title={progress === undefined ? t('device.repairTitle') : t('device.repairRunning')}
      opened={props.opened}
      onClose={progress === undefined ? props.onClose : undefined}
      foot={
        progress === undefined ? (
          <>
            <Button variant="primary" onClick={props.onConfirm}>
              {t('device.repairConfirm')}
            </Button>
            <Button onClick={props.onClose}>{t('device.repairNotNow')}</Button>
          </>
        ) : (
          <Button
            {...(progress.state === 'finishing' ? { disabledReason: t('device.repairFinishing') } : {})}
            onClick={props.onStop}
          >
            {t('device.repairStop')}
          </Button>
        )
      }
    >
      {progress === undefined ? (
        <ul className={classes.steps}>
          <li>{t('device.repairSaves')}</li>
          <li>{t('device.repairFetches')}</li>
          <li>{t('device.repairKeeps')}</li>
          <li>{t('device.repairStill')}</li>
        </ul>
      ) : (
        <Repairing progress={progress} />
      )}
    </Dialog>
  )
}
