import { z } from 'zod'
import type { Device } from '#shared/domain/devices/device.ts'
import { holdsWords } from './holds-words.ts'

/** States as an administrator tells them apart: a device that was wiped is revoked, and more. */
export const DeviceStanding = z.enum(['pending', 'enrolled', 'revoked', 'wipe', 'wiped'])
export type DeviceStanding = z.infer<typeof DeviceStanding>

/** What the list of devices shows, as the search part of its link. What this version does not know is left out. */
export const devicesSearchSchema = z.object({
  state: DeviceStanding.optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  /** The device that is opened. */
  device: z.string().max(64).optional().catch(undefined),
})
export type DevicesSearch = z.output<typeof devicesSearchSchema>

/** How a device stands. */
export function standingOf({ state, wipedAt }: Pick<Device, 'state' | 'wipedAt'>): DeviceStanding {
  return state === 'revoked' && wipedAt !== null ? 'wiped' : state
}

/** The search of a link without what is empty. */
export function compactDevicesSearch(search: DevicesSearch): DevicesSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''))
}

/** Devices of a state whose name, id or clerks hold what was typed; `nameOf` gives both names of a clerk. */
export function findDevices(
  devices: readonly Device[],
  { state, text = '' }: DevicesSearch,
  nameOf: (clerkId: string) => string,
): Device[] {
  return devices.filter(
    (device) =>
      (state === undefined || standingOf(device) === state) &&
      holdsWords([device.name, device.id, ...device.clerks.map(nameOf)], text),
  )
}
