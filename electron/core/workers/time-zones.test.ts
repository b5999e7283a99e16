import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { DaysInZone } from './test/days-in-zone.ts'

const script = fileURLToPath(new URL('./test/days-in-zone.ts', import.meta.url))

async function daysIn(zone: string): Promise<DaysInZone> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { ...process.env, TZ: zone },
  })
  return JSON.parse(stdout) as DaysInZone
}

test('a process in another time zone has the same days: of appointments, due times, service times and reports', async () => {
  const home = await daysIn('Asia/Riyadh')
  const east = await daysIn('Pacific/Auckland')
  const west = await daysIn('America/Los_Angeles')
  // They really run where they say.
  expect([home.noon, east.noon, west.noon]).toEqual([15, 1, 4])
  for (const abroad of [east, west]) expect({ ...abroad, noon: home.noon }).toEqual(home)

  expect(home.before).toMatchObject({
    today: '2026-11-22',
    time: '23:59',
    dueToday: 1,
    late: 0,
    forecast: ['2026-11-22 1', '2026-11-23 2', '2026-11-24 1'],
    queue: ['R-0'],
    visits: ['2026-11-22 14:45'],
    gone: ['2026-11-22 26/26'],
    // Submitted on Thursday half an hour after midnight in Riyadh, two business days.
    sla: { state: 'soon', due: '2026-11-23', daysLeft: 1 },
  })
  expect(home.after).toMatchObject({
    today: '2026-11-23',
    time: '00:00',
    dueToday: 3,
    late: 1,
    queue: ['R-0', 'R-1', 'R-2'],
    visits: ['2026-11-23 08:00', '2026-11-23 14:45'],
    gone: ['2026-11-23 0/26'],
    sla: { state: 'today', due: '2026-11-23', daysLeft: 0 },
  })
  const { reports } = home as unknown as { reports: Record<'ar' | 'en', { about: unknown[]; requests: unknown[][] }> }
  // 23 November: the day has begun in Riyadh.
  expect(reports.en.about.slice(2, 5)).toEqual([
    expect.stringContaining('13'),
    expect.stringContaining('23'),
    expect.stringContaining('00:00'),
  ])
  expect(reports.ar.requests[1]).toContain('2026-11-23T00:00:00.000Z')
})
