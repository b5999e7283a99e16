import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Device, DeviceDecision } from '#shared/domain/devices/device.ts'
import { AskDialog } from './ask-dialog.tsx'

export type DeviceStep = DeviceDecision['state']

/** Asks before a device is let in, put out or wiped, and says what that does. A wipe wants the device's name typed. */
export function DeviceDialog(props: { device: Device; step: DeviceStep | undefined; onClose: () => void }) {
  const { t } = useText()
  const { device, step, onClose } = props
  const showToast = useToasts()
  const decide = useDeskMutation('administration.decideDevice')
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  if (step === undefined) return null
  const wrong = step === 'wipe' && typed.trim() !== device.name.trim()
  const submit = () => {
    setTried(true)
    if (wrong) return
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
    <AskDialog
      title={t(`administration.ask_${step}`)}
      subject={device.name}
      does={t(`administration.does_${step}`)}
      act={t(`administration.step_${step}`)}
      danger={step !== 'enrolled'}
      pending={decide.isPending}
      error={decide.error !== null && <DeskErrorNotice error={decide.error} />}
      onClose={onClose}
      onSubmit={submit}
    >
      {step === 'wipe' && (
        <>
          <Notice tone="wa">{t('administration.wipeUnsent')}</Notice>
          <TextInput
            label={t('administration.typeName')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={tried && wrong ? t('administration.nameDiffers') : undefined}
            dir="auto"
            data-autofocus
          />
        </>
      )}
    </AskDialog>
  )
}
