import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'

/** One column of a `DataTable`. */
export interface DeskColumn<Row> {
  id: string
  header: string
  /** Grid track: `158px`, `minmax(0, 1fr)`. */
  width: string
  cell: (row: Row) => ReactNode
  /** `strong` = the column that names the row (500); `quiet` = ids and second facts (tx2); amounts go to the end. */
  emphasis?: 'strong' | 'quiet'
  align?: 'start' | 'end'
  /** Its head becomes a button that asks for this order. */
  sortable?: boolean
  /** Dropped in windows up to 1360 × 760. */
  wideOnly?: boolean
}

const features = tableFeatures({ columnVisibilityFeature })

/** TanStack's model of the rows and of the columns that are visible now. */
export function useDataTableModel<Row extends object>(options: {
  rows: readonly Row[]
  columns: readonly DeskColumn<Row>[]
  hiddenColumns: ReadonlySet<string>
  rowId: (row: Row) => string
}) {
  const { columns, hiddenColumns } = options
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: (context) => column.cell(context.row.original) }),
    )
  }, [columns])
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, !hiddenColumns.has(column.id)])),
    [columns, hiddenColumns],
  )
  return useTable({
    features,
    data: options.rows,
    columns: defs,
    getRowId: options.rowId,
    state: { columnVisibility },
  })
}
