import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import type { AppointmentState } from '#shared/domain/appointments/appointment.ts'

const order: readonly AppointmentState[] = ['arrived', 'booked', 'served', 'no-show']

function arrivedAt(row: AppointmentRow): string {
  return row.events.findLast((event) => event.kind === 'arrived')?.at ?? ''
}

/** Visitors as the counter calls them: who waits, longest first; then who comes next; then who is done. */
export function inOrderOfArrival(rows: readonly AppointmentRow[]): AppointmentRow[] {
  const rank = (row: AppointmentRow) => order.indexOf(row.state)
  return rows
    .filter((row) => rank(row) >= 0)
    .sort((a, b) => {
      if (rank(a) !== rank(b)) return rank(a) - rank(b)
      if (a.state === 'arrived') return arrivedAt(a) < arrivedAt(b) ? -1 : 1
      return `${a.date} ${a.time}` < `${b.date} ${b.time}` ? -1 : 1
    })
}
