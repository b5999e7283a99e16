import { Fragment, type ReactNode } from 'react'
import { Chip } from './chip.tsx'
import classes from './comparison-table.module.css'

interface ComparisonColumn {
  title: string
  /** Who and when, in one or two quiet lines. */
  note?: ReactNode
}

export interface ComparisonRow {
  id: string
  field: string
  base: ReactNode
  theirs: ReactNode
  mine: ReactNode
  /** Which sides differ from the base: only they are set at 500. Both = the field is in conflict. */
  changed: { theirs: boolean; mine: boolean }
}

/** Base, theirs (amber rule) and mine (ink rule) side by side; a field both changed carries `conflictLabel`. */
export function ComparisonTable(props: {
  caption: string
  fieldLabel: string
  conflictLabel: string
  base: ComparisonColumn
  theirs: ComparisonColumn
  mine: ComparisonColumn
  rows: readonly ComparisonRow[]
}) {
  const columns = [
    { side: 'base', column: props.base },
    { side: 'theirs', column: props.theirs },
    { side: 'mine', column: props.mine },
  ] as const
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={props.caption}>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              <span className={classes.hidden}>{props.fieldLabel}</span>
            </th>
            {columns.map(({ side, column }) => (
              <th key={side} scope="col" data-side={side}>
                <span className={classes.title}>{column.title}</span>
                {column.note !== undefined && <span className={classes.note}>{column.note}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => {
            const conflict = row.changed.theirs && row.changed.mine
            return (
              <tr key={row.id} data-conflict={conflict || undefined}>
                <th scope="row">
                  {row.field}
                  {conflict && (
                    <Fragment>
                      {' '}
                      <Chip tone="wa">{props.conflictLabel}</Chip>
                    </Fragment>
                  )}
                </th>
                <td>{row.base}</td>
                <td data-side="theirs" data-changed={row.changed.theirs || undefined}>
                  {row.theirs}
                </td>
                <td data-side="mine" data-changed={row.changed.mine || undefined}>
                  {row.mine}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
