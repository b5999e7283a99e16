import { IconAlertTriangle, IconCheck, IconCloudOff } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'

/** Whether the authority knows of it, in words: confirmed, provisional, or refused. */
export function BookingConfirmation(props: { row: AppointmentRow }) {
  const { t } = useText()
  const { row } = props
  if (row.refusedCommandId !== null) {
    return (
      <Chip tone="wa" icon={<IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />}>
        {t('appointments.refusedChip')}
      </Chip>
    )
  }
  return row.pending ? (
    <Chip tone="un" icon={<IconCloudOff size={14} stroke={1.8} aria-hidden="true" />}>
      {t(row.provisional ? 'appointments.provisionalChip' : 'appointments.pendingChip')}
    </Chip>
  ) : (
    <Chip tone="ok" icon={<IconCheck size={14} stroke={2} aria-hidden="true" />}>
      {t('appointments.confirmedChip')}
    </Chip>
  )
}
