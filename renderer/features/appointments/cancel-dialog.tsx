import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import classes from './cancel-dialog.module.css'
import { SlotWhen } from './slot-words.tsx'

/** Longest remark that the channel takes, in characters. */
const remarksLimit = 1000

/** Asks before an appointment is cancelled, and why; the remark may stay empty. */
export function CancelDialog(props: {
  row: AppointmentRow | undefined
  onConfirm: (row: AppointmentRow, remarks: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const { row } = props
  const [remarks, setRemarks] = useState('')
  const [asked, setAsked] = useState(row?.id)
  if (asked !== row?.id) {
    setAsked(row?.id)
    setRemarks('')
  }
  return (
    <Dialog
      title={t('appointments.cancelTitle')}
      opened={row !== undefined}
      onClose={props.onClose}
      foot={
        <>
          <Button variant="danger" onClick={() => row !== undefined && props.onConfirm(row, remarks.trim())}>
            {t('appointments.cancelConfirm')}
          </Button>
          <Button onClick={props.onClose}>{t('appointments.back')}</Button>
        </>
      }
    >
      {row !== undefined && (
        <div className={classes.body}>
          <p>
            <strong>{row.visitor.name}</strong> · <SlotWhen slot={row} />
          </p>
          <p className={classes.note}>{t('appointments.cancelEffect')}</p>
          <Textarea
            data-autofocus
            label={t('appointments.cancelRemarks')}
            value={remarks}
            maxLength={remarksLimit}
            autosize
            minRows={2}
            maxRows={5}
            onChange={(event) => setRemarks(event.currentTarget.value)}
          />
        </div>
      )}
    </Dialog>
  )
}
