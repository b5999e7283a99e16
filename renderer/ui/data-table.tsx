import { Checkbox } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './data-table.module.css'
import { type DeskColumn, useDataTableModel } from './data-table-model.ts'
import { SkeletonRows } from './skeleton-rows.tsx'

export interface DataTableProps<Row extends object> {
  /** What the table lists, for screen readers. */
  label: string
  rows: readonly Row[]
  columns: readonly DeskColumn<Row>[]
  rowId: (row: Row) => string
  /** A row in a few words (for its checkbox and its readers). */
  rowLabel: (row: Row) => string
  /** The row the cursor (J/K) is on. */
  cursorId: string | undefined
  onCursor: (id: string) => void
  onOpen: (row: Row) => void
  selected?: ReadonlySet<string>
  onSelect?: (selected: ReadonlySet<string>) => void
  hiddenColumns?: ReadonlySet<string>
  sort?: { columnId: string; direction: 'ascending' | 'descending' }
  onSort?: (columnId: string) => void
  /** 37 px rows unless `comfortable` (44 px). */
  density?: 'dense' | 'comfortable'
  /** Rows there are in all, when more can be loaded than `rows` holds. */
  total?: number
  /** Called when the last loaded rows come near. */
  onNearEnd?: () => void
  loading?: boolean
  /** Shown when there is no row; an `EmptyState`. */
  empty: ReactNode
  /** Room below the last row, for a floating bar. */
  bottomRoom?: number
}

const noColumns: ReadonlySet<string> = new Set()

