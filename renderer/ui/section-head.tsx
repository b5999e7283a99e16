import type { ReactNode } from 'react'
import classes from './section-head.module.css'

/** Title of a section, a quiet note after it and one link or button at the far end. */
export function SectionHead(props: {
  title: string
  note?: ReactNode
  action?: ReactNode
  level?: 2 | 3
  id?: string
}) {
  const Heading = props.level === 3 ? 'h3' : 'h2'
  return (
    <div className={classes.head}>
      <Heading className={classes.title} id={props.id}>
        {props.title}
      </Heading>
      {props.note !== undefined && <span className={classes.note}>{props.note}</span>}
      {props.action !== undefined && <span className={classes.action}>{props.action}</span>}
    </div>
  )
}
