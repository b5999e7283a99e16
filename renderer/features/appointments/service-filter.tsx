import { Select } from '@mantine/core'
import { useText } from '#renderer/lib/use-text.ts'
import { AppointmentService } from '#shared/domain/appointments/appointment.ts'

/** The service that the calendar is narrowed to; empty shows them all. */
export function ServiceFilter(props: {
  service: AppointmentService | null
  onChange: (service: AppointmentService | null) => void
}) {
  const { t } = useText()
  return (
    <Select
      size="xs"
      w={178}
      aria-label={t('appointments.serviceFilter')}
      placeholder={t('appointments.allServices')}
      clearable
      clearButtonProps={{ 'aria-label': t('appointments.allServices') }}
      data={AppointmentService.options.map((value) => ({ value, label: t(`appointments.service_${value}`) }))}
      value={props.service}
      onChange={(value) => props.onChange(AppointmentService.nullable().catch(null).parse(value))}
    />
  )
}
