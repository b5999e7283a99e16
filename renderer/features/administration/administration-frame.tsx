import { IconLock } from '@tabler/icons-react'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { TabBar, TabLink } from '#renderer/ui/tab-bar.tsx'
import { isForRole } from '#shared/domain/policy/policy.ts'
import classes from './administration.module.css'
import { type AdministrationTab, administrationTabs, useAdministrationPlaces } from './administration-tabs.ts'
import { useDevices } from './use-devices.ts'
import { useLine } from './use-line.ts'

/** Keeps where somebody is in administration, and leads the digits to its tabs. */
function useTabs(tab: AdministrationTab, filters: Readonly<Record<string, unknown>>) {
  const { t } = useText()
  const navigate = useNavigate()
  const { places, keep } = useAdministrationPlaces()
  const text = JSON.stringify(filters)
  useEffect(() => {
    const kept = JSON.stringify(places.filters[tab] ?? {})
    if (places.tab === tab && kept === text) return
    keep({ tab, filters: { ...places.filters, [tab]: JSON.parse(text) as Record<string, unknown> } })
  }, [places, keep, tab, text])
  useHotkeys(
    administrationTabs.map((place) => ({
      keys: place.keys,
      label: t('frame.goTo', { place: t(place.label) }),
      run: () => void navigate({ to: place.to, search: places.filters[place.id] ?? {} }),
    })),
  )
  return places.filters
}

/**
 * What every tab of administration stands in: the title, the tabs, and, without a line, why nothing can be changed. Those
 * who do not administer read so.
 */
export function AdministrationFrame(props: {
  tab: AdministrationTab
  /** What the tab is filtered by, for the return to it. */
  filters: Readonly<Record<string, unknown>>
  actions?: ReactNode
  children: ReactNode
}) {
  const { t } = useText()
  const kept = useTabs(props.tab, props.filters)
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  const line = useLine()
  const { pending } = useDevices()
  if (clerk === undefined || clerk === null) return null
  if (!isForRole(clerk.role, 'administer.devices'))
    return (
      <div className={classes.screen}>
        <PageHead title={t('frame.administration')} />
        <EmptyState icon={<IconLock size={40} stroke={1.2} />}>{t('administration.notAllowed')}</EmptyState>
      </div>
    )
  return (
    <div className={classes.screen}>
      <PageHead
        title={t('frame.administration')}
        {...(props.actions === undefined ? {} : { actions: props.actions })}
      />
      <TabBar label={t('administration.tabs')}>
        {administrationTabs.map(({ id, to, label }) => (
          <TabLink
            key={id}
            to={to}
            search={kept[id] ?? {}}
            current={id === props.tab}
            {...(id === 'devices' && pending > 0 ? { count: pending, countTone: 'wa' as const } : {})}
          >
            {t(label)}
          </TabLink>
        ))}
      </TabBar>
      {line === 'away' && (
        <div className={classes.notice}>
          <Notice tone="un">{t('administration.needsLine')}</Notice>
        </div>
      )}
      {props.children}
    </div>
  )
}

/** `/administration`: where somebody was last. */
export function AdministrationStart() {
  const { places, last } = useAdministrationPlaces()
  return <Navigate to={last.to} search={places.filters[last.id] ?? {}} replace />
}
