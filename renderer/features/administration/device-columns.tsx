import { useMemo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Device } from '#shared/domain/devices/device.ts'
import classes from './administration.module.css'
import { DeviceState } from './device-words.tsx'

/** Columns of the list of devices. `nameOf`: a clerk by name; `here`: the device that this desk is. */
export function useDeviceColumns(nameOf: (clerkId: string) => string, here: string | null): DeskColumn<Device>[] {
  const { t } = useText()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('administration.columnDevice'),
        width: 'minmax(160px, 1.2fr)',
        emphasis: 'strong',
        cell: ({ id, name }) => (
          <span className={classes.named}>
            <bdi className={classes.name}>{name}</bdi>
            {id === here && <Chip tone="accent">{t('administration.thisDevice')}</Chip>}
          </span>
        ),
      },
      {
        id: 'state',
        header: t('administration.columnState'),
        width: '138px',
        cell: (device) => <DeviceState device={device} />,
      },
      {
        id: 'clerks',
        header: t('administration.columnClerks'),
        width: 'minmax(140px, 1.4fr)',
        cell: ({ clerks }) => (
          <span className={classes.name}>
            <Isolated>{clerks.map(nameOf).join(t('administration.comma'))}</Isolated>
          </span>
        ),
      },
      {
        id: 'seen',
        header: t('administration.columnSeen'),
        width: '176px',
        cell: ({ lastSeenAt }) => <DualDate at={lastSeenAt} single withTime />,
      },
      {
        id: 'version',
        header: t('administration.columnVersion'),
        width: '84px',
        emphasis: 'quiet',
        wideOnly: true,
        cell: ({ appVersion }) => (appVersion === null ? '' : <Ltr>{appVersion}</Ltr>),
      },
    ],
    [t, nameOf, here],
  )
}
