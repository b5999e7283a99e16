import { type CalendarDate, daysBetween } from '#shared/domain/calendar.ts'
import type { Member, MemberState } from '#shared/domain/members/member.ts'

/** A member's state as a clerk reads it: the stored one, or `expiring` read off the registration. */
export type Standing = MemberState | 'expiring'

/**
 * Days before its end in which a registration counts as expiring and its renewal window is open. Source: product page,
 * services table ("window opens 90 days before expiry").
 */
export const renewalWindowDays = 90

/** The standing of a member whose registration ends in so many days (negative when it has ended, null without one). */
export function standingOf(state: MemberState, registrationEndsInDays: number | null): Standing {
  if (state !== 'active' || registrationEndsInDays === null) return state
  if (registrationEndsInDays < 0) return 'expired'
  return registrationEndsInDays <= renewalWindowDays ? 'expiring' : 'active'
}

/** Days from `today` until the current registration ends; null without a registration. */
export function registrationEndsIn(member: Pick<Member, 'registrations'>, today: CalendarDate): number | null {
  const current = member.registrations.at(-1)
  return current === undefined ? null : daysBetween(today, current.expiresOn as CalendarDate)
}

export type StandingShape = 'green' | 'amber' | 'hollow' | 'red' | 'dashed'

/** The dot of a standing: green is in force, amber ends soon, hollow has ended, red was stopped, dashed is not settled. */
export const standingShapes: Readonly<Record<Standing, StandingShape>> = {
  active: 'green',
  expiring: 'amber',
  expired: 'hollow',
  suspended: 'red',
  revoked: 'red',
  unverified: 'dashed',
  'non-practising': 'hollow',
  deceased: 'hollow',
  merged: 'dashed',
}
