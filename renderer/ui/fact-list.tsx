import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './fact-list.module.css'

/** Labels and values in two columns. Wrap ids, phones and e-mails in `<Ltr>`; `strong` sets a value at 500. */
export function FactList(props: {
  facts: readonly { id: string; label: string; value: ReactNode; strong?: boolean }[]
  labelWidth?: number
}) {
  return (
    <dl className={classes.facts} style={{ gridTemplateColumns: `${props.labelWidth ?? 96}px minmax(0, 1fr)` }}>
      {props.facts.map((fact) => (
        <div key={fact.id} className={classes.fact}>
          <dt className={classes.label}>{fact.label}</dt>
          <dd className={cx(classes.value, fact.strong === true && classes.strong)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
