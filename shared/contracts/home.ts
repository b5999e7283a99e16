import { z } from 'zod'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { DateOnly, Instant } from '../domain/members/member.ts'
import { AppointmentRow } from './appointments.ts'
import { contract } from './contract.ts'
import { QueueRow } from './requests.ts'

export const homeContracts = {
  /** What is due, what waits for the clerk at the screen, and today's counter. Every figure is an exact count. */
  'home.get': contract({
    lane: 'counter',
    needs: 'clerk',
    input: z.strictObject({}),
    output: z.object({
      today: DateOnly,
      figures: z.object({
        /** Open requests that are this clerk's. */
        mine: z.number().int(),
        dueToday: z.number().int(),
        late: z.number().int(),
        /** Requests and revocations whose second approval this clerk may give. */
        second: z.number().int(),
        /** This clerk's decisions of today. */
        decidedToday: z.number().int(),
      }),
      /** The nearest due requests that this clerk may work on. */
      nearest: z.array(QueueRow),
      /** Requests that fall due by day, today and the next nine business days, and those that are late already. */
      forecast: z.array(z.object({ date: DateOnly, due: z.number().int() })),
      counter: z.object({
        capacity: z.number().int(),
        booked: z.number().int(),
        arrived: z.number().int(),
        served: z.number().int(),
        noShow: z.number().int(),
        /** The next visitors of today. */
        next: z.array(AppointmentRow),
        /** Refused bookings that wait on the worklist. */
        worklist: z.number().int(),
      }),
      /** Proposals of reference data that wait for this clerk as their second person; the day before which they do. */
      confirmations: z.array(z.object({ id: z.string(), kind: ReferenceKind, effectiveFrom: DateOnly })),
      /** What the authority changed in this clerk's branch since their last session ended, or since yesterday. */
      changed: z.object({
        since: Instant,
        submitted: z.number().int(),
        completed: z.number().int(),
        returned: z.number().int(),
      }),
      asOf: Instant,
    }),
    errors: [],
  }),
} as const
