/** When the counters of the demo's branches serve. The same whatever the seed, but for the day from which they count. */
import type { AppointmentService, Schedule } from '#shared/domain/appointments/appointment.ts'
import { addDays, type CalendarDate } from '#shared/domain/calendar.ts'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'

interface Serving {
  readonly service: AppointmentService
  /** Weekdays, 0 = Sunday; the whole working week when absent. */
  readonly days?: readonly number[]
  readonly hours?: 'morning' | 'afternoon'
  readonly minutes: number
  readonly capacity: number
}
/** What a counter serves in the course of a week. */
type Counter = readonly Serving[]

const workingWeek = [0, 1, 2, 3, 4] as const
/** Two stretches with the noon prayer and lunch between them. */
const morning = { from: '08:00', to: '12:00' }
const afternoon = { from: '12:30', to: '15:00' }

const reception: Counter = [{ service: 'general', minutes: 15, capacity: 2 }]
const files: Counter = [
  { service: 'registration', days: [0, 2], minutes: 20, capacity: 1 },
  { service: 'classification', days: [1, 3], minutes: 20, capacity: 1 },
  { service: 'account-recovery', days: [4], minutes: 15, capacity: 1 },
]
const papers: Counter = [
  { service: 'data-update', hours: 'morning', minutes: 15, capacity: 1 },
  { service: 'card-collection', hours: 'afternoon', minutes: 15, capacity: 3 },
]
const everything: Counter = [
  { service: 'registration', days: [0, 3], minutes: 30, capacity: 1 },
  { service: 'data-update', days: [1, 4], minutes: 20, capacity: 1 },
  { service: 'classification', days: [2], minutes: 30, capacity: 1 },
]

const counters: Readonly<Record<BranchCode, readonly Counter[]>> = {
  riyadh: [reception, files, papers],
  jeddah: [reception, files, papers, [{ service: 'card-collection', minutes: 15, capacity: 4 }]],
  khobar: [reception, files, papers],
  abha: [reception, everything],
  jizan: [reception, everything],
  madinah: [reception, files, everything],
  buraydah: [reception, everything],
  tabuk: [reception, everything],
  hail: [reception, everything],
}

function weeklyOf({ days = workingWeek, hours }: Serving): Schedule['weekly'] {
  const stretches = [...(hours === 'afternoon' ? [] : [morning]), ...(hours === 'morning' ? [] : [afternoon])]
  return days.flatMap((weekday) => stretches.map((stretch) => ({ weekday, ...stretch })))
}

/** Schedules of every branch, Sunday to Thursday from eight to three; they count from half a year before the demo's day. */
export function demoSchedules(today: CalendarDate): Schedule[] {
  const validFrom = addDays(today, -182)
  return BranchCode.options.flatMap((branch) =>
    counters[branch].flatMap((counter, index) =>
      counter.map((serving): Schedule => {
        const { service, minutes, capacity } = serving
        return {
          id: `schedule-${branch}-${index + 1}-${service}`,
          version: 1,
          branch,
          service,
          counter: index + 1,
          validFrom,
          validTo: null,
          weekly: weeklyOf(serving),
          slotMinutes: minutes,
          capacity,
          updatedAt: `${validFrom}T06:00:00.000Z`,
        }
      }),
    ),
  )
}
