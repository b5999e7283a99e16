import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import { appointmentServices } from '#shared/domain/reference/appointment-services.ts'
import { branches } from '#shared/domain/reference/register-codes.ts'
import type { Column } from './columns.ts'
import { codeName } from './members-report.ts'
import type { Words } from './words.ts'

/** The report of appointments: when and where, for whom, and how it went. Date and time are the branch's wall. */
export function appointmentColumns(words: Words): Column<AppointmentRow>[] {
  const { t } = words
  return [
    { label: t('reports.column_appointmentNo'), width: 18, kind: 'id', value: (row) => row.number },
    { label: t('reports.column_date'), width: 12, kind: 'day', value: (row) => row.date },
    { label: t('reports.column_time'), width: 8, kind: 'id', value: (row) => row.time },
    { label: t('reports.column_minutes'), width: 9, kind: 'count', value: (row) => row.minutes },
    {
      label: t('reports.column_branch'),
      width: 24,
      kind: 'text',
      value: (row) => codeName(branches, row.branch, words),
    },
    { label: t('reports.column_counter'), width: 9, kind: 'count', value: (row) => row.counter },
    {
      label: t('reports.column_service'),
      width: 24,
      kind: 'text',
      value: (row) => codeName(appointmentServices, row.service, words),
    },
    { label: t('reports.column_state'), width: 16, kind: 'text', value: (row) => t(`appointments.state_${row.state}`) },
    {
      label: t('reports.column_confirmed'),
      width: 26,
      kind: 'text',
      value: (row) => (row.provisional ? t('appointments.provisionalChip') : ''),
    },
    { label: t('reports.column_visitor'), width: 30, kind: 'text', value: (row) => row.visitor.name },
    { label: t('reports.column_mobile'), width: 16, kind: 'id', value: (row) => row.visitor.mobile },
    { label: t('reports.column_idNo'), width: 13, kind: 'id', value: (row) => row.visitor.idNo },
    {
      label: t('reports.column_origin'),
      width: 14,
      kind: 'text',
      value: (row) => t(`appointments.origin_${row.origin}`),
    },
    { label: t('reports.column_remarks'), width: 36, kind: 'text', value: (row) => row.remarks },
  ]
}
