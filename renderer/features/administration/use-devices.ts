import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { isForRole } from '#shared/domain/policy/policy.ts'
import { useLine } from './use-line.ts'

/** How often devices are asked for again while they are shown: a new one shows itself without an event. */
const againMs = 15_000

/** Every device as the authority knows it now, and how many wait to be let in. */
export function useDevices() {
  const role = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk?.role
  const line = useLine()
  const enabled = role !== undefined && isForRole(role, 'administer.devices') && line === 'here'
  const query = useDeskQuery('administration.devices', {}, { enabled, refetchInterval: againMs })
  const devices = query.data?.devices ?? []
  return { ...query, devices, pending: devices.filter(({ state }) => state === 'pending').length }
}
