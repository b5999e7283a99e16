import classes from './skeleton-rows.module.css'

/** Rows that are on their way, on the real row's grid (`columns` as in `grid-template-columns`); shown after 120 ms. */
export function SkeletonRows(props: { rows: number; columns: string; count: number; rowHeight?: number }) {
  return (
    <div className={classes.rows} aria-hidden="true">
      {Array.from({ length: props.rows }, (_, row) => (
        <div
          // Rows without content have no other name than their place.
          key={row}
          className={classes.row}
          style={{ gridTemplateColumns: props.columns, height: props.rowHeight ?? 37 }}
        >
          {Array.from({ length: props.count }, (_, column) => (
            <span key={column} className={classes.bar} style={{ width: `${42 + ((row * 23 + column * 37) % 46)}%` }} />
          ))}
        </div>
      ))}
    </div>
  )
}
