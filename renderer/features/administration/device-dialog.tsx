import { TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Device, DeviceDecision } from '#shared/domain/devices/device.ts'
import classes from './administration.module.css'

export type DeviceStep = DeviceDecision['state']

/** Asks before a device is let in, put out or wiped, and says what that does. A wipe wants the device's name typed. */
export function DeviceDialog(props: { device: Device; step: DeviceStep | undefined; onClose: () => void }) {
  const { t } = useText()
  const { device, step, onClose } = props
  const showToast = useToasts()
  const decide = useDeskMutation('administration.decideDevice')
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const form = useId()
  if (step === undefined) return null
  const wrong = step === 'wipe' && typed.trim() !== device.name.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong || decide.isPending) return
    decide.mutate(
      { id: device.id, state: step, seen: device.state },
      {
        onSuccess: () => {
          showToast({
            message: (
              <>
                {t(`administration.done_${step}`)} <bdi>{device.name}</bdi>
              </>
            ),
          })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(`administration.ask_${step}`)}
      foot={
        <>
          <Button type="submit" form={form} variant={step === 'enrolled' ? 'primary' : 'danger'}>
            {decide.isPending ? t('administration.saving') : t(`administration.step_${step}`)}
          </Button>
          <Button onClick={onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <p className={classes.asked}>
          <bdi>{device.name}</bdi>
        </p>
        <p>{t(`administration.does_${step}`)}</p>
        {step === 'wipe' && (
          <>
            <Notice tone="wa">{t('administration.wipeUnsent')}</Notice>
            <TextInput
              label={t('administration.typeName')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={tried && wrong ? t('administration.nameDiffers') : undefined}
              dir="auto"
              autoComplete="off"
              data-autofocus
            />
          </>
        )}
        {decide.error !== null && <DeskErrorNotice error={decide.error} />}
      </form>
    </Dialog>
  )
}
