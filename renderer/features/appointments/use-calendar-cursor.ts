import { type RefObject, useEffect, useRef, useState } from 'react'
import { entryCell, findCell, firstCell, moveCursor, stepOfArrow } from './calendar-cursor.ts'
import type { Calendar, Cell } from './calendar-model.ts'

/**
 * The slot that keys speak of. It stands on the first slot that can still be booked until somebody moves it; a step out
 * of the days that are shown asks for the next ones and goes on there.
 */
export function useCalendarCursor(options: {
  calendar: Calendar
  /** The calendar holds the answer for the days that it shows. */
  fresh: boolean
  today: string
  direction: 'rtl' | 'ltr'
  body: RefObject<HTMLElement | null>
  onLeave: (count: 1 | -1) => void
}) {
  const { calendar, body } = options
  const [cursorId, setCursorId] = useState<string>()
  const [entry, setEntry] = useState<{ from: 'start' | 'end'; at: Cell }>()
  const focusNext = useRef(false)
  if (entry !== undefined && options.fresh && calendar.days.every((day) => day.date !== entry.at.slot.date)) {
    setEntry(undefined)
    setCursorId(entryCell(calendar, entry.from, entry.at)?.id)
  }
  const cursor = findCell(calendar, cursorId) ?? firstCell(calendar, options.today)
  useEffect(() => {
    if (!focusNext.current || cursor === undefined || entry !== undefined) return
    const element = body.current?.querySelector(`[data-slot="${CSS.escape(cursor.id)}"]`)
    if (!(element instanceof HTMLElement)) return
    focusNext.current = false
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  const goTo = (cell: Cell, focus: boolean) => {
    setCursorId(cell.id)
    focusNext.current = focus
  }
  const press = (code: string, wholeDays: boolean) => {
    if (cursor === undefined) return
    // The first key goes into the calendar; from there on keys move.
    const inside = body.current?.contains(document.activeElement) === true
    if (!inside && cursorId === undefined) {
      goTo(cursor, true)
      return
    }
    const step = stepOfArrow(code, options.direction, wholeDays)
    const next = moveCursor(calendar, cursor, step)
    if (next === 'next' || next === 'previous') {
      setEntry({ from: next === 'next' ? 'start' : 'end', at: cursor })
      focusNext.current = true
      options.onLeave(next === 'next' ? 1 : -1)
    } else {
      goTo(next, true)
    }
  }
  return { cursor, goTo, press }
}
