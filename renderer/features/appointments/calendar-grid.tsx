import { type CSSProperties, Fragment, type PointerEventHandler, type RefObject } from 'react'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { CalendarView } from './appointments-search.ts'
import classes from './calendar-grid.module.css'
import type { Calendar, CalendarDay, Cell, WallClock } from './calendar-model.ts'
import { DayHead } from './day-head.tsx'
import { dayWords } from './day-words.ts'
import { SlotCell } from './slot-cell.tsx'
import { minutesOf, timeOf } from './wall-time.ts'

interface CalendarGridProps {
  calendar: Calendar
  view: CalendarView
  clock: WallClock
  hourHeight: number
  cursorId: string | undefined
  chosenId: string | undefined
  picking: boolean
  /** Services stand on the blocks unless one is filtered for. */
  withService: boolean
  stale: boolean
  onOpen: (cell: Cell, bookingId: string | undefined) => void
  onOpenDay: (date: string) => void
  bodyRef: RefObject<HTMLDivElement | null>
  onPointerDown: PointerEventHandler
}

/** A weekend without slots is narrow. */
const isNarrow = (day: CalendarDay, view: CalendarView) => view === 'week' && day.weekend && day.cells.length === 0

/** Why nothing is served on a day; undefined where somebody serves. */
function useClosure() {
  const { t, language } = useText()
  const { findHoliday } = useReference()
  return (day: CalendarDay): string | undefined => {
    if (day.holiday !== null) return findHoliday(day.holiday)?.[language] ?? t('appointments.holiday')
    if (day.cells.length > 0) return undefined
    return day.weekend ? t('appointments.weekend') : t('appointments.closedDay')
  }
}

function DayColumn(props: { day: CalendarDay } & Omit<CalendarGridProps, 'bodyRef' | 'onPointerDown'>) {
  const { t, format, language } = useText()
  const closure = useClosure()
  const { day, calendar, view, clock, hourHeight, cursorId, chosenId } = props
  const narrow = isNarrow(day, view)
  const words = dayWords(day.date, language === 'ar' ? 'hijri' : 'gregorian', language)
  const closed = closure(day)
  const now = minutesOf(clock.now)
  const top = (minute: number) => `${((minute - calendar.from) / 60) * hourHeight}px`
  const tabbable = day.cells.find((cell) => cell.id === cursorId)?.id
  return (
    <div
      className={classes.day}
      data-column={day.date}
      data-narrow={narrow || undefined}
      role="group"
      aria-label={`${words.weekday} ${format.inDigits(words.day)} ${words.month}${closed === undefined ? '' : ` (${closed})`}`}
    >
      {day.cells.map((cell) => (
        <SlotCell
          key={cell.id}
          cell={cell}
          lanes={calendar.lanes.length}
          from={calendar.from}
          hourHeight={hourHeight}
          wide={view === 'day'}
          withService={props.withService}
          clock={clock}
          current={cell.id === cursorId}
          tabbable={cell.id === tabbable}
          chosenId={cell.bookings.some((row) => row.id === chosenId) ? chosenId : undefined}
          picking={props.picking}
          onOpen={props.onOpen}
        />
      ))}
      {day.breaks.map((gap) => (
        <span
          key={gap.from}
          className={classes.gap}
          style={{ insetBlockStart: top(gap.from), height: `${((gap.to - gap.from) / 60) * hourHeight}px` }}
        >
          <span className={classes.closure}>{t('appointments.break')}</span>
        </span>
      ))}
      {closed !== undefined && (
        <span className={narrow ? classes.upright : classes.whole}>
          <span className={classes.closure}>{closed}</span>
        </span>
      )}
      {day.date === clock.today && now >= calendar.from && now <= calendar.to && (
        <span className={classes.now} style={{ insetBlockStart: top(now) }} aria-hidden="true" />
      )}
    </div>
  )
}

/**
 * The calendar: hours at the inline start, a column for each day, Sunday first. One grid template holds heads and
 * columns, so a day is always under its own date, whichever way the language runs.
 */
export function CalendarGrid(props: CalendarGridProps) {
  const { t, format } = useText()
  const { bodyRef, onPointerDown, ...shown } = props
  const { calendar, view, hourHeight } = shown
  const columns = calendar.days.map((day) => (isNarrow(day, view) ? '44px' : 'minmax(96px, 1fr)')).join(' ')
  const hours: number[] = []
  for (let minute = calendar.from; minute <= calendar.to; minute += 60) hours.push(minute)
  const height = ((calendar.to - calendar.from) / 60) * hourHeight
  const now = minutesOf(shown.clock.now)
  return (
    <div
      className={classes.scroll}
      data-stale={shown.stale || undefined}
      ref={bodyRef}
      role="group"
      aria-label={t('appointments.calendar')}
      onPointerDown={onPointerDown}
    >
      <div className={classes.grid} style={{ gridTemplateColumns: `56px ${columns}` }}>
        <div className={classes.corner} />
        {calendar.days.map((day) => (
          <div key={day.date} className={classes.headCell}>
            <DayHead
              day={day}
              today={day.date === shown.clock.today}
              narrow={isNarrow(day, view)}
              onOpen={view === 'week' && !isNarrow(day, view) ? () => shown.onOpenDay(day.date) : undefined}
            />
          </div>
        ))}
        {view === 'day' && calendar.lanes.length > 0 && (
          <Fragment>
            <div className={classes.laneCorner} />
            <div className={classes.lanes}>
              {calendar.lanes.map((lane) => (
                <span key={`${lane.counter} ${lane.scheduleId ?? ''}`} className={classes.lane}>
                  {t('appointments.counter', { n: lane.counter })}
                  <span className={classes.laneNote}>
                    {laneServices(calendar, lane.counter, lane.scheduleId)
                      .map((service) => t(`appointments.service_${service}`))
                      .join(' · ')}
                  </span>
                </span>
              ))}
            </div>
          </Fragment>
        )}
        <div className={classes.hours} style={{ height: `${height}px` }}>
          {hours.slice(0, -1).map((minute) => (
            <span
              key={minute}
              className={classes.hour}
              style={{ insetBlockStart: `${((minute - calendar.from) / 60) * hourHeight}px` }}
            >
              <Ltr>{format.inDigits(timeOf(minute))}</Ltr>
            </span>
          ))}
          {calendar.days.some((day) => day.date === shown.clock.today) &&
            now >= calendar.from &&
            now <= calendar.to && (
              <span
                className={classes.nowTime}
                style={{ insetBlockStart: `${((now - calendar.from) / 60) * hourHeight}px` }}
              >
                <Ltr>{format.inDigits(shown.clock.now)}</Ltr>
              </span>
            )}
        </div>
        {calendar.days.map((day) => (
          <div
            key={day.date}
            className={classes.column}
            style={{ height: `${height}px`, '--hour': `${hourHeight}px` } as CSSProperties}
            data-today={day.date === shown.clock.today || undefined}
          >
            <DayColumn day={day} {...shown} />
            <span className={classes.lines} aria-hidden="true" />
          </div>
        ))}
      </div>
    </div>
  )
}

function laneServices(calendar: Calendar, counter: number, scheduleId: string | undefined) {
  const own = calendar.days
    .flatMap((day) => day.cells)
    .filter(({ slot }) => slot.counter === counter && (scheduleId === undefined || slot.scheduleId === scheduleId))
  return [...new Set(own.map(({ slot }) => slot.service))]
}
