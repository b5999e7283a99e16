import { useText } from '#renderer/lib/use-text.ts'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import type { Device } from '#shared/domain/devices/device.ts'
import { type DeviceStanding, standingOf } from './devices-search.ts'

const shapes: Readonly<Record<DeviceStanding, StateShape>> = {
  pending: 'amber',
  enrolled: 'green',
  revoked: 'hollow',
  wipe: 'red',
  wiped: 'dashed',
}

/** How a device stands, by its dot and its word. */
export function DeviceState(props: { device: Pick<Device, 'state' | 'wipedAt'> }) {
  const { t } = useText()
  const standing = standingOf(props.device)
  return <StateDot shape={shapes[standing]}>{t(`administration.device_${standing}`)}</StateDot>
}
