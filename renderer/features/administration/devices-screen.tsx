import { NativeSelect } from '@mantine/core'
import { IconDevices } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import classes from './administration.module.css'
import { AdministrationFrame } from './administration-frame.tsx'
import { useDeviceColumns } from './device-columns.tsx'
import { DeviceDetail, NoDevice } from './device-detail.tsx'
import { compactDevicesSearch, DeviceStanding, type DevicesSearch, findDevices, standingOf } from './devices-search.ts'
import { EntriesPane } from './entries-pane.tsx'
import { useDevices } from './use-devices.ts'

/** The tab of devices: which there are, who works at them, and who may. */
export function DevicesScreen(props: { search: DevicesSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const search = compactDevicesSearch(props.search)
  const { devices, data, isPending, isEnabled, error, refetch } = useDevices()
  const go = (part: Partial<DevicesSearch>) =>
    void navigate({
      to: '/administration/devices',
      search: compactDevicesSearch({ ...search, ...part }),
      replace: true,
    })
  const people = data?.clerks
  const nameOf = useCallback(
    (id: string) => {
      if (id === 'system') return t('administration.bySystem')
      return people?.[id]?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? id
    },
    [people, language, t],
  )
  const bothNames = (id: string) => `${people?.[id]?.nameAr ?? id} ${people?.[id]?.nameEn ?? ''}`
  const rows = findDevices(devices, search, bothNames)
  const here = data?.here ?? null
  const columns = useDeviceColumns(nameOf, here)
  const chosen = devices.find(({ id }) => id === search.device)
  useHotkeys(
    chosen === undefined
      ? []
      : [{ keys: 'Escape', label: t('administration.closeDetail'), run: () => go({ device: undefined }) }],
  )
  const { device: _, ...filters } = search
  const filtered = Object.keys(filters).length > 0
  const countOf = (state: DeviceStanding) => devices.filter((device) => standingOf(device) === state).length
  return (
    <AdministrationFrame tab="devices" filters={filters}>
      <div className={classes.filters} role="group" aria-label={t('administration.filters')}>
        <TextFilter
          text={search.text ?? ''}
          change={(text) => go({ text })}
          label={t('administration.filterDevices')}
          placeholder={t('administration.filterDevices')}
        />
        <NativeSelect
          size="xs"
          aria-label={t('administration.columnState')}
          value={search.state ?? ''}
          onChange={(event) => go({ state: DeviceStanding.options.find((one) => one === event.currentTarget.value) })}
          data={[
            { value: '', label: t('administration.stateAll', { count: devices.length }) },
            ...DeviceStanding.options.map((state) => ({
              value: state,
              label: t('administration.stateCount', {
                state: t(`administration.device_${state}`),
                number: countOf(state),
              }),
            })),
          ]}
        />
        {filtered && (
          <Button variant="quiet" onClick={() => go({ state: undefined, text: undefined })}>
            {t('administration.filterClear')}
          </Button>
        )}
      </div>
      <EntriesPane
        label={t('administration.devices')}
        rows={rows}
        columns={columns}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        chosenId={search.device}
        choose={(device) => go({ device })}
        loading={isPending && isEnabled}
        empty={
          <EmptyState icon={<IconDevices size={40} stroke={1.2} />}>
            {filtered ? t('administration.emptyFiltered') : t('administration.emptyDevices')}
          </EmptyState>
        }
        count={t('administration.deviceCount', { count: rows.length })}
        error={error}
        retry={() => void refetch()}
        detailLabel={t('administration.deviceDetail')}
        detail={
          chosen === undefined ? (
            <NoDevice />
          ) : (
            <DeviceDetail key={chosen.id} device={chosen} here={here} nameOf={nameOf} />
          )
        }
      />
    </AdministrationFrame>
  )
}
