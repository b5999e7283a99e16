import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { isAwaiting } from '#shared/domain/appointments/booking-rules.ts'
import type { CalendarDate } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { reachOf } from '#shared/domain/policy/policy.ts'
import { listSlots } from '../appointments/list-appointments.ts'
import { countWorklist } from '../appointments/worklist.ts'
import type { ReadContext } from '../desk-context.ts'

type Counter = ChannelOutput<'home.get'>['counter']

/** Visitors that the first screen lists. */
const nextShown = 5
const nobody: Counter = { capacity: 0, booked: 0, arrived: 0, served: 0, noShow: 0, next: [], worklist: 0 }

/** Today's counters of the clerk's branch: its places, how visitors stand, and who comes next. Whoever reads no appointments sees none. */
export function counterOfToday(context: ReadContext, clerk: Clerk, today: CalendarDate): Counter {
  if (reachOf(clerk, 'appointments.read') === 'none') return nobody
  const { days, appointments } = listSlots(context, clerk, { from: today, to: today })
  const count = (state: string) => appointments.filter((appointment) => appointment.state === state).length
  return {
    capacity: days[0]?.capacity ?? 0,
    booked: count('booked'),
    arrived: count('arrived'),
    served: count('served'),
    noShow: count('no-show'),
    next: appointments.filter(isAwaiting).slice(0, nextShown),
    worklist: countWorklist(context.store, clerk),
  }
}
