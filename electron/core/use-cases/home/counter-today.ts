import { listAppointmentsOn } from '#core/repositories/home-figures.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { appointmentActions, isAwaiting } from '#shared/domain/appointments/booking-rules.ts'
import { slotsOf } from '#shared/domain/appointments/slots.ts'
import type { CalendarDate } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { ReadContext } from '../desk-context.ts'

type Counter = ChannelOutput<'home.get'>['counter']

/** Visitors that the first screen lists. */
const nextShown = 5

/** Today's counters of the clerk's branch: its places, how visitors stand, and who comes next. */
export function counterOfToday({ store }: ReadContext, clerk: Clerk, today: CalendarDate): Counter {
  const { branch } = clerk
  const slots = listSchedules(store, branch).flatMap((schedule) => slotsOf(schedule, today))
  const all = listAppointmentsOn(store, branch, today)
  const count = (state: string) => all.filter((appointment) => appointment.state === state).length
  return {
    capacity: slots.reduce((total, slot) => total + slot.capacity, 0),
    booked: count('booked'),
    arrived: count('arrived'),
    served: count('served'),
    noShow: count('no-show'),
    next: all
      .filter(isAwaiting)
      .slice(0, nextShown)
      .map((appointment) => ({
        ...appointment,
        pending: false,
        refusedCommandId: null,
        ...appointmentActions(appointment, clerk),
        statuses: [...appointmentActions(appointment, clerk).statuses],
      })),
    worklist: 0,
  }
}
