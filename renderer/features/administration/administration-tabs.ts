import { z } from 'zod'
import { useStored } from '#renderer/lib/stored.ts'

/** The tabs of administration in their order; the key is the digit of its place. */
export const administrationTabs = [
  { id: 'clerks', to: '/administration/clerks', label: 'administration.tabClerks', keys: 'Digit1' },
  { id: 'roles', to: '/administration/roles', label: 'administration.tabRoles', keys: 'Digit2' },
  { id: 'branches', to: '/administration/branches', label: 'administration.tabBranches', keys: 'Digit3' },
  { id: 'devices', to: '/administration/devices', label: 'administration.tabDevices', keys: 'Digit4' },
  { id: 'reference', to: '/administration/reference', label: 'reference.title', keys: 'Digit5' },
] as const

export type AdministrationTab = (typeof administrationTabs)[number]['id']

const placesSchema = z.object({
  /** The tab that was open last. */
  tab: z.string().optional(),
  /** What each tab was filtered by. */
  filters: z.record(z.string(), z.record(z.string(), z.unknown())),
})
const noPlaces: z.output<typeof placesSchema> = { filters: {} }

/** Where somebody was in administration, for their return: the tab, and the filters of each. */
export function useAdministrationPlaces() {
  const [places, keep] = useStored('administration', placesSchema, noPlaces)
  const last = administrationTabs.find(({ id }) => id === places.tab) ?? administrationTabs[0]
  return { places, keep, last }
}
