import { z } from 'zod'
import { BranchCode } from '../clerks/clerk.ts'
import { DateOnly, Instant } from '../members/member.ts'

/** `HH:MM`, 24 hours, on the wall of the branch (Asia/Riyadh). */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** What people come to the counter for. */
export const AppointmentService = z.enum([
  'general',
  'registration',
  'classification',
  'data-update',
  'account-recovery',
  'card-collection',
])
export type AppointmentService = z.infer<typeof AppointmentService>

/** When a counter of a branch serves: a weekly template with the days from and to which it counts. */
export const Schedule = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  branch: BranchCode,
  service: AppointmentService,
  /** Number of the counter on its sign. */
  counter: z.number().int().positive(),
  validFrom: DateOnly,
  validTo: DateOnly.nullable(),
  /** Hours by weekday, 0 = Sunday … 6 = Saturday; `to` is when the last slot ends. */
  weekly: z.array(z.object({ weekday: z.number().int().min(0).max(6), from: WallTime, to: WallTime })),
  slotMinutes: z.number().int().min(5).max(240),
  /** Visitors that one slot takes. */
  capacity: z.number().int().min(1).max(50),
  updatedAt: Instant,
})
export type Schedule = z.infer<typeof Schedule>

/** booked → arrived → served; booked → no-show; booked or arrived → cancelled. Reversals: `allowedStatuses`. */
export const AppointmentState = z.enum(['booked', 'arrived', 'served', 'no-show', 'cancelled'])
export type AppointmentState = z.infer<typeof AppointmentState>

/** States that take a place in their slot. */
export const placeTakingStates: readonly AppointmentState[] = ['booked', 'arrived', 'served', 'no-show']

/** Who comes: name, mobile (E.164) and national ID or iqama, as the portal asks for them. */
export const Visitor = z.strictObject({
  name: z.string().min(2).max(200),
  mobile: z.string().min(8).max(20),
  idNo: z.string().length(10),
  /** The member who this is, when one was picked. */
  memberId: z.string().max(64).nullable(),
})
export type Visitor = z.infer<typeof Visitor>

export const AppointmentEvent = z.object({
  at: Instant,
  kind: z.enum(['booked', 'moved', 'cancelled', 'arrived', 'served', 'no-show', 'reopened']),
  /** A clerk's id, `member` or `system`. */
  by: z.string(),
})
export type AppointmentEvent = z.infer<typeof AppointmentEvent>

/** A place in a slot that somebody holds. Its date is a day on the branch's wall, never an instant. */
export const Appointment = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  number: z.string(),
  branch: BranchCode,
  service: AppointmentService,
  counter: z.number().int().positive(),
  scheduleId: z.string(),
  date: DateOnly,
  time: WallTime,
  minutes: z.number().int().positive(),
  state: AppointmentState,
  visitor: Visitor,
  origin: z.enum(['walk-in', 'portal']),
  /** Why it was cancelled: the clerk's words; '' otherwise. */
  remarks: z.string(),
  events: z.array(AppointmentEvent),
  updatedAt: Instant,
})
export type Appointment = z.infer<typeof Appointment>

/** A slot: a time at a counter on a day. */
export const SlotKey = z.strictObject({ scheduleId: z.string().min(1).max(64), date: DateOnly, time: WallTime })
export type SlotKey = z.infer<typeof SlotKey>

/** States that the desk sets by name; `cancelled` is what a cancellation leaves behind. */
export type SettableState = Exclude<AppointmentState, 'cancelled'>

const statusMoves: Record<AppointmentState, readonly SettableState[]> = {
  booked: ['arrived', 'no-show'],
  arrived: ['served', 'booked', 'no-show'],
  served: ['arrived'],
  'no-show': ['arrived', 'booked'],
  cancelled: [],
}

/** States that the desk may set from a state; each can be taken back, but what was cancelled is booked anew. */
export function allowedStatuses(state: AppointmentState): readonly SettableState[] {
  return statusMoves[state]
}
