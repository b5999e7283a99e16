import { NativeSelect } from '@mantine/core'
import { IconDevices } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Pane, PaneFoot, Panes } from '#renderer/ui/panes.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import classes from './administration.module.css'
import { AdministrationFrame } from './administration-frame.tsx'
import { useDeviceColumns } from './device-columns.tsx'
import { DeviceDetail, NoDevice } from './device-detail.tsx'
import { compactDevicesSearch, DeviceStanding, type DevicesSearch, findDevices, standingOf } from './devices-search.ts'
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
      {error !== null && (
        <div className={classes.notice}>
          <DeskErrorNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      <div className={classes.panes}>
        <Panes columns="minmax(360px, 1fr) 388px" compact="minmax(360px, 1fr) 340px">
          <div className={classes.table}>
            <DataTable
              label={t('administration.devices')}
              rows={rows}
              columns={columns}
              rowId={({ id }) => id}
              rowLabel={({ name }) => name}
              cursorId={search.device}
              onCursor={(device) => go({ device })}
              onOpen={({ id }) => go({ device: id })}
              loading={isPending && isEnabled}
              empty={
                <EmptyState icon={<IconDevices size={40} stroke={1.2} />}>
                  {filtered ? t('administration.emptyFiltered') : t('administration.emptyDevices')}
                </EmptyState>
              }
            />
            <PaneFoot
              end={
                <KeyHints
                  hints={[
                    { keys: ['ArrowUp', 'ArrowDown'], label: t('administration.hintMove') },
                    { keys: ['Escape'], label: t('administration.hintClose') },
                  ]}
                />
              }
            >
              <Isolated>{t('administration.deviceCount', { count: rows.length })}</Isolated>
            </PaneFoot>
          </div>
          <Pane label={t('administration.deviceDetail')} tone="sunk">
            {chosen === undefined ? (
              <NoDevice />
            ) : (
              <DeviceDetail key={chosen.id} device={chosen} here={here} nameOf={nameOf} />
            )}
          </Pane>
        </Panes>
      </div>
    </AdministrationFrame>
  )
}
