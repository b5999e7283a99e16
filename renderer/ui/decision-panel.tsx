import { IconShieldHalf } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './decision-panel.module.css'

/**
 * The pinned place of the decision: its consequence first (`pending` draws it violet: not in force until someone else
 * confirms), then the reason (`children`), the one filled button (`primary`), the others in a row, and what can be undone.
 */
export function DecisionPanel(props: {
  label: string
  consequence?: ReactNode
  pending?: boolean
  children?: ReactNode
  primary: ReactNode
  others?: ReactNode
  footnote?: ReactNode
}) {
  return (
    <section className={classes.panel} aria-label={props.label}>
      {props.consequence !== undefined && (
        <p className={classes.consequence} data-pending={props.pending === true || undefined}>
          <IconShieldHalf size={18} stroke={1.6} aria-hidden="true" className={classes.glyph} />
          <span>{props.consequence}</span>
        </p>
      )}
      {props.children}
      <div className={classes.primary}>{props.primary}</div>
      {props.others !== undefined && <div className={classes.others}>{props.others}</div>}
      {props.footnote !== undefined && <p className={classes.footnote}>{props.footnote}</p>}
    </section>
  )
}
