import type { QueueRow } from '#shared/contracts/requests.ts'
import { branches } from '#shared/domain/reference/register-codes.ts'
import type { Column } from './columns.ts'
import { codeName } from './members-report.ts'
import type { Words } from './words.ts'

/** The report of requests: the queue's columns, and what waits for the authority. */
export function requestColumns(words: Words): Column<QueueRow>[] {
  const { t, language } = words
  const mine = (ar: string | null, en: string | null) => (language === 'ar' ? ar : en) ?? ''
  return [
    { label: t('reports.column_requestNo'), width: 15, kind: 'id', value: (row) => row.number },
    {
      label: t('reports.column_service'),
      width: 26,
      kind: 'text',
      value: (row) => t(`requests.kind_${row.kind}`),
    },
    {
      label: t('reports.column_member'),
      width: 32,
      kind: 'text',
      value: (row) => mine(row.memberNameAr, row.memberNameEn),
    },
    { label: t('reports.column_membershipNo'), width: 13, kind: 'id', value: (row) => row.membershipNo },
    { label: t('reports.column_state'), width: 18, kind: 'text', value: (row) => t(`requests.state_${row.state}`) },
    {
      label: t('reports.column_confirmed'),
      width: 20,
      kind: 'text',
      value: (row) => (row.pending ? t('requests.statePending') : ''),
    },
    { label: t('reports.column_risk'), width: 11, kind: 'text', value: (row) => t(`requests.risk_${row.risk}`) },
    { label: t('reports.column_submitted'), width: 17, kind: 'moment', value: (row) => row.submittedAt },
    { label: t('reports.column_due'), width: 17, kind: 'moment', value: (row) => row.dueAt },
    { label: t('reports.column_paused'), width: 17, kind: 'moment', value: (row) => row.pausedAt },
    {
      label: t('reports.column_branch'),
      width: 24,
      kind: 'text',
      value: (row) => codeName(branches, row.branch, words),
    },
    {
      label: t('reports.column_assignee'),
      width: 22,
      kind: 'text',
      value: (row) => mine(row.assigneeNameAr, row.assigneeNameEn),
    },
  ]
}
