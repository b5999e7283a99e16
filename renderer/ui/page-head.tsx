import type { ReactNode } from 'react'
import classes from './page-head.module.css'

/** A page's title (20/600), a quiet note after it, and its actions at the far end. */
export function PageHead(props: { title: ReactNode; note?: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1 className={classes.title}>{props.title}</h1>
        {props.note !== undefined && <span className={classes.note}>{props.note}</span>}
        {props.actions !== undefined && <div className={classes.actions}>{props.actions}</div>}
      </div>
      {props.children}
    </header>
  )
}
