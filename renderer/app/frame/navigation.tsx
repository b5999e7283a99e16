import { Link, useMatchRoute } from '@tanstack/react-router'
import { Fragment } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { ariaKeys } from '#renderer/lib/hotkeys.ts'
import { isMac } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { CountBadge } from '#renderer/ui/count-badge.tsx'
import type { QueueView } from '#shared/contracts/requests.ts'
import type { Role } from '#shared/domain/clerks/clerk.ts'
import classes from './navigation.module.css'
import { type Place, type PlaceEntry, placesOf } from './places.ts'

/** Figures beside the places: requests that wait for this clerk, outbox items that need attention. */
export type NavigationCounts = Partial<Record<Place, number>>

/** A saved view of the queue, as it hangs under Requests. */
export interface SavedView {
  id: QueueView
  label: string
  count?: number
  current: boolean
}

function Item(props: { place: PlaceEntry; rail: boolean; count: number | undefined }) {
  const { t } = useText()
  const { place, rail, count } = props
  const { id, to, icon: Glyph } = place
  const current = useMatchRoute()({ to, fuzzy: id !== 'home' }) !== false
  const busy = count !== undefined && count > 0
  const tone = id === 'outbox' ? 'wa' : 'bare'
  const label = t(`frame.${id}`)
  return (
    <Link
      to={to}
      search={{}}
      className={cx(classes.item, current && classes.current)}
      aria-keyshortcuts={ariaKeys(place.keys, isMac)}
      aria-label={rail ? label : undefined}
      title={rail ? label : undefined}
    >
      <span className={classes.glyph} aria-hidden="true">
        <Glyph size={18} stroke={1.6} />
        {rail && busy && <span className={classes.dot} data-tone={tone} />}
      </span>
      {!rail && <span className={classes.label}>{label}</span>}
      {!rail && busy && <CountBadge count={count} tone={tone} />}
    </Link>
  )
}

function SavedViews(props: { views: readonly SavedView[] }) {
  const { t } = useText()
  return (
    <ul className={classes.views} aria-label={t('frame.savedViews')}>
      {props.views.map((view) => (
        <li key={view.id}>
          <Link
            to="/requests"
            search={{ view: view.id }}
            className={classes.view}
            {...(view.current ? { 'aria-current': 'page' as const } : {})}
          >
            <span className={classes.label}>{view.label}</span>
            {view.count !== undefined && <CountBadge count={view.count} />}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** The places of the desk; saved views hang under Requests, the outbox stands at the foot. */
export function Navigation(props: {
  rail: boolean
  counts: NavigationCounts
  views: readonly SavedView[]
  role: Role | undefined
}) {
  const { t } = useText()
  const { rail, counts } = props
  const places = placesOf(props.role)
  const foot = places.find(({ id }) => id === 'outbox')
  return (
    <nav className={cx(classes.navigation, rail && classes.rail)} aria-label={t('frame.navigation')}>
      {places
        .filter((place) => place !== foot)
        .map((place) => (
          <Fragment key={place.id}>
            {place.group && <hr className={classes.divider} />}
            <Item place={place} rail={rail} count={counts[place.id]} />
            {place.id === 'requests' && !rail && props.views.length > 0 && <SavedViews views={props.views} />}
          </Fragment>
        ))}
      {foot !== undefined && (
        <div className={classes.foot}>
          <Item place={foot} rail={rail} count={counts[foot.id]} />
        </div>
      )}
    </nav>
  )
}
