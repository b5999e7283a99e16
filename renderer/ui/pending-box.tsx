import type { ReactNode } from 'react'
import classes from './pending-box.module.css'

/** Something that is not so yet ("the result will be"): a dashed violet outline with its title. */
export function PendingBox(props: { title: string; children: ReactNode }) {
  return (
    <section className={classes.box} aria-label={props.title}>
      <h3 className={classes.title}>{props.title}</h3>
      {props.children}
    </section>
  )
}
