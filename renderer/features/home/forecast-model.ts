import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { addDays, type CalendarDate, calendarDate, daysBetween } from '#shared/domain/calendar.ts'

type Home = ChannelOutput<'home.get'>
export type ForecastDay = Home['forecast'][number]

/** A place of the chart: a day with what is due on it, or a run of days off between two of them. */
export type ForecastPlace =
  | ({ readonly kind: 'day' } & ForecastDay)
  | { readonly kind: 'off'; readonly date: string; readonly days: number }

/** Days off between the days of a forecast, in their places; a long holiday is one place. */
export function forecastPlaces(days: readonly ForecastDay[]): ForecastPlace[] {
  return days.flatMap((day, index): ForecastPlace[] => {
    const before = days[index - 1]
    const gap = before === undefined ? 0 : daysBetween(calendarDate(before.date), calendarDate(day.date)) - 1
    const own: ForecastPlace = { kind: 'day', ...day }
    if (gap <= 0 || before === undefined) return [own]
    return [{ kind: 'off', date: addDays(before.date as CalendarDate, 1), days: gap }, own]
  })
}

/** The day on which most falls due, the earliest of equals; undefined when nothing does. */
export function heaviestDay(days: readonly ForecastDay[]): ForecastDay | undefined {
  const heaviest = days.reduce<ForecastDay | undefined>(
    (most, day) => (most === undefined || day.due > most.due ? day : most),
    undefined,
  )
  return heaviest === undefined || heaviest.due === 0 ? undefined : heaviest
}
