import {
  type Icon,
  IconArrowsExchange,
  IconCalendar,
  IconCertificate,
  IconChartBar,
  IconHome,
  IconInbox,
  IconSettings,
  IconShieldLock,
  IconUserCog,
  IconUsers,
} from '@tabler/icons-react'
import type { KeyCombo } from '#renderer/lib/hotkeys.ts'
import type { Role } from '#shared/domain/clerks/clerk.ts'
import { isForRole } from '#shared/domain/policy/policy.ts'
import type { Action } from '#shared/domain/policy/policy-table.ts'

/**
 * The places of the navigation, in their order; a line is drawn before a group. Recovery and tickets will stand here with
 * their screens (Alt+6, 7), and more of settings: a place that is not built is absent, never dead. `needs`: whoever may do one
 * of these has it; everybody when absent.
 */
export const places = [
  { id: 'home', to: '/', icon: IconHome, keys: 'alt+Digit1', group: false },
  { id: 'members', to: '/members', icon: IconUsers, keys: 'alt+Digit2', group: false },
  { id: 'requests', to: '/requests', icon: IconInbox, keys: 'alt+Digit3', group: false, needs: ['requests.read'] },
  { id: 'certificates', to: '/certificates', icon: IconCertificate, keys: 'alt+Digit4', group: false },
  {
    id: 'appointments',
    to: '/appointments',
    icon: IconCalendar,
    keys: 'alt+Digit5',
    group: false,
    needs: ['appointments.read'],
  },
  { id: 'reports', to: '/reports', icon: IconChartBar, keys: 'alt+Digit8', group: true, needs: ['reports.export'] },
  {
    id: 'audit',
    to: '/audit',
    icon: IconShieldLock,
    keys: 'alt+Digit9',
    group: false,
    needs: ['audit.read', 'audit.read-administration'],
  },
  {
    id: 'administration',
    to: '/administration',
    icon: IconUserCog,
    keys: 'alt+KeyA',
    group: false,
    needs: ['administer.clerks', 'administer.branches', 'administer.devices', 'administer.reference'],
  },
  { id: 'settings', to: '/settings', icon: IconSettings, keys: 'alt+Digit0', group: false },
  { id: 'outbox', to: '/outbox', icon: IconArrowsExchange, keys: 'alt+KeyO', group: false },
] as const satisfies readonly {
  id: string
  to: string
  icon: Icon
  keys: KeyCombo
  group: boolean
  needs?: readonly Action[]
}[]

export type PlaceEntry = (typeof places)[number]
export type Place = PlaceEntry['id']

/** The places that a clerk of this role has; before anybody is known, those that everybody has. */
export function placesOf(role: Role | undefined): readonly PlaceEntry[] {
  return places.filter(
    (place) => !('needs' in place) || (role !== undefined && place.needs.some((action) => isForRole(role, action))),
  )
}
