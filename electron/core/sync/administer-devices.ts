import { findClerkNames } from '#core/repositories/clerks.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { Device } from '#shared/domain/devices/device.ts'
import { DevicesOutput } from '#shared/protocol/devices.ts'
import type { Administering } from './administering.ts'

/** Every device, and the names of those who work at them. @throws AppError `sync/offline`, `permission/denied`. */
export async function listDevices({
  context,
  sessions,
  clerkId,
}: Administering): Promise<ChannelOutput<'administration.devices'>> {
  const { store, client } = context
  const { devices } = await sessions.with(clerkId, (token) => client.administer(DevicesOutput, token, 'devices'))
  const people = devices.flatMap(({ decidedBy, clerks }) => (decidedBy === null ? clerks : [decidedBy, ...clerks]))
  return { devices, here: findSetting(store, 'device') ?? null, clerks: findClerkNames(store, people) }
}

/** Decides on a device. @throws AppError `administration/changed` where it is not as it was seen. */
export function decideDevice(
  { context, sessions, clerkId }: Administering,
  { id, ...body }: ParsedInput<'administration.decideDevice'>,
): Promise<ChannelOutput<'administration.decideDevice'>> {
  const path = `devices/${encodeURIComponent(id)}/state`
  return sessions.with(clerkId, (token) => context.client.administer(Device, token, path, { method: 'PUT', body }))
}