/**
 * The desk's table: hairlines, sticky head, virtual rows, a cursor that J and K (or the arrows) move, X to select, Enter to
 * open. Cursor and selection belong to the screen.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { t } = useText()
  const { rows, rowId, onCursor, onOpen, onSelect, onNearEnd } = props
  const selected = props.selected ?? noColumns
  const narrow = useMediaQuery('(max-width: 1360px), (max-height: 760px)', undefined, {
    getInitialValueInEffect: false,
  })
  const hidden = useMemo(() => {
    const set = new Set(props.hiddenColumns)
    for (const column of props.columns) if (column.wideOnly === true && narrow === true) set.add(column.id)
    return set
  }, [props.columns, props.hiddenColumns, narrow])
  const model = useDataTableModel({ rows, columns: props.columns, hiddenColumns: hidden, rowId })
  const modelRows = model.getRowModel().rows
  const columns = props.columns.filter((column) => !hidden.has(column.id))
  const selectable = onSelect !== undefined
  const template = [...(selectable ? ['44px'] : []), ...columns.map((column) => column.width)].join(' ')
  const rowHeight = props.density === 'comfortable' ? 44 : 37
  const scroller = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const virtual = useVirtualizer({
    count: modelRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 34,
    paddingStart: 0,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (lastShown >= modelRows.length - 30 && modelRows.length > 0) onNearEnd?.()
  }, [lastShown, modelRows.length, onNearEnd])
  useEffect(() => virtual.measure(), [virtual, rowHeight])

  const cursorIndex = modelRows.findIndex((row) => row.id === props.cursorId)
  useEffect(() => {
    if (!wantsFocus.current || cursorIndex < 0) return
    // A row far away is drawn only after the scroll: then this runs again and finds it.
    const element = scroller.current?.querySelector(`[data-index="${cursorIndex}"]`)
    if (!(element instanceof HTMLElement)) return
    wantsFocus.current = false
    element.focus({ preventScroll: true })
  })
  const moveTo = (index: number) => {
    const target = Math.min(modelRows.length - 1, Math.max(0, index))
    const row = modelRows[target]
    if (row === undefined) return
    virtual.scrollToIndex(target, { align: 'auto' })
    wantsFocus.current = true
    onCursor(row.id)
  }
  const move = (by: number) => moveTo(cursorIndex < 0 ? 0 : cursorIndex + by)
  const openCursor = () => {
    const row = modelRows[cursorIndex]
    if (row !== undefined) onOpen(row.original)
  }
  const toggle = (id: string) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelect?.(next)
  }
  const toggleCursor = () => {
    const row = modelRows[cursorIndex]
    if (row !== undefined) toggle(row.id)
  }
  useHotkeys([
    { keys: 'KeyJ', label: t('common.nextRow'), run: () => move(1) },
    { keys: 'KeyK', label: t('common.previousRow'), run: () => move(-1) },
    { keys: 'Enter', label: t('common.openRow'), run: openCursor },
    ...(selectable ? [{ keys: 'KeyX', label: t('common.selectRow'), run: toggleCursor }] : []),
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute('role') !== 'row') return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(page),
      PageUp: () => move(-page),
      Home: () => moveTo(0),
      End: () => moveTo(modelRows.length - 1),
    }
    const step = steps[event.code]
    if (step === undefined) return
    event.preventDefault()
    step()
  }
  const onRowClick = (event: MouseEvent, id: string, row: Row) => {
    onCursor(id)
    if (event.target instanceof Element && event.target.closest('a, button, input, label') !== null) return
    onOpen(row)
  }
  const allSelected = modelRows.length > 0 && modelRows.every((row) => selected.has(row.id))
  const toggleAll = () => onSelect?.(allSelected ? new Set() : new Set(modelRows.map((row) => row.id)))

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={(props.total ?? modelRows.length) + 1}
      aria-colcount={columns.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable || undefined}
      aria-busy={props.loading === true || undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={classes.inner}>
        <div role="rowgroup" className={classes.head}>
          <div
            role="row"
            tabIndex={-1}
            aria-rowindex={1}
            className={classes.headRow}
            style={{ gridTemplateColumns: template }}
          >
            {selectable && (
              <div role="columnheader" tabIndex={-1} className={classes.check}>
                <Checkbox
                  aria-label={t('common.selectAll')}
                  checked={allSelected}
                  indeterminate={!allSelected && selected.size > 0}
                  onChange={toggleAll}
                />
              </div>
            )}
            {columns.map((column) => {
              const sorted = props.sort?.columnId === column.id ? props.sort.direction : undefined
              const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
              const head = (
                <>
                  {column.header}
                  {sorted !== undefined && <Arrow size={14} stroke={2} aria-hidden="true" />}
                </>
              )
              return (
                <div
                  key={column.id}
                  role="columnheader"
                  tabIndex={-1}
                  className={cx(classes.headCell, column.align === 'end' && classes.end)}
                  aria-sort={sorted}
                  data-sorted={sorted !== undefined || undefined}
                >
                  {column.sortable === true && props.onSort !== undefined ? (
                    <button type="button" className={classes.sort} onClick={() => props.onSort?.(column.id)}>
                      {head}
                    </button>
                  ) : (
                    <span className={classes.sorted}>{head}</span>
                  )}
                </div>
              )
            })}
          </div>
        </div>
        {modelRows.length === 0 && props.loading !== true && (
          <div role="rowgroup" className={classes.empty}>
            <div role="row" tabIndex={-1}>
              <div role="gridcell" tabIndex={-1} className={classes.emptyCell}>
                {props.empty}
              </div>
            </div>
          </div>
        )}
        {modelRows.length === 0 && props.loading === true && (
          <SkeletonRows
            rows={12}
            columns={template}
            count={columns.length + (selectable ? 1 : 0)}
            rowHeight={rowHeight}
          />
        )}
        {modelRows.length > 0 && (
          <div
            role="rowgroup"
            className={classes.body}
            style={{ height: virtual.getTotalSize() + (props.bottomRoom ?? 0) }}
          >
            {items.map((item) => {
              const row = modelRows[item.index]
              if (row === undefined) return null
              const cursor = item.index === cursorIndex
              const isSelected = selected.has(row.id)
              return (
                <div
                  key={row.id}
                  role="row"
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  aria-selected={selectable ? isSelected : cursor}
                  tabIndex={cursor || (cursorIndex < 0 && item.index === 0) ? 0 : -1}
                  className={classes.row}
                  data-cursor={cursor || undefined}
                  data-selected={isSelected || undefined}
                  style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }}
                  onClick={(event) => onRowClick(event, row.id, row.original)}
                  onFocus={(event) => {
                    if (event.target === event.currentTarget && !cursor) onCursor(row.id)
                  }}
                >
                  {selectable && (
                    <div role="gridcell" tabIndex={-1} className={classes.check}>
                      <Checkbox
                        aria-label={`${t('common.selectRow')}: ${props.rowLabel(row.original)}`}
                        tabIndex={-1}
                        checked={isSelected}
                        onChange={() => toggle(row.id)}
                      />
                    </div>
                  )}
                  {row.getVisibleCells().map((cell) => {
                    const column = columns.find((candidate) => candidate.id === cell.column.id)
                    return (
                      <div
                        key={cell.id}
                        role="gridcell"
                        tabIndex={-1}
                        className={cx(classes.cell, column?.align === 'end' && classes.end)}
                        data-emphasis={column?.emphasis}
                      >
                        <model.FlexRender cell={cell} />
                      </div>
                    )
                  })}
                </div>
              )
            })}
          </div>
        )}
      </div>
    </div>
  )
}
