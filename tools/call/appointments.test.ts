import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { publish } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { startSmallAuthority } from '#core/workers/test-desk.ts'
import { addBusinessDays } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { buildSchedule } from '#shared/testing/builders.ts'

// Each call is a process of its own that loads the core from its source.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const today = riyadhDateOf(Date.now())
const date = addBusinessDays(today, 2, shippedBook.holidaysBetween(today, addDays(today, 60)))
const slot = (time: string) => ({ scheduleId: 'schedule-1', date, time })
const visitor = { name: 'ماجد الحربي', mobile: '0550128842', idNo: '1000000008' }

let authority: TestAuthority
const profile = mkdtempSync(join(tmpdir(), 'call-profile-'))
beforeAll(async () => {
  authority = await startSmallAuthority()
  await insertSchedule(authority.db, buildSchedule({ validFrom: today }))
  await publish(authority.db, [{ scope: 'branch:riyadh', table: 'schedules', id: 'schedule-1', version: 1 }])
})
afterAll(async () => {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  await authority.close()
})

interface Line {
  readonly ok: boolean
  readonly value?: Record<string, unknown>
  readonly error?: { readonly code: string }
}

/** Runs calls one after the other in one process and answers what each said. */
async function call(...calls: [channel: string, input: unknown][]): Promise<Line[]> {
  const words = ['--profile', profile, '--authority', authority.url, '--as', 'noura', '--stdin']
  const child = spawn(process.execPath, [join(import.meta.dirname, 'call.ts'), ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(calls.map(([channel, input]) => JSON.stringify({ channel, input })).join('\n'))
  let text = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (piece: string) => {
    text += piece
  })
  await new Promise((resolve) => child.once('close', resolve))
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

test('runs the appointment desk without a screen', async () => {
  const [slots, booked, full] = await call(
    ['appointments.slots', { from: date, to: date }],
    ['appointments.book', { slot: slot('09:00'), visitor }],
    ['appointments.book', { slot: slot('09:15'), visitor }],
  )
  expect(slots?.value).toMatchObject({ today, days: [{ date, capacity: 52, taken: 0 }], schedules: [{ counter: 1 }] })
  expect(booked?.value).toMatchObject({ provisional: true })
  expect(full).toMatchObject({ ok: false, error: { code: 'appointments/visitor-booked' } })
  const id = booked?.value?.['appointmentId']
  const done = await call(
    ['appointments.move', { id, to: slot('10:00') }],
    ['appointments.setStatus', { id, status: 'arrived' }],
    ['sync.now', {}],
    ['appointments.list', { filters: { text: visitor.idNo } }],
    ['appointments.cancel', { id, remarks: 'اعتذر' }],
    ['sync.now', {}],
    ['appointments.list', { filters: { state: 'cancelled' } }],
    ['appointments.worklist', {}],
  )
  expect(done.map(({ ok }) => ok)).toEqual(done.map(() => true))
  expect(done[3]?.value).toMatchObject({ total: 1, rows: [{ id, time: '10:00', state: 'arrived', pending: false }] })
  expect(done[6]?.value).toMatchObject({ total: 1, rows: [{ id, remarks: 'اعتذر', pending: false, statuses: [] }] })
  expect(done[7]?.value).toMatchObject({ items: [] })
})
