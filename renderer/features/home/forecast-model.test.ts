import { expect, test } from 'vitest'
import { forecastPlaces, heaviestDay } from './forecast-model.ts'

const day = (date: string, due = 0) => ({ date, due })

test('the weekend and a holiday are places of their own', () => {
  const places = forecastPlaces([day('2026-11-25', 2), day('2026-11-26', 1), day('2026-11-29', 4)])
  expect(places).toEqual([
    { kind: 'day', date: '2026-11-25', due: 2 },
    { kind: 'day', date: '2026-11-26', due: 1 },
    { kind: 'off', date: '2026-11-27', days: 2 },
    { kind: 'day', date: '2026-11-29', due: 4 },
  ])
})

test('the heaviest day is the earliest of equals, and none when nothing is due', () => {
  expect(heaviestDay([day('2026-11-25', 2), day('2026-11-26', 4), day('2026-11-29', 4)])?.date).toBe('2026-11-26')
  expect(heaviestDay([day('2026-11-25'), day('2026-11-26')])).toBeUndefined()
  expect(heaviestDay([])).toBeUndefined()
})
