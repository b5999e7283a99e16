import { VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { BookingBlock, toneOf } from './booking-block.tsx'
import { type Cell, freePlaces, isBookable, type WallClock } from './calendar-model.ts'
import { dayWords } from './day-words.ts'
import classes from './slot-cell.module.css'

/** Height of a line of text in a block, in pixels. */
const lineHeight = 18

/** Lines that the bookings of a cell take: each its own while there is room, else one for all. */
export function linesOf(height: number, capacity: number, bookings: number): 'each' | 'one' {
  return (height - 2) / Math.max(1, capacity, bookings) >= lineHeight ? 'each' : 'one'
}

/** A slot of the calendar: its bookings, what is still free, and one press that opens it. */
export const SlotCell = memo(function SlotCell(props: {
  cell: Cell
  lanes: number
  /** First minute that is drawn. */
  from: number
  hourHeight: number
  /** Bookings beside each other where lanes are wide. */
  wide: boolean
  withService: boolean
  clock: WallClock
  current: boolean
  tabbable: boolean
  chosenId: string | undefined
  /** A booking is being moved: only free slots answer. */
  picking: boolean
  onOpen: (cell: Cell, bookingId: string | undefined) => void
}) {
  const { t, format, language } = useText()
  const { cell, lanes, hourHeight, wide } = props
  const { slot, bookings } = cell
  const height = ((cell.to - cell.from) / 60) * hourHeight
  const lines = wide ? 'each' : linesOf(height, slot.capacity, bookings.length)
  const free = freePlaces(slot)
  const bookable = isBookable(slot, props.clock)
  const rowHeight = wide
    ? height
    : height / Math.max(1, lines === 'each' ? Math.max(bookings.length, slot.capacity) : 1)
  const day = dayWords(slot.date, language === 'ar' ? 'hijri' : 'gregorian', language)
  const label = [
    `${day.weekday} ${format.inDigits(day.day)} ${day.month}`,
    format.inDigits(slot.time),
    t('appointments.counter', { n: slot.counter }),
    t(`appointments.service_${slot.service}`),
    bookable
      ? t('appointments.freePlaces', { count: free })
      : t(free === 0 ? 'appointments.full' : 'appointments.past'),
    ...bookings.map((row) => `${row.visitor.name} (${t(`appointments.tone_${toneOf(row)}`)})`),
  ].join(language === 'ar' ? '، ' : ', ')
  const tight = rowHeight < 26
  const [first] = bookings
  return (
    <button
      type="button"
      className={classes.cell}
      style={{
        insetBlockStart: `${((cell.from - props.from) / 60) * hourHeight}px`,
        height: `${height}px`,
        insetInlineStart: `${(cell.lane / lanes) * 100}%`,
        width: `${100 / lanes}%`,
      }}
      aria-disabled={(props.picking && !bookable) || undefined}
      tabIndex={props.tabbable ? 0 : -1}
      data-slot={cell.id}
      data-free={bookable || undefined}
      data-past={slot.past || undefined}
      data-current={props.current || undefined}
      data-picking={props.picking || undefined}
      data-tight={tight || undefined}
      data-wide={wide || undefined}
      onClick={(event) => {
        const block = event.target instanceof Element ? event.target.closest('[data-booking]') : null
        const chosen = block?.getAttribute('data-booking') ?? (bookings.length === 1 ? bookings[0]?.id : undefined)
        props.onOpen(cell, chosen)
      }}
    >
      {/* Its name in full; what is drawn is for the eye, and cut where there is no room. */}
      <VisuallyHidden>{label}</VisuallyHidden>
      <span className={classes.drawn} aria-hidden="true">
        {lines === 'each' &&
          bookings.map((row) => (
            <BookingBlock
              key={row.id}
              row={row}
              chosen={row.id === props.chosenId}
              withService={props.withService && rowHeight >= 42}
              tight={tight}
            />
          ))}
        {lines === 'each' &&
          Array.from({ length: Math.max(0, slot.capacity - bookings.length) }, (_, place) => (
            <span key={place} className={classes.place} />
          ))}
        {lines === 'one' && first !== undefined && (
          <>
            <span className={classes.sum} style={{ flexGrow: Math.min(1, slot.taken / slot.capacity) }}>
              <BookingBlock
                row={bookings.find((row) => row.id === props.chosenId) ?? first}
                chosen={bookings.some((row) => row.id === props.chosenId)}
                withService={false}
                tight={tight}
                more={bookings.length - 1}
              />
            </span>
            <span style={{ flexGrow: Math.max(0, 1 - slot.taken / slot.capacity) }} />
          </>
        )}
      </span>
    </button>
  )
})
