import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DataTable } from '#renderer/ui/data-table.tsx'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Pane, PaneFoot, Panes } from '#renderer/ui/panes.tsx'
import classes from './administration.module.css'

/** What is administered, as a list, with the one that is chosen beside it. */
export function EntriesPane<Row extends object>(props: {
  label: string
  rows: readonly Row[]
  columns: readonly DeskColumn<Row>[]
  rowId: (row: Row) => string
  rowLabel: (row: Row) => string
  chosenId: string | undefined
  choose: (id: string) => void
  loading: boolean
  empty: ReactNode
  /** How many there are, in words. */
  count: string
  error: unknown
  retry: () => void
  detailLabel: string
  detail: ReactNode
}) {
  const { t } = useText()
  const { rowId, choose } = props
  return (
    <>
      {props.error !== null && (
        <div className={classes.notice}>
          <DeskErrorNotice error={props.error} retry={props.retry} />
        </div>
      )}
      <div className={classes.panes}>
        <Panes columns="minmax(360px, 1fr) 388px" compact="minmax(360px, 1fr) 340px">
          <div className={classes.table}>
            <DataTable
              label={props.label}
              rows={props.rows}
              columns={props.columns}
              rowId={rowId}
              rowLabel={props.rowLabel}
              cursorId={props.chosenId}
              onCursor={choose}
              onOpen={(row) => choose(rowId(row))}
              loading={props.loading}
              empty={props.empty}
            />
            <PaneFoot
              end={
                <KeyHints
                  hints={[
                    { keys: ['ArrowUp', 'ArrowDown'], label: t('administration.hintMove') },
                    { keys: ['Escape'], label: t('administration.hintClose') },
                  ]}
                />
              }
            >
              <Isolated>{props.count}</Isolated>
            </PaneFoot>
          </div>
          <Pane label={props.detailLabel} tone="sunk">
            {props.detail}
          </Pane>
        </Panes>
      </div>
    </>
  )
}
