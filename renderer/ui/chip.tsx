import type { ReactNode } from 'react'
import classes from './chip.module.css'
import type { Tone } from './meaning.ts'

/** A short fact in 22 px. `un` is drawn dashed: the authority has not confirmed it. At most one in a line of text. */
export function Chip(props: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={props.tone ?? 'neutral'}>
      {props.icon}
      <span>{props.children}</span>
    </span>
  )
}
