import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './state-dot.module.css'

/**
 * hollow = submitted · ink = in work · green = proven or done · dashed = with the member, or not receipted yet ·
 * violet = waits for a second approval or the authority · amber = due or changed · red = revoked or overdue.
 */
export type StateShape = 'hollow' | 'ink' | 'green' | 'dashed' | 'violet' | 'amber' | 'red'

/** An 8 px dot whose shape is the state, with its word. */
export function StateDot(props: { shape: StateShape; children: ReactNode; className?: string | undefined }) {
  return (
    <span className={cx(classes.state, props.className)}>
      <span className={classes.dot} data-shape={props.shape} aria-hidden="true" />
      <span>{props.children}</span>
    </span>
  )
}
