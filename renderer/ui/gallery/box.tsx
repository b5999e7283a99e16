import type { ReactNode } from 'react'
import classes from './gallery.module.css'

/** One framed group of the gallery, `span` of twelve columns wide. */
export function Box(props: { title: string; span: number; children: ReactNode }) {
  return (
    <section className={classes.box} style={{ gridColumn: `span ${props.span}` }} aria-label={props.title}>
      <h2 className={classes.title}>{props.title}</h2>
      {props.children}
    </section>
  )
}
