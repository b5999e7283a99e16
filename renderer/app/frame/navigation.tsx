import { IconArrowsExchange, IconInbox, IconUsers } from '@tabler/icons-react'
import { Link, useMatchRoute } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { CountBadge } from '#renderer/ui/count-badge.tsx'
import type { QueueView } from '#shared/contracts/requests.ts'
import classes from './navigation.module.css'

export interface NavigationCounts {
  /** Requests that wait for this clerk. */
  requests?: number
  /** Outbox items that need the clerk's attention. */
  outbox?: number
}

/** A saved view of the queue, as it hangs under Requests. */
export interface SavedView {
  id: QueueView
  label: string
  count?: number
  current: boolean
}

function Item(props: {
  to: '/members' | '/requests' | '/outbox'
  icon: ReactNode
  label: string
  rail: boolean
  count?: number | undefined
  tone?: 'bare' | 'wa'
}) {
  const current = useMatchRoute()({ to: props.to, fuzzy: true }) !== false
  const busy = props.count !== undefined && props.count > 0
  return (
    <Link
      to={props.to}
      search={{}}
      className={cx(classes.item, current && classes.current)}
      aria-label={props.rail ? props.label : undefined}
      title={props.rail ? props.label : undefined}
    >
      <span className={classes.glyph} aria-hidden="true">
        {props.icon}
        {props.rail && busy && <span className={classes.dot} data-tone={props.tone} />}
      </span>
      {!props.rail && <span className={classes.label}>{props.label}</span>}
      {!props.rail && props.count !== undefined && busy && (
        <CountBadge count={props.count} tone={props.tone ?? 'bare'} />
      )}
    </Link>
  )
}

/** The places of the desk; saved views hang under Requests, the outbox stands at the foot. */
export function Navigation(props: { rail: boolean; counts: NavigationCounts; views: readonly SavedView[] }) {
  const { t } = useText()
  const { rail, counts } = props
  return (
    <nav className={cx(classes.navigation, rail && classes.rail)} aria-label={t('frame.navigation')}>
      <Item to="/members" icon={<IconUsers size={18} stroke={1.6} />} label={t('frame.members')} rail={rail} />
      <Item
        to="/requests"
        icon={<IconInbox size={18} stroke={1.6} />}
        label={t('frame.requests')}
        rail={rail}
        count={counts.requests}
      />
      {!rail && props.views.length > 0 && (
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
      )}
      <div className={classes.foot}>
        <Item
          to="/outbox"
          icon={<IconArrowsExchange size={18} stroke={1.6} />}
          label={t('frame.outbox')}
          rail={rail}
          count={counts.outbox}
          tone="wa"
        />
      </div>
    </nav>
  )
}
