import { type CalendarDate, daysBetween } from '../calendar.ts'
import type { Member, MemberState } from './member.ts'

/** A member's state as people read it: the stored one, or `expiring` read off the registration. */
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
