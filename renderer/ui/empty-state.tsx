import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

/** What will appear here, in one sentence, with one action. `icon` is a Tabler glyph at 40 px, stroke 1.2. */
export function EmptyState(props: { icon: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <span className={classes.glyph} aria-hidden="true">
        {props.icon}
      </span>
      <p className={classes.sentence}>{props.children}</p>
      {props.action}
    </div>
  )
}
