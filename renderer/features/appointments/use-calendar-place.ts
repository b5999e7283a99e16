import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useStored } from '#renderer/lib/stored.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { wallClockOf } from '#shared/domain/appointments/slots.ts'
import { calendarDate, isCalendarDate } from '#shared/domain/calendar.ts'
import {
  type AppointmentsSearch,
  compactSearch,
  firstRemembered,
  rememberedSchema,
  resolveSearch,
} from './appointments-search.ts'
import { daysOfView, stepView } from './calendar-days.ts'
import { calendarOf } from './calendar-model.ts'

/** How often slots are asked for again besides the events, so that now and past move on; in milliseconds. */
const minuteHand = 30_000

/** A part of the place to go to; null service means every service, undefined id closes what is open. */
type PlaceChange = { [Key in keyof AppointmentsSearch]?: AppointmentsSearch[Key] | null }

/**
 * Where the calendar stands, as its link says (view, day, service, open appointment), and what the desk answers for it.
 * Time is the branch's: the machine's zone has no say.
 */
export function useCalendarPlace(search: AppointmentsSearch) {
  const navigate = useNavigate()
  const [remembered, remember] = useStored('appointments', rememberedSchema, firstRemembered)
  const { view, service } = resolveSearch(search, remembered)
  const own = wallClockOf(useNow(minuteHand))
  const asked = search.date !== undefined && isCalendarDate(search.date) ? search.date : undefined
  const date = asked ?? own.date
  const dates = useMemo(() => daysOfView(view, calendarDate(date)), [view, date])
  const query = useDeskQuery(
    'appointments.slots',
    { from: dates[0] ?? date, to: dates.at(-1) ?? date, ...(service === null ? {} : { service }) },
    { refetchInterval: minuteHand },
  )
  const { data } = query
  const calendar = useMemo(() => calendarOf(dates, data), [dates, data])
  const { id } = search
  const go = useCallback(
    (change: PlaceChange) => {
      const next = { view, service, date: asked, id, ...change }
      if (next.view !== undefined && next.view !== null) remember({ view: next.view, service: next.service ?? null })
      // Opening and closing a booking is no place of its own to come back to.
      const replace = Object.keys(change).every((key) => key === 'id')
      void navigate({ to: '/appointments', search: compactSearch(next), replace })
    },
    [navigate, remember, view, service, asked, id],
  )
  return {
    view,
    service,
    date,
    dates,
    calendar,
    query,
    clock: data === undefined ? { today: own.date, now: own.time } : { today: data.today, now: data.now },
    /** The answer is for the days that are shown. */
    fresh: data !== undefined && !query.isPlaceholderData,
    go,
    step: (count: number) => go({ date: stepView(view, calendarDate(date), count), id: undefined }),
    goToday: () => go({ date: undefined, id: undefined }),
  }
}

export type CalendarPlace = ReturnType<typeof useCalendarPlace>
