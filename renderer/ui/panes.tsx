import type { CSSProperties, ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './panes.module.css'

/**
 * Panes side by side that scroll by themselves. `columns` is a grid template from inline start to end; `compact` replaces it
 * in windows up to 1360 × 760.
 */
export function Panes(props: { columns: string; compact?: string; children: ReactNode }) {
  const style = { '--panes': props.columns, '--panes-compact': props.compact ?? props.columns } as CSSProperties
  return (
    <div className={classes.panes} style={style}>
      {props.children}
    </div>
  )
}

/** One pane: `head` and `foot` stay, what is between scrolls. Children of the scrolling part never shrink. */
export function Pane(props: {
  label: string
  tone?: 'sheet' | 'sunk' | 'canvas'
  head?: ReactNode
  foot?: ReactNode
  padded?: boolean
  children: ReactNode
  className?: string | undefined
}) {
  return (
    <section className={classes.pane} data-tone={props.tone ?? 'sheet'} aria-label={props.label}>
      {props.head}
      {/* A scrolling region must be reachable by keyboard. */}
      <div tabIndex={0} className={cx(classes.scroll, props.padded !== false && classes.padded, props.className)}>
        {props.children}
      </div>
      {props.foot}
    </section>
  )
}

/** The line at the bottom of a pane or page: what is shown at the start, key hints at the end. */
export function PaneFoot(props: { children?: ReactNode; end?: ReactNode }) {
  return (
    <footer className={classes.foot}>
      <div className={classes.footStart}>{props.children}</div>
      {props.end}
    </footer>
  )
}
