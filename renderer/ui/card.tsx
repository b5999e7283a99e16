import type { ReactNode } from 'react'
import classes from './card.module.css'
import type { Tone } from './meaning.ts'

/** A group outlined by a hairline; never inside another card. `tone` colours only the outline (a possible duplicate: `wa`). */
export function Card(props: { label?: string; tone?: Tone; children: ReactNode }) {
  return (
    <section className={classes.card} data-tone={props.tone ?? 'neutral'} aria-label={props.label}>
      {props.children}
    </section>
  )
}
