import { IconAlertTriangle, IconCheck, IconCloudOff, IconCloudUp, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './sync-badge.module.css'

/**
 * receipted = everything has the authority's receipt (the only green) · waiting = decisions wait to be sent · sending ·
 * offline = the line is away · attention = something needs the clerk.
 */
export type SyncBadgeState = 'receipted' | 'waiting' | 'sending' | 'offline' | 'attention'

const glyphs = {
  receipted: IconCheck,
  waiting: IconCloudUp,
  sending: IconRefresh,
  offline: IconCloudOff,
  attention: IconAlertTriangle,
}

/**
 * What the authority knows, in words with their glyph; a live region, so that changes are read out. `live={false}` where
 * figures run and another region says the same more quietly.
 */
export function SyncBadge(props: { state: SyncBadgeState; children: ReactNode; className?: string; live?: boolean }) {
  const Glyph = glyphs[props.state]
  return (
    <span
      className={cx(classes.badge, props.className)}
      data-state={props.state}
      {...(props.live === false ? {} : { role: 'status' })}
    >
      <Glyph size={17} stroke={1.7} aria-hidden="true" />
      <span>{props.children}</span>
    </span>
  )
}
