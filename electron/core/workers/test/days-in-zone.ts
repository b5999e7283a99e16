import { openTestStore } from '#core/db/test-database.ts'
import { aboutFacts } from '#core/exports/about.ts'
import { appointmentColumns } from '#core/exports/appointments-report.ts'
import { sheetColumns } from '#core/exports/columns.ts'
import { requestColumns } from '#core/exports/requests-report.ts'
import { createWords } from '#core/exports/words.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSchedule } from '#core/repositories/schedules.ts'
import { listAppointments, listSlots } from '#core/use-cases/appointments/list-appointments.ts'
import { getHome } from '#core/use-cases/home/get-home.ts'
import { listRequests } from '#core/use-cases/requests/list-requests.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import { slaOf } from '#shared/domain/business-days.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { buildAppointment, buildClerk, buildEmailChange, buildMember, buildSchedule } from '#shared/testing/builders.ts'

// A process by itself: only the zone that a process begins with is that of all its threads and of ICU.

const noura = buildClerk({ id: 'noura' })
const { store, end } = openTestStore()
putClerk(store, noura, JSON.stringify(noura), 1)
const schedule = buildSchedule()
putSchedule(store, schedule, JSON.stringify(schedule), 1)
const visits = [
  ['2026-11-22', '14:45'],
  ['2026-11-23', '08:00'],
  ['2026-11-23', '14:45'],
  ['2026-11-24', '08:00'],
] as const
for (const [n, [date, time]] of visits.entries()) {
  const appointment = buildAppointment({ id: `a-${n}`, number: `A-${n}`, date, time })
  putAppointment(store, appointment, JSON.stringify(appointment), 1)
}
// Around midnight in Riyadh, which is 21:00 UTC.
const dues = [
  '2026-11-22T20:59:59.000Z',
  '2026-11-22T21:00:00.000Z',
  '2026-11-23T20:59:59.000Z',
  '2026-11-23T21:00:00.000Z',
]
for (const [n, dueAt] of dues.entries()) {
  const member = buildMember({ id: `m-${n}`, membershipNo: String(20_000_000 + n) })
  putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
  const request = buildEmailChange(member, { id: `r-${n}`, number: `R-${n}`, dueAt })
  putRequest(store, request, JSON.stringify(request), 1)
}

/** What a clerk is shown and given at a moment. */
function at(now: string) {
  const context = { store, clock: { now: () => Date.parse(now) } }
  const { figures, forecast, today, counter } = getHome(context, noura)
  const slots = listSlots(context, noura, contracts['appointments.slots'].input.parse({ from: today, to: today }))
  const inSla = { submittedAt: '2026-11-18T21:30:00.000Z', slaDays: 2, pauses: [] }
  const sla = slaOf({
    ...inSla,
    now,
    holidays: shippedBook.holidaysBetween(calendarDate(today), calendarDate('2026-12-31')),
  })
  const due = listRequests(context, {}, noura, contracts['requests.list'].input.parse({ view: 'due-today' }))
  const dayFilter = contracts['appointments.list'].input.parse({ filters: { from: today, to: today } })
  return {
    today,
    time: slots.now,
    dueToday: figures.dueToday,
    late: figures.late,
    forecast: forecast.filter((day) => day.due > 0).map((day) => `${day.date} ${day.due}`),
    queue: due.rows.map(({ number }) => number).sort(),
    next: counter.next.map(({ number }) => number),
    visits: listAppointments(context, noura, dayFilter).rows.map(({ date, time }) => `${date} ${time}`),
    gone: slots.days.map(({ date, slots: all }) => `${date} ${all.filter(({ past }) => past).length}/${all.length}`),
    sla,
  }
}

/** The cells of the reports, and their first sheet. */
function reports(language: 'ar' | 'en') {
  const words = createWords(language)
  const context = { store, clock: { now: () => Date.parse('2026-11-22T21:00:00.000Z') } }
  const requests = listRequests(context, {}, noura, contracts['requests.list'].input.parse({ view: 'all' })).rows
  const appointments = listAppointments(
    context,
    noura,
    contracts['appointments.list'].input.parse({ filters: {} }),
  ).rows
  const about = { report: 'requests', filter: '', at: context.clock.now(), author: noura, rows: 4 } as const
  return {
    about: aboutFacts(words, { ...about, authority: undefined }).map(({ value }) => value),
    requests: requests.map((row) => sheetColumns(requestColumns(words), words).map(({ value }) => value(row))),
    appointments: appointments.map((row) =>
      sheetColumns(appointmentColumns(words), words).map(({ value }) => value(row)),
    ),
  }
}

/** Everything that has a day in it, as one process in one zone has it. `noon`: the hour here at noon UTC. */
export interface DaysInZone {
  readonly noon: number
  readonly before: ReturnType<typeof at>
  readonly after: ReturnType<typeof at>
  readonly reports: unknown
}

try {
  const days: DaysInZone = {
    noon: new Date('2026-11-22T12:00:00.000Z').getHours(),
    before: at('2026-11-22T20:59:59.000Z'),
    after: at('2026-11-22T21:00:00.000Z'),
    reports: { ar: reports('ar'), en: reports('en') },
  }
  process.stdout.write(JSON.stringify(days))
} finally {
  end()
}
