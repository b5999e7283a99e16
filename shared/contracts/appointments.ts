import { z } from 'zod'
import {
  Appointment,
  AppointmentService,
  AppointmentState,
  Schedule,
  SlotKey,
  Visitor,
  WallTime,
} from '../domain/appointments/appointment.ts'
import { BranchCode } from '../domain/clerks/clerk.ts'
import { DateOnly, Instant } from '../domain/members/member.ts'
import { contract } from './contract.ts'

/** An appointment with this desk's pending commands in it. */
export const AppointmentRow = z.object({
  ...Appointment.shape,
  /** booked here and not receipted, or changed here and not receipted: the authority has not confirmed it. */
  pending: z.boolean(),
  /** The place that it holds is not confirmed: it was booked or moved here. A check-in is pending, not provisional. */
  provisional: z.boolean(),
  /** Refused by the authority: it stands on the worklist until it is booked elsewhere or given up. */
  refusedCommandId: z.string().nullable(),
  /** Statuses that may be set now; moving and cancelling go with `canMove`. */
  statuses: z.array(AppointmentState),
  canMove: z.boolean(),
})
export type AppointmentRow = z.infer<typeof AppointmentRow>

/** A slot of a day with the places that are taken, this desk's provisional bookings included. */
export const Slot = z.object({
  ...SlotKey.shape,
  service: AppointmentService,
  counter: z.number().int(),
  minutes: z.number().int(),
  capacity: z.number().int(),
  taken: z.number().int(),
  /** Of the taken ones, those that the authority has not confirmed. */
  provisional: z.number().int(),
  /** Began already. */
  past: z.boolean(),
})
export type Slot = z.infer<typeof Slot>

export const AppointmentDay = z.object({
  date: DateOnly,
  weekend: z.boolean(),
  /** Code of the public holiday, or null. */
  holiday: z.string().nullable(),
  capacity: z.number().int(),
  taken: z.number().int(),
  slots: z.array(Slot),
})
export type AppointmentDay = z.infer<typeof AppointmentDay>

/** A booking that the authority refused, with free places near it. */
export const WorklistItem = z.object({
  commandId: z.string(),
  /** Code of the error table. */
  cause: z.string(),
  at: Instant,
  by: z.string(),
  wanted: SlotKey,
  service: AppointmentService.nullable(),
  visitor: Visitor.nullable(),
  appointmentId: z.string(),
  /** The nearest free slots of the same service and branch, soonest first. */
  alternatives: z.array(Slot),
})
export type WorklistItem = z.infer<typeof WorklistItem>

export const AppointmentFilters = z.strictObject({
  from: DateOnly.optional(),
  to: DateOnly.optional(),
  service: AppointmentService.optional(),
  state: AppointmentState.optional(),
  branch: BranchCode.optional(),
  /** Part of a visitor's name, of a mobile, an ID or an appointment's number. */
  text: z.string().max(200).optional(),
})
export type AppointmentFilters = z.infer<typeof AppointmentFilters>

const Changed = z.object({
  commandId: z.string(),
  appointmentId: z.string(),
  /** The authority has not confirmed it: without a line it stays so until the line is back. */
  provisional: z.boolean(),
  heldUntil: Instant.nullable(),
})

const changeErrors = ['record/not-found', 'appointments/action-not-allowed', 'permission/denied', 'store/full'] as const

export const appointmentContracts = {
  /** Days, slots and appointments from `from` to `to` (at most 42 days) of a branch; the clerk's own when left out. */
  'appointments.slots': contract({
    lane: 'reader',
    needs: 'appointments.read',
    latestWins: true,
    input: z.strictObject({
      branch: BranchCode.optional(),
      from: DateOnly,
      to: DateOnly,
      service: AppointmentService.optional(),
    }),
    output: z.object({
      branch: BranchCode,
      today: DateOnly,
      /** Time on the branch's wall. */
      now: WallTime,
      days: z.array(AppointmentDay),
      schedules: z.array(Schedule),
      appointments: z.array(AppointmentRow),
    }),
    errors: ['appointments/too-many-days', 'permission/denied'],
  }),
  'appointments.list': contract({
    lane: 'reader',
    needs: 'appointments.read',
    latestWins: true,
    input: z.strictObject({
      filters: AppointmentFilters.default({}),
      after: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ rows: z.array(AppointmentRow), total: z.number().int(), after: z.string().nullable() }),
    errors: ['permission/denied'],
  }),
  'appointments.get': contract({
    lane: 'reader',
    needs: 'appointments.read',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: z.object({ appointment: AppointmentRow }),
    errors: ['record/not-found', 'permission/denied'],
  }),
  /** Bookings of this desk that the authority refused and nobody has settled yet. */
  'appointments.worklist': contract({
    lane: 'reader',
    needs: 'appointments.read',
    input: z.strictObject({}),
    output: z.object({
      items: z.array(WorklistItem),
      clerks: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
    }),
    errors: ['permission/denied'],
  }),
  'appointments.book': contract({
    lane: 'writer',
    needs: 'appointments.book',
    input: z.strictObject({
      slot: SlotKey,
      visitor: z.strictObject({
        name: z.string().min(2).max(200),
        /** `05…`, `+9665…` or with Arabic-Indic digits. */
        mobile: z.string().min(8).max(30),
        idNo: z.string().min(10).max(30),
        memberId: z.string().max(64).nullable().default(null),
      }),
      /** The refused booking that this one takes the place of. */
      insteadOf: z.string().max(64).optional(),
    }),
    output: Changed,
    errors: [
      'appointments/slot-unknown',
      'appointments/slot-full',
      'appointments/slot-past',
      'appointments/visitor-booked',
      'appointments/visitor-invalid',
      'appointments/action-not-allowed',
      'record/not-found',
      'sync/not-in-that-state',
      'permission/denied',
      'store/full',
    ],
  }),
  /** One step: the old place is free when the new one is taken, and not before. */
  'appointments.move': contract({
    lane: 'writer',
    needs: 'appointments.change',
    input: z.strictObject({ id: z.string().min(1).max(64), to: SlotKey }),
    output: Changed,
    errors: [
      ...changeErrors,
      'appointments/slot-unknown',
      'appointments/slot-full',
      'appointments/slot-past',
      'appointments/visitor-booked',
      'permission/denied',
    ],
  }),
  'appointments.cancel': contract({
    lane: 'writer',
    needs: 'appointments.change',
    input: z.strictObject({ id: z.string().min(1).max(64), remarks: z.string().max(1000).default('') }),
    output: Changed,
    errors: [...changeErrors, 'permission/denied'],
  }),
  'appointments.setStatus': contract({
    lane: 'writer',
    needs: 'appointments.change',
    input: z.strictObject({ id: z.string().min(1).max(64), status: AppointmentState.exclude(['cancelled']) }),
    output: Changed,
    errors: [...changeErrors, 'permission/denied'],
  }),
} as const
