import type { Store } from '#core/db/store.ts'
import { countTaken } from '#core/repositories/appointment-list.ts'
import { findAppointmentNow } from '#core/repositories/appointment-overlay.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import { listOfSubject, type OutboxEntry } from '#core/repositories/outbox.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { WorklistItem } from '#shared/contracts/appointments.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { alternativesFor } from '#shared/domain/appointments/alternatives.ts'
import type { SlotKey, Visitor } from '#shared/domain/appointments/appointment.ts'
import { addDays, isCalendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import type { ReadContext } from '../desk-context.ts'
import { listRefusedPlaces } from './appointment-row.ts'
import { toSlot } from './list-appointments.ts'

/** Alternatives that are offered for each. */
const offered = 6
/** Days after the wanted one, or after today, within which places are counted; `alternativesFor` looks no farther. */
const horizon = 43

/** What of a refused booking is still wanted, after what was done on it and refused with it. */
interface Wanted {
  readonly slot: SlotKey
  readonly visitor: Visitor | null
}

/** Where a refused booking or move was to lead; undefined when its visitor gave it up in the meantime. */
function findWanted(store: Store, { decided, subject }: OutboxEntry): Wanted | undefined {
  if (decided.kind !== 'appointment.book' && decided.kind !== 'appointment.move') return undefined
  const visitor =
    decided.kind === 'appointment.book'
      ? decided.args.visitor
      : (findAppointmentNow(store, subject.id)?.appointment.visitor ?? null)
  let slot = decided.kind === 'appointment.book' ? decided.args.slot : decided.args.to
  for (const later of listOfSubject(store, 'appointments', subject.id)) {
    if (later.cause !== 'sync/dependency' || later.state !== 'refused') continue
    if (later.decided.kind === 'appointment.cancel') return undefined
    if (later.decided.kind === 'appointment.move') slot = later.decided.args.to
  }
  return { slot, visitor }
}

/** Bookings and moves of this desk that the authority refused, with free places near the wanted ones. */
export function listWorklist({ store, clock }: ReadContext, clerk: Clerk): ChannelOutput<'appointments.worklist'> {
  const now = clock.now()
  return store.snapshot(() => {
    const items: WorklistItem[] = []
    const book = referenceBook(store)
    for (const entry of listRefusedPlaces(store)) {
      const { decided } = entry
      const wanted = findWanted(store, entry)
      if (!wanted || decided.kind === 'request.decide' || decided.kind === 'certificate.revoke') continue
      const { branch } = decided.args
      if (!may(clerk, 'appointments.read', { branch })) continue
      const schedules = listSchedules(store, branch)
      const service = schedules.find(({ id }) => id === wanted.slot.scheduleId)?.service ?? null
      const today = riyadhDateOf(now)
      const ahead = isCalendarDate(wanted.slot.date) && wanted.slot.date > today ? wanted.slot.date : today
      const last = addDays(ahead, horizon)
      const takenOf = countTaken(store, branch, today, last)
      const taken = (slot: SlotKey): number => takenOf(slot).taken
      const free =
        service === null
          ? []
          : alternativesFor({ book, schedules, service, wanted: wanted.slot, taken, now, limit: offered })
      items.push({
        commandId: entry.id,
        cause: entry.cause ?? 'internal',
        at: entry.receiptedAt ?? entry.madeAt,
        by: entry.actor,
        wanted: wanted.slot,
        service,
        visitor: wanted.visitor,
        appointmentId: entry.subject.id,
        alternatives: free.map((slot) => toSlot(slot, takenOf(slot), now)),
      })
    }
    return {
      items,
      clerks: findClerkNames(
        store,
        items.map(({ by }) => by),
      ),
    }
  })
}

/** How many refused bookings wait on the worklist of a clerk. */
export function countWorklist(store: Store, clerk: Pick<Clerk, 'role' | 'branch'>): number {
  return listRefusedPlaces(store).filter(
    (entry) =>
      'branch' in entry.decided.args &&
      may(clerk, 'appointments.read', { branch: entry.decided.args.branch }) &&
      findWanted(store, entry) !== undefined,
  ).length
}
