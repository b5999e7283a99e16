import { useMemo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { RiskMark } from '#renderer/ui/risk-mark.tsx'
import type { QueueRow } from '#shared/contracts/requests.ts'
import classes from './queue.module.css'
import { RequestStateDot } from './request-state.tsx'
import { ServiceTimeChip } from './sla-words.tsx'

/** Columns of the queue; the first two name a row and are always shown. */
export const columnIds = [
  'due',
  'service',
  'member',
  'membershipNo',
  'risk',
  'state',
  'submitted',
  'branch',
  'number',
  'assignee',
] as const
export type ColumnId = (typeof columnIds)[number]

export const lastingColumns: readonly ColumnId[] = ['due', 'service']

const headers = {
  due: 'requests.columnDue',
  service: 'requests.columnService',
  member: 'requests.columnMember',
  membershipNo: 'requests.columnMembershipNo',
  risk: 'requests.columnRisk',
  state: 'requests.columnState',
  submitted: 'requests.columnSubmitted',
  branch: 'requests.columnBranch',
  number: 'requests.columnNumber',
  assignee: 'requests.columnAssignee',
} as const satisfies Record<ColumnId, string>

/** What a column is called, for its head and the menu of columns. */
export function useColumnName() {
  const { t } = useText()
  return (id: ColumnId) => t(headers[id])
}

/** The queue's columns. `now` in milliseconds moves the service times; `narrow` leaves the second calendar out. */
export function useQueueColumns(options: { now: number; narrow: boolean; clerkId: string | undefined }) {
  const { now, narrow, clerkId } = options
  const { t, language } = useText()
  return useMemo((): DeskColumn<QueueRow>[] => {
    const head = (id: ColumnId) => ({ id, header: t(headers[id]) })
    return [
      { ...head('due'), width: '148px', cell: (row) => <ServiceTimeChip request={row} now={now} /> },
      {
        ...head('service'),
        width: 'minmax(132px, 1fr)',
        emphasis: 'strong',
        cell: (row) => t(`requests.kind_${row.kind}`),
      },
      {
        ...head('member'),
        width: 'minmax(132px, 1.2fr)',
        cell: (row) => (language === 'ar' ? row.memberNameAr : row.memberNameEn),
      },
      {
        ...head('membershipNo'),
        width: '88px',
        emphasis: 'quiet',
        cell: (row) =>
          row.membershipNo === '' ? (
            <span className={classes.caption}>{t('requests.newMember')}</span>
          ) : (
            <Ltr>{row.membershipNo}</Ltr>
          ),
      },
      {
        ...head('risk'),
        width: '84px',
        cell: (row) => <RiskMark level={row.risk} label={t(`requests.risk_${row.risk}`)} />,
      },
      {
        ...head('state'),
        width: '130px',
        cell: (row) => <RequestStateDot state={row.state} pending={row.pending} />,
      },
      {
        ...head('submitted'),
        width: narrow ? '100px' : '176px',
        cell: (row) => <DualDate at={row.submittedAt} single={narrow} />,
      },
      {
        ...head('branch'),
        width: '60px',
        emphasis: 'quiet',
        wideOnly: true,
        cell: (row) => t(`requests.branch_${row.branch}`),
      },
      { ...head('number'), width: '104px', emphasis: 'quiet', cell: (row) => <Ltr>{row.number}</Ltr> },
      {
        ...head('assignee'),
        width: '74px',
        cell: (row) => {
          const name = (language === 'ar' ? row.assigneeNameAr : row.assigneeNameEn) ?? undefined
          return (
            <span className={classes.assignee} title={name ?? t('common.unassigned')}>
              <Avatar
                {...(name === undefined ? {} : { name })}
                self={row.assigneeId !== null && row.assigneeId === clerkId}
                label={name ?? t('common.unassigned')}
              />
            </span>
          )
        },
      },
    ]
  }, [t, language, now, narrow, clerkId])
}
