import { z } from 'zod'
import { AppointmentService } from '#shared/domain/appointments/appointment.ts'
import { DateOnly } from '#shared/domain/members/member.ts'

export const CalendarView = z.enum(['week', 'day'])
export type CalendarView = z.infer<typeof CalendarView>

/** What the calendar shows, as the search part of its link; what this version does not know is left out, not refused. */
export const appointmentsSearchSchema = z.object({
  view: CalendarView.optional().catch(undefined),
  /** Any day of the week, or the day itself; today when left out. */
  date: DateOnly.optional().catch(undefined),
  service: AppointmentService.optional().catch(undefined),
  /** The appointment whose facts stand open. */
  id: z.string().max(64).optional().catch(undefined),
})
export type AppointmentsSearch = z.output<typeof appointmentsSearchSchema>

/** What a profile remembers of the calendar: what a link that says nothing shows. */
export const rememberedSchema = z.object({ view: CalendarView, service: AppointmentService.nullable() })
export type Remembered = z.output<typeof rememberedSchema>

export const firstRemembered: Remembered = { view: 'week', service: null }

/** The link's search in full: a link without a view takes what is remembered, one with a view means what it says. */
export function resolveSearch(
  search: AppointmentsSearch,
  remembered: Remembered,
): Omit<AppointmentsSearch, 'service'> & Remembered {
  if (search.view !== undefined) return { ...search, view: search.view, service: search.service ?? null }
  return { ...search, view: remembered.view, service: search.service ?? remembered.service }
}

/** A link's search without what is undefined, so that equal places have equal links. */
export function compactSearch(search: { [Key in keyof AppointmentsSearch]: AppointmentsSearch[Key] | null }) {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(entries) as AppointmentsSearch
}
