import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import classes from './discard-dialog.module.css'
import { useItemWords } from './item-words.ts'

/** Asks before a decision is given up, and names what is lost with it and what stays. */
export function DiscardDialog(props: {
  item: OutboxItem | undefined
  busy: boolean
  onConfirm: (item: OutboxItem) => void
  onClose: () => void
}) {
  const { t } = useText()
  const words = useItemWords()
  const { item } = props
  return (
    <Dialog
      title={t('outbox.discardTitle')}
      opened={item !== undefined}
      onClose={props.onClose}
      foot={
        <>
          <Button
            variant="danger"
            {...(props.busy ? { disabledReason: t('outbox.syncing') } : {})}
            onClick={() => item !== undefined && props.onConfirm(item)}
          >
            {t('outbox.discardConfirm')}
          </Button>
          <Button onClick={props.onClose}>{t('outbox.discardCancel')}</Button>
        </>
      }
    >
      {item !== undefined && (
        <div className={classes.body}>
          <p>{t('outbox.discardLoses')}</p>
          <ul className={classes.lost}>
            <li>
              <Isolated>
                {t('outbox.discardDecision', {
                  title: words.title(item),
                  number: words.number(item),
                  name: words.name(item),
                })}
              </Isolated>
            </li>
            {item.act.kind === 'request.decide' && item.act.reasons.length > 0 && (
              <li>
                <Isolated>{t('outbox.discardReasons', { count: item.act.reasons.length })}</Isolated>
              </li>
            )}
            {item.remarks !== '' && <li>{t('outbox.discardRemarks', { remarks: item.remarks })}</li>}
          </ul>
          <p className={classes.stays}>{t('outbox.discardStays')}</p>
        </div>
      )}
    </Dialog>
  )
}
