import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { Appointment } from '#shared/domain/appointments/appointment.ts'
import { Request } from '#shared/domain/requests/request.ts'
import { appointmentColumns } from '../repositories/feed.ts'
import { parseTraffic, startTraffic, submitOnce, type TrafficAct } from './traffic.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
beforeAll(async () => {
  authority = await startAuthority({ members: 200 })
})
afterAll(() => authority.close())

const counts = async () => {
  const { db } = authority
  const [requests, appointments] = await Promise.all([
    db.selectFrom('requests').selectAll().orderBy('submittedAt').execute(),
    db.selectFrom('appointments').select(appointmentColumns).orderBy('number').execute(),
  ])
  return { requests, appointments }
}

test.each([
  ['6', 6],
  ['6/min', 6],
  ['600/min', 600],
])('%s is %i a minute', (text, perMinute) => expect(parseTraffic(text)).toBe(perMinute))

test.each(['0', '', 'six', '6/s', '-1', '601', '1.5'])('"%s" is refused with the rule', (text) =>
  expect(() => parseTraffic(text)).toThrow('6/min'),
)

test('members submit everything that the portal takes, by the portal’s rules', async () => {
  const before = await counts()
  const acts: (TrafficAct | null)[] = []
  for (let turn = 0; turn < 24; turn += 1) acts.push(await submitOnce(authority.context, 'test', turn))
  const after = await counts()
  const done = (act: TrafficAct) => acts.filter((each) => each === act).length
  expect(acts).not.toContain(null)
  for (const act of ['booking', 'email-change', 'data-update'] as const) expect(done(act)).toBeGreaterThan(0)
  expect(after.appointments.length - before.appointments.length).toBe(done('booking'))
  expect(after.requests.length - before.requests.length).toBe(done('email-change') + done('data-update'))

  const known = new Set(before.requests.map(({ id }) => id))
  const fresh = after.requests.filter(({ id }) => !known.has(id))
  expect(fresh.map((row) => Request.parse(row))).toEqual(fresh)
  expect(fresh.every(({ state }) => state === 'submitted')).toBe(true)
  const proven = fresh.filter(({ addressProof }) => addressProof?.codeEnteredAt != null)
  expect(proven.length).toBeGreaterThan(0)
  const booked = after.appointments.filter(({ origin, events }) => origin === 'portal' && events.length === 1)
  expect(booked.map((row) => Appointment.parse(row))).toEqual(booked)
})

test('goes on at its pace until it is stopped', async () => {
  const heard: unknown[] = []
  const log = { ...authority.context.log, info: (_: string, fields?: object) => void heard.push(fields) }
  const traffic = startTraffic({ ...authority.context, log }, { perMinute: 600, seed: 'pace' })
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(3), { timeout: 20_000 })
  await traffic.stop()
  const total = heard.length
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(heard.length).toBe(total)
})
