import { useMediaQuery } from '@mantine/hooks'
import { IconInbox, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ExportButton } from '#renderer/ui/export-button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { QueueRow } from '#shared/contracts/requests.ts'
import { findNextToDecide } from './next-in-view.ts'
import classes from './queue.module.css'
import { useQueueColumns } from './queue-columns.tsx'
import { QueueFilters } from './queue-filters.tsx'
import { QueueFoot } from './queue-foot.tsx'
import { useQueueLayout } from './queue-layout.ts'
import { QueuePeek } from './queue-peek.tsx'
import { defaultView, exportFilters, filtersIn, type QueueSearch, withoutFilters } from './queue-search.ts'
import { QueueTools } from './queue-tools.tsx'
import { QueueViews } from './queue-views.tsx'
import { useQueueRows } from './use-queue-rows.ts'
import { useUndo } from './use-undo.tsx'
import { useVisibleRange } from './use-visible-range.ts'

const rowId = (row: QueueRow) => row.id
const nothing: ReadonlySet<string> = new Set()

/** The clerk's work in the order in which it is due; the link says which. Everything is reached by keyboard. */
export function QueueScreen(props: { search: QueueSearch }) {
  const { t, language } = useText()
  const { search } = props
  const navigate = useNavigate()
  const now = useNow(30_000)
  const narrow = useMediaQuery('(max-width: 1360px), (max-height: 760px)', undefined, {
    getInitialValueInEffect: false,
  })
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk ?? undefined
  const { rows, total, asOf, stale, loading, error, loadMore, retry } = useQueueRows(search)
  const [layout, changeLayout] = useQueueLayout()
  const [cursorId, setCursorId] = useState<string>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(nothing)
  const [peekId, setPeekId] = useState<string>()
  const table = useRef<HTMLDivElement>(null)
  const view = search.view ?? defaultView
  const range = useVisibleRange(table, layout.density === 'comfortable' ? 44 : 37, rows.length)
  const columns = useQueueColumns({ now, narrow: narrow === true, clerkId: clerk?.id })
  const hidden = useMemo(() => new Set(layout.hidden), [layout.hidden])
  const open = useCallback(
    (id: string) => void navigate({ to: '/requests/$id', params: { id }, search }),
    [navigate, search],
  )
  const undo = useUndo(useCallback(({ requestId }) => open(requestId), [open]))

  // Another list begins at its top with nothing chosen.
  const list = JSON.stringify(search)
  const [shownList, setShownList] = useState(list)
  if (shownList !== list) {
    setShownList(list)
    setCursorId(undefined)
    setSelected(nothing)
  }
  const chosen = rows.filter((row) => selected.has(row.id))
  const cursor = rows.find((row) => row.id === cursorId) ?? rows[0]
  const next = (clerk === undefined ? undefined : findNextToDecide(rows, undefined, clerk)) ?? rows[0]?.id
  const first = chosen[0]
  /** The first arrow key goes into the table; from there on the table moves by itself. */
  const enterTable = () => {
    const row = table.current?.querySelector('[role="row"][tabindex="0"]')
    if (row instanceof HTMLElement) row.focus()
  }
  useHotkeys([
    {
      keys: 'KeyN',
      label: t('requests.next'),
      enabled: next !== undefined,
      run: () => next !== undefined && open(next),
    },
    {
      keys: 'Space',
      label: t('requests.keyPeek'),
      enabled: cursor !== undefined,
      run: () => setPeekId(cursor?.id),
    },
    { keys: 'ArrowDown', label: t('common.nextRow'), hidden: true, run: enterTable },
    { keys: 'ArrowUp', label: t('common.previousRow'), hidden: true, run: enterTable },
    {
      keys: 'Escape',
      label: t('requests.clearSelection'),
      enabled: chosen.length > 0,
      run: () => setSelected(nothing),
    },
    { keys: 'KeyZ', label: t('requests.undo'), run: () => undo() },
    { keys: 'mod+KeyZ', label: t('requests.undo'), hidden: true, run: () => undo() },
  ])
  const filtered = filtersIn(search).length > 0
  return (
    <div className={classes.screen}>
      <PageHead
        title={t(`requests.view_${view}`)}
        {...(total === undefined ? {} : { note: <Isolated>{t('requests.requestCount', { count: total })}</Isolated> })}
        actions={
          <>
            <QueueTools layout={layout} change={changeLayout} />
            <ExportButton report="requests" filters={exportFilters(search)} />
            <Button
              variant="primary"
              keys="KeyN"
              disabledReason={next === undefined ? t('requests.rangeEmpty') : undefined}
              onClick={() => next !== undefined && open(next)}
            >
              {t('requests.next')}
            </Button>
          </>
        }
      />
      <div className={classes.tabs}>
        <QueueViews search={search} />
      </div>
      <QueueFilters search={search} />
      {error !== undefined && (
        <div className={classes.notice}>
          <DeskErrorNotice error={error} retry={retry} />
        </div>
      )}
      {/* What could not be asked for is not "none": no table under an error without rows. */}
      {(error === undefined || rows.length > 0) && (
        <div ref={table} className={classes.table} data-stale={stale || undefined}>
          <DataTable
            label={t('requests.queue')}
            rows={rows}
            columns={columns}
            rowId={rowId}
            rowLabel={(row) =>
              `${t(`requests.kind_${row.kind}`)} ${language === 'ar' ? row.memberNameAr : row.memberNameEn} ${row.number}`
            }
            cursorId={cursorId}
            onCursor={setCursorId}
            onOpen={(row) => open(row.id)}
            selected={selected}
            onSelect={setSelected}
            hiddenColumns={hidden}
            sort={{ columnId: 'due', direction: 'ascending' }}
            density={layout.density}
            {...(total === undefined ? {} : { total })}
            onNearEnd={loadMore}
            loading={loading}
            bottomRoom={chosen.length > 0 ? 64 : 0}
            empty={
              <EmptyState
                icon={<IconInbox size={40} stroke={1.2} />}
                action={
                  filtered ? (
                    <TextLink to="/requests" search={withoutFilters(search)}>
                      {t('requests.filtersClear')}
                    </TextLink>
                  ) : (
                    view !== 'open' && (
                      <TextLink to="/requests" search={{ view: 'open' }}>
                        {t('requests.emptyShowOpen')}
                      </TextLink>
                    )
                  )
                }
              >
                {filtered ? t('requests.emptyFiltered') : t(`requests.empty_${view}`)}
              </EmptyState>
            }
          />
        </div>
      )}
      {first !== undefined && (
        <div className={classes.bar} role="status">
          <span className={classes.barCount}>
            <Isolated>{t('requests.selectedCount', { count: chosen.length })}</Isolated>
          </span>
          <Button onClick={() => open(first.id)}>{t('requests.openFirst')}</Button>
          <IconButton
            label={t('requests.clearSelection')}
            icon={<IconX size={17} stroke={1.6} />}
            onClick={() => setSelected(nothing)}
          />
        </div>
      )}
      <QueueFoot range={range} total={total} asOf={asOf} />
      <QueuePeek row={rows.find((row) => row.id === peekId)} now={now} close={() => setPeekId(undefined)} open={open} />
    </div>
  )
}
