import type { Hotkey } from '#renderer/lib/hotkeys.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import type { CalendarView } from './appointments-search.ts'
import { actKeys, statusActs } from './booking-acts.ts'
import type { BookingActs } from './use-booking-acts.tsx'
import type { useCalendarCursor } from './use-calendar-cursor.ts'
import type { CalendarPlace } from './use-calendar-place.ts'

/** The calendar's keys. Arrows are physical: the one that points at the next day leads there, in either direction. */
export function useCalendarKeys(options: {
  view: CalendarView
  place: CalendarPlace
  cursor: ReturnType<typeof useCalendarCursor>
  /** The booking that the keys of acts speak of. */
  target: AppointmentRow | undefined
  moving: AppointmentRow | undefined
  panelOpen: boolean
  acts: BookingActs
  open: () => void
  close: () => void
  stopMoving: () => void
  beginMove: (row: AppointmentRow) => void
  askCancel: (row: AppointmentRow) => void
  book: () => void
}) {
  const { t } = useText()
  const { view, place, cursor, target, moving, acts } = options
  const week = view === 'week'
  const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].map((code): Hotkey => {
    return { keys: code, label: t('appointments.keyMove'), run: () => cursor.press(code, false) }
  })
  const wholeDays = ['ArrowLeft', 'ArrowRight'].map((code): Hotkey => {
    return { keys: `shift+${code}`, label: t('appointments.keyWholeDay'), run: () => cursor.press(code, true) }
  })
  const free = target !== undefined && moving === undefined ? target : undefined
  const statuses = free === undefined ? [] : statusActs(free)
  useHotkeys([
    ...arrows,
    ...wholeDays,
    { keys: 'Enter', label: t('appointments.keyOpen'), run: options.open },
    { keys: 'KeyT', label: t('appointments.today'), run: place.goToday },
    ...['KeyJ', 'BracketRight'].map((keys): Hotkey => {
      return { keys, label: t(week ? 'appointments.nextWeek' : 'appointments.nextDay'), run: () => place.step(1) }
    }),
    ...['KeyK', 'BracketLeft'].map((keys): Hotkey => {
      return {
        keys,
        label: t(week ? 'appointments.previousWeek' : 'appointments.previousDay'),
        run: () => place.step(-1),
      }
    }),
    { keys: 'KeyD', label: t('appointments.viewDay'), run: () => place.go({ view: 'day', ...dayOfCursor(options) }) },
    { keys: 'KeyW', label: t('appointments.viewWeek'), run: () => place.go({ view: 'week' }) },
    { keys: 'KeyB', label: t('appointments.walkIn'), run: options.book },
    ...statuses.map(({ act, status }): Hotkey => {
      return {
        keys: actKeys[act],
        label: t(`appointments.act_${act}`),
        decision: true,
        run: () => {
          if (free !== undefined) void acts.setStatus(free, status)
        },
      }
    }),
    {
      keys: actKeys.move,
      label: t('appointments.move'),
      enabled: free?.canMove === true,
      run: () => free !== undefined && options.beginMove(free),
    },
    {
      keys: actKeys.cancel,
      label: t('appointments.cancel'),
      enabled: free?.canMove === true,
      run: () => free !== undefined && options.askCancel(free),
    },
    {
      keys: 'Escape',
      label: t('appointments.back'),
      enabled: moving !== undefined || options.panelOpen,
      run: moving !== undefined ? options.stopMoving : options.close,
    },
  ])
}

/** From the week the day view opens on the day of the cursor; from a day it stays. */
function dayOfCursor(options: { view: CalendarView; cursor: ReturnType<typeof useCalendarCursor> }) {
  const date = options.cursor.cursor?.slot.date
  return options.view === 'week' && date !== undefined ? { date } : {}
}
