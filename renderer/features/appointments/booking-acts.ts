import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import type { SettableState } from '#shared/domain/appointments/appointment.ts'

export type StatusAct = 'arrived' | 'served' | 'no-show' | 'reopen'

/** Keys of the acts on a booking, by physical place. */
export const actKeys = {
  arrived: 'KeyA',
  served: 'KeyS',
  'no-show': 'KeyN',
  reopen: 'KeyR',
  move: 'KeyM',
  cancel: 'KeyC',
} as const

/**
 * What may be said of a booking now, the likeliest first, with the state that it sets. `reopen` takes the last one back:
 * from served to arrived, from arrived or no-show to booked.
 */
export function statusActs(
  row: Pick<AppointmentRow, 'state' | 'statuses'>,
): { act: StatusAct; status: SettableState }[] {
  const { state, statuses } = row
  const wanted: { act: StatusAct; status: SettableState }[] = [
    { act: 'served', status: 'served' },
    ...(state === 'served' ? [] : [{ act: 'arrived', status: 'arrived' } as const]),
    { act: 'no-show', status: 'no-show' },
    { act: 'reopen', status: state === 'served' ? 'arrived' : 'booked' },
  ]
  return wanted.filter(({ status }) => status !== state && statuses.includes(status))
}
