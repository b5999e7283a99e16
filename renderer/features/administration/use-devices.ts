import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePermission } from '#renderer/lib/use-permission.ts'
import { useLine } from './use-line.ts'

/** How often devices are asked for again while they are shown: a new one shows itself without an event. */
const againMs = 15_000

/** Every device as the authority knows it now, and how many wait to be let in. */
export function useDevices() {
  const line = useLine()
  const allowed = usePermission('administer.devices')
  const enabled = allowed && line === 'here'
  const query = useDeskQuery('administration.devices', {}, { enabled, refetchInterval: againMs })
  const devices = query.data?.devices ?? []
  return { ...query, devices, pending: devices.filter(({ state }) => state === 'pending').length }
}
