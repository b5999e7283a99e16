import { IconDeviceDesktop } from '@tabler/icons-react'
import { useState } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { Device } from '#shared/domain/devices/device.ts'
import classes from './administration.module.css'
import { DeviceDialog, type DeviceStep } from './device-dialog.tsx'
import { DeviceState } from './device-words.tsx'
import { standingOf } from './devices-search.ts'
import { useLine } from './use-line.ts'

/** What stands in the way of a step; undefined where nothing does. */
function useObstacle(device: Device, here: string | null) {
  const { t } = useText()
  const line = useLine()
  return (step: DeviceStep): string | undefined => {
    if (line !== 'here') return t('administration.needsLine')
    return step !== 'enrolled' && device.id === here ? t('administration.notThisDevice') : undefined
  }
}

/** Which steps a device that stands so may take. */
const steps: Readonly<Record<ReturnType<typeof standingOf>, readonly DeviceStep[]>> = {
  pending: ['enrolled', 'revoked'],
  enrolled: ['revoked', 'wipe'],
  revoked: ['enrolled', 'wipe'],
  wipe: ['revoked'],
  wiped: ['enrolled'],
}
const stepKeys = { enrolled: 'KeyA', revoked: 'KeyR', wipe: 'KeyW' } as const

/** One device: what is known of it, and what can be decided. */
export function DeviceDetail(props: { device: Device; here: string | null; nameOf: (clerkId: string) => string }) {
  const { t } = useText()
  const { device, here, nameOf } = props
  const [asked, setAsked] = useState<DeviceStep>()
  const obstacleOf = useObstacle(device, here)
  const standing = standingOf(device)
  const open = steps[standing]
  useHotkeys(
    open.map((step) => ({
      keys: stepKeys[step],
      label: t(`administration.step_${step}`),
      enabled: obstacleOf(step) === undefined,
      run: () => setAsked(step),
    })),
  )
  const why = open.map(obstacleOf).find((reason) => reason !== undefined)
  return (
    <div className={classes.detail}>
      <section aria-labelledby="device-facts">
        <SectionHead id="device-facts" title={device.name} note={<DeviceState device={device} />} />
        {standing === 'pending' && <Notice tone="wa">{t('administration.pendingHint')}</Notice>}
        {standing === 'wipe' && <Notice tone="wa">{t('administration.wipeWaits')}</Notice>}
        <FactList
          labelWidth={118}
          facts={[
            { id: 'id', label: t('administration.deviceId'), value: <bdi dir="ltr">{device.id}</bdi> },
            {
              id: 'clerks',
              label: t('administration.columnClerks'),
              value:
                device.clerks.length === 0 ? (
                  t('administration.noClerksYet')
                ) : (
                  <Isolated>{device.clerks.map(nameOf).join(t('administration.comma'))}</Isolated>
                ),
            },
            ...(device.appVersion === null
              ? []
              : [{ id: 'version', label: t('administration.columnVersion'), value: <Ltr>{device.appVersion}</Ltr> }]),
            {
              id: 'first',
              label: t('administration.firstSeen'),
              value: <DualDate at={device.firstSeenAt} single withTime />,
            },
            {
              id: 'last',
              label: t('administration.columnSeen'),
              value: <DualDate at={device.lastSeenAt} single withTime />,
            },
            ...(device.decidedAt === null
              ? []
              : [
                  {
                    id: 'decided',
                    label: t('administration.decidedBy'),
                    value: (
                      <span className={classes.stacked}>
                        <Isolated>{nameOf(device.decidedBy ?? '')}</Isolated>
                        <DualDate at={device.decidedAt} single withTime />
                      </span>
                    ),
                  },
                ]),
            ...(device.wipedAt === null
              ? []
              : [
                  {
                    id: 'wiped',
                    label: t('administration.wipedAt'),
                    value: <DualDate at={device.wipedAt} single withTime />,
                  },
                ]),
            ...(device.outboxAt === null
              ? []
              : [
                  {
                    id: 'outbox',
                    label: t('administration.outboxAt'),
                    value: <DualDate at={device.outboxAt} single withTime />,
                  },
                ]),
          ]}
        />
      </section>
      {device.outboxAt !== null && (
        <Notice>
          <Isolated>{t('administration.outboxHint')}</Isolated>{' '}
          <bdi dir="ltr" className={classes.code}>
            authority device open --device {device.id} --out FILE
          </bdi>
        </Notice>
      )}
      <section aria-labelledby="device-acts">
        <SectionHead id="device-acts" title={t('administration.acts')} />
        <div className={classes.acts}>
          {open.map((step, index) => (
            <Button
              key={step}
              variant={step === 'wipe' ? 'danger' : index === 0 && step === 'enrolled' ? 'primary' : 'outlined'}
              keys={stepKeys[step]}
              disabledReason={obstacleOf(step)}
              onClick={() => setAsked(step)}
            >
              {t(`administration.step_${step}`)}
            </Button>
          ))}
        </div>
        {why !== undefined && <p className={classes.hint}>{why}</p>}
      </section>
      <DeviceDialog
        key={`${device.id} ${asked ?? ''}`}
        device={device}
        step={asked}
        onClose={() => setAsked(undefined)}
      />
    </div>
  )
}

/** Before a device is chosen. */
export function NoDevice() {
  const { t } = useText()
  return <EmptyState icon={<IconDeviceDesktop size={40} stroke={1.2} />}>{t('administration.chooseDevice')}</EmptyState>
}
