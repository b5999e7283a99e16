import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { CountBadge } from './count-badge.tsx'
import classes from './tab-bar.module.css'

interface TabAnchorProps extends ComponentPropsWithRef<'a'> {
  /** Whether this is the place that is open. */
  current?: boolean
  count?: number | undefined
  /** Draws the count as a tinted pill: there is something to do there. */
  countTone?: 'bare' | 'accent' | 'wa'
}

function TabAnchor({ current, count, countTone, className, children, ...rest }: TabAnchorProps) {
  return (
    <a
      {...rest}
      className={cx(classes.tab, className)}
      {...(current === true ? { 'aria-current': 'page' as const } : {})}
    >
      <span>{children}</span>
      {count !== undefined && <CountBadge count={count} tone={countTone ?? 'bare'} />}
    </a>
  )
}

/** A place in a `TabBar`, as a typed link: `<TabLink to="/requests" search={…} current count={18}>`. */
export const TabLink = createLink(TabAnchor)

/** A tab that only scrolls to an anchor of this page or is driven by hand. */
export { TabAnchor }

/** Places side by side under one hairline; fill it with `TabLink` or `TabAnchor`. They are links, so they can be shared. */
export function TabBar(props: { label: string; children: ReactNode; end?: ReactNode }) {
  return (
    <nav className={classes.bar} aria-label={props.label}>
      {props.children}
      {props.end !== undefined && <div className={classes.end}>{props.end}</div>}
    </nav>
  )
}
