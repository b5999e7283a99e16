import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import classes from './repair.module.css'

/** Asks before the store is made anew, and says what stays, what comes again, and that the desk is still meanwhile. */
export function RepairDialog(props: { opened: boolean; busy: boolean; onConfirm: () => void; onClose: () => void }) {
  const { t } = useText()
  return (
    <Dialog
      title={t('device.repairTitle')}
      opened={props.opened}
      onClose={props.onClose}
      foot={
        <>
          <Button
            variant="primary"
            {...(props.busy ? { disabledReason: t('device.repairing') } : {})}
            onClick={props.onConfirm}
          >
            {props.busy ? t('device.repairing') : t('device.repairConfirm')}
          </Button>
          <Button onClick={props.onClose}>{t('device.repairNotNow')}</Button>
        </>
      }
    >
      <ul className={classes.steps}>
        <li>{t('device.repairSaves')}</li>
        <li>{t('device.repairFetches')}</li>
        <li>{t('device.repairKeeps')}</li>
        <li>{t('device.repairStill')}</li>
      </ul>
    </Dialog>
  )
}
