import { useMediaQuery } from '@mantine/hooks'
import { IconCalendarOff } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PaneFoot } from '#renderer/ui/panes.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import type { AppointmentsSearch } from './appointments-search.ts'
import { ArrivalsPane } from './arrivals-pane.tsx'
import { findCell } from './calendar-cursor.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { CalendarHead } from './calendar-head.tsx'
import { type Cell, freePlaces, isBookable } from './calendar-model.ts'
import classes from './calendar-screen.module.css'
import { CancelDialog } from './cancel-dialog.tsx'
import { SlotPanel } from './slot-panel.tsx'
import { useBookingActs } from './use-booking-acts.tsx'
import { useCalendarCursor } from './use-calendar-cursor.ts'
import { useCalendarKeys } from './use-calendar-keys.ts'
import { useCalendarPlace } from './use-calendar-place.ts'
import { useDragMove } from './use-drag-move.ts'
import { type BookingWish, WalkInDialog } from './walk-in-dialog.tsx'

/** The counter's calendar: a week or a day of the branch, booked, moved and checked in by keyboard or pointer. */
export function CalendarScreen(props: { search: AppointmentsSearch }) {
  const { t, direction } = useText()
  const place = useCalendarPlace(props.search)
  const { view, service, clock, calendar, dates, query, go } = place
  const from = dates[0] ?? place.date
  const to = dates.at(-1) ?? place.date
  const body = useRef<HTMLDivElement>(null)
  const compact = useMediaQuery('(max-width: 1360px), (max-height: 760px)', undefined, {
    getInitialValueInEffect: false,
  })
  const worklist = useDeskQuery('appointments.worklist', {})
  const [openedId, setOpenedId] = useState<string>()
  const [moving, setMoving] = useState<AppointmentRow>()
  const [cancelling, setCancelling] = useState<AppointmentRow>()
  const [wish, setWish] = useState<BookingWish>()
  const [listedId, setListedId] = useState<string>()
  const [text, setText] = useState('')

  const { id: chosenId } = props.search
  const cells = calendar.days.flatMap((day) => day.cells)
  const rows = cells.flatMap((cell) => cell.bookings)
  const openedCell =
    cells.find((cell) => cell.bookings.some((row) => row.id === chosenId)) ?? findCell(calendar, openedId)
  const showToast = useToasts()
  const acts = useBookingActs(useCallback((row, slot) => go({ date: slot.date, id: row.id }), [go]))
  const cursor = useCalendarCursor({
    calendar,
    fresh: place.fresh,
    today: clock.today,
    direction,
    body,
    onLeave: place.step,
  })
  const close = () => {
    setOpenedId(undefined)
    if (chosenId !== undefined) go({ id: undefined })
  }
  const moveTo = (row: AppointmentRow, cell: Cell) => {
    const { scheduleId, date, time } = cell.slot
    if (slotId(row) === cell.id) setMoving(undefined)
    else if (!isBookable(cell.slot, clock)) {
      showToast({ message: t(freePlaces(cell.slot) === 0 ? 'appointments.slotFull' : 'appointments.slotPast') })
    } else void acts.move(row, { scheduleId, date, time }).then((moved) => moved && setMoving(undefined))
  }
  const open = (cell: Cell, bookingId: string | undefined) => {
    cursor.goTo(cell, false)
    if (moving !== undefined) {
      moveTo(moving, cell)
      return
    }
    setOpenedId(cell.id)
    if (bookingId !== chosenId) go({ id: bookingId })
  }
  const beginMove = (row: AppointmentRow) => {
    setMoving(row)
    const cell = cells.find((candidate) => candidate.bookings.some(({ id }) => id === row.id))
    if (cell !== undefined) cursor.goTo(cell, true)
    close()
  }
  const onPointerDown = useDragMove(body, (bookingId, target) => {
    const row = rows.find(({ id }) => id === bookingId)
    const cell = findCell(calendar, target)
    if (row !== undefined && cell !== undefined) moveTo(row, cell)
  })
  // Of a slot with one booking the keys speak of it; with several, of the one whose facts stand open.
  const here = (openedCell ?? cursor.cursor)?.bookings ?? []
  const listed = openedCell === undefined ? rows.find((row) => row.id === listedId) : undefined
  const target = listed ?? here.find((row) => row.id === chosenId) ?? (here.length === 1 ? here[0] : undefined)
  useCalendarKeys({
    view,
    place,
    cursor,
    target,
    moving,
    panelOpen: openedCell !== undefined,
    acts,
    open: () => cursor.cursor !== undefined && open(cursor.cursor, soleId(cursor.cursor)),
    close,
    stopMoving: () => setMoving(undefined),
    beginMove,
    askCancel: setCancelling,
    book: () => setWish({ slot: undefined, service: service ?? undefined }),
  })

  const branch = query.data?.branch
  const filters = {
    from,
    to,
    ...(service === null ? {} : { service }),
    ...(branch === undefined ? {} : { branch }),
    ...(view === 'day' && text !== '' ? { text } : {}),
  }
  const panel = openedCell !== undefined && moving === undefined && (
    <SlotPanel
      cell={openedCell}
      clock={clock}
      chosenId={chosenId}
      acts={acts}
      onChoose={(id) => go({ id })}
      onClose={close}
      onBook={(cell) => setWish({ slot: cell.slot, service: cell.slot.service })}
      onMove={beginMove}
      onCancel={setCancelling}
    />
  )
  const late = openedCell !== undefined && dates.indexOf(openedCell.slot.date as (typeof dates)[number]) >= 3
  const noSchedule = query.data?.schedules.length === 0 && cells.length === 0
  return (
    <div className={classes.screen}>
      <CalendarHead
        view={view}
        from={from}
        to={to}
        service={service}
        branch={branch}
        provisional={rows.filter((row) => row.provisional).length}
        refused={worklist.data?.items.length ?? 0}
        exportFilters={filters}
        quiet={panel !== false}
        onView={(next) => go({ view: next })}
        onService={(next) => go({ service: next })}
        onStep={place.step}
        onToday={place.goToday}
        onBook={() => setWish({ slot: undefined, service: service ?? undefined })}
      />
      {moving !== undefined && (
        <div className={classes.notice}>
          <Notice
            tone="accent"
            live
            action={
              <Button keys="Escape" onClick={() => setMoving(undefined)}>
                {t('appointments.back')}
              </Button>
            }
          >
            <Isolated>{t('appointments.pickSlot', { name: moving.visitor.name })}</Isolated>
          </Notice>
        </div>
      )}
      {query.error !== null && (
        <div className={classes.notice}>
          <DeskErrorNotice error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      <div className={classes.body} data-view={view}>
        {query.isPending && <SkeletonRows rows={9} columns="56px repeat(5, minmax(0, 1fr))" count={6} rowHeight={64} />}
        {noSchedule && (
          <EmptyState icon={<IconCalendarOff size={40} stroke={1.2} />}>{t('appointments.noSchedule')}</EmptyState>
        )}
        {query.data !== undefined && !noSchedule && (
          <CalendarGrid
            calendar={calendar}
            view={view}
            clock={clock}
            hourHeight={compact === true ? 72 : 92}
            cursorId={cursor.cursor?.id}
            chosenId={chosenId}
            picking={moving !== undefined}
            withService={service === null && view === 'week'}
            stale={!place.fresh}
            onOpen={open}
            onOpenDay={(date) => go({ view: 'day', date })}
            bodyRef={body}
            onPointerDown={onPointerDown}
          />
        )}
        {view === 'week' && panel !== false && (
          <div className={classes.over} data-side={late ? 'start' : 'end'}>
            {panel}
          </div>
        )}
        {view === 'day' && (
          <div className={classes.side}>
            {panel !== false ? (
              panel
            ) : (
              <ArrivalsPane
                key={from}
                filters={filters}
                onSearch={setText}
                onChoose={(row) => go({ id: row.id })}
                onFocus={setListedId}
                onCheckIn={(row) => void acts.setStatus(row, 'arrived')}
              />
            )}
          </div>
        )}
      </div>
      <PaneFoot
        end={
          <KeyHints
            hints={[
              { keys: ['ArrowRight', 'ArrowLeft'], label: t('appointments.keyMove') },
              { keys: ['Enter'], label: t('appointments.keyOpen') },
              { keys: ['KeyJ', 'KeyK'], label: t(view === 'week' ? 'appointments.keyWeek' : 'appointments.keyDay') },
              { keys: ['KeyA'], label: t('appointments.act_arrived') },
              { keys: ['KeyM'], label: t('appointments.move') },
              { keys: ['shift+Slash'], label: t('appointments.keyAll') },
            ]}
          />
        }
      >
        {calendar.lanes.length > 0 && (
          <Isolated>
            {t('appointments.counterCount', { count: new Set(calendar.lanes.map((lane) => lane.counter)).size })}
          </Isolated>
        )}
      </PaneFoot>
      <CancelDialog
        row={cancelling}
        onClose={() => setCancelling(undefined)}
        onConfirm={(row, remarks) => {
          setCancelling(undefined)
          close()
          void acts.cancel(row, remarks)
        }}
      />
      <WalkInDialog
        wish={wish}
        clock={clock}
        onClose={() => setWish(undefined)}
        onBooked={(made, slot, name) => {
          setWish(undefined)
          acts.sayBooked(made, name, slot.time)
          go({ date: slot.date, id: made.appointmentId, ...(service === null ? {} : { service: slot.service }) })
        }}
      />
    </div>
  )
}

/** The booking that opens with a slot: the only one there is. */
function soleId(cell: Cell): string | undefined {
  return cell.bookings.length === 1 ? cell.bookings[0]?.id : undefined
}
