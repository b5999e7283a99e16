import type { Schedule, SlotKey } from '#shared/domain/appointments/appointment.ts'
import { findVisitorsOther, placeRefusal } from '#shared/domain/appointments/booking-rules.ts'
import { findSlot, type ScheduleSlot } from '#shared/domain/appointments/slots.ts'
import type { ErrorCode, ErrorDetail } from '#shared/kernel/errors.ts'
import type { Db } from '../../db/types.ts'
import { listOfVisitor, listTakenPlaces, lockPlaces } from '../../repositories/appointments.ts'
import { getBranch } from '../../repositories/branches.ts'
import { readBook } from '../../repositories/reference.ts'
import { findSchedule } from '../../repositories/schedules.ts'

export interface PlaceWanted {
  readonly branch: Schedule['branch']
  readonly slot: SlotKey
  /** The visitor's national ID or iqama. */
  readonly idNo: string
  /** When it was asked for, in milliseconds. */
  readonly now: number
  /** The appointment that is moved. */
  readonly except?: string
}

export type PlaceAnswer =
  | { readonly given: true; readonly slot: ScheduleSlot; readonly place: number }
  | { readonly given: false; readonly code: ErrorCode & `appointments/${string}`; readonly detail: ErrorDetail }

/** The lowest number from 1 that is not taken. */
function lowestFree(taken: readonly number[]): number {
  const held = new Set(taken)
  let place = 1
  while (held.has(place)) place += 1
  return place
}

/**
 * Finds a free place in a slot, under locks that hold until the transaction ends: whoever asks at the same time waits and
 * then sees what this one did. Called before any row is locked.
 */
export async function askPlace(trx: Db, { branch, slot: key, idNo, now, except }: PlaceWanted): Promise<PlaceAnswer> {
  const schedule = await findSchedule(trx, key.scheduleId)
  const open = schedule?.branch === branch && (await getBranch(trx, branch)).active
  const slot = open ? findSlot(await readBook(trx), schedule, key) : undefined
  if (!slot) return { given: false, code: 'appointments/slot-unknown', detail: {} }
  await lockPlaces(trx, key, idNo)
  const taken = await listTakenPlaces(trx, key)
  const others = await listOfVisitor(trx, idNo, key.date)
  const visitorBooked = findVisitorsOther(others, { idNo, slot, ...(except !== undefined && { except }) }) !== undefined
  const code = placeRefusal({ slot, now, visitorBooked, taken: taken.length })
  if (code === null) return { given: true, slot, place: lowestFree(taken) }
  return { given: false, code, detail: code === 'appointments/slot-full' ? { capacity: slot.capacity } : {} }
}
