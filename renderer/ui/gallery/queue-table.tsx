import { useMemo, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '../avatar.tsx'
import { DataTable } from '../data-table.tsx'
import type { DeskColumn } from '../data-table-model.ts'
import { DualDate } from '../dual-date.tsx'
import { Ltr } from '../ltr.tsx'
import { RiskMark } from '../risk-mark.tsx'
import { SlaChip } from '../sla-chip.tsx'
import { StateDot } from '../state-dot.tsx'
import { type SampleRequest, sample, sampleRequests } from './samples.ts'

/** A queue of sample requests. */
export function QueueTable() {
  const { language } = useText()
  const s = (arabic: string, english: string) => sample(language, arabic, english)
  const [cursorId, setCursorId] = useState<string | undefined>('R-48-018218')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['R-48-018225']))
  const rows = useMemo(() => sampleRequests(400), [])
  const columns = useMemo<DeskColumn<SampleRequest>[]>(() => {
    const word = (words: readonly [string, string]) => sample(language, words[0], words[1])
    const title = (arabic: string, english: string) => sample(language, arabic, english)
    return [
      {
        id: 'sla',
        header: title('المدة', 'Time'),
        width: '162px',
        sortable: true,
        cell: (row) => (
          <SlaChip state={row.sla} share={row.share}>
            {word(row.time)}
          </SlaChip>
        ),
      },
      {
        id: 'service',
        header: title('الخدمة', 'Service'),
        width: '162px',
        emphasis: 'strong',
        cell: (row) => word(row.service),
      },
      { id: 'member', header: title('العضو', 'Member'), width: 'minmax(150px, 1fr)', cell: (row) => word(row.member) },
      {
        id: 'number',
        header: title('رقم العضوية', 'Membership no.'),
        width: '110px',
        emphasis: 'quiet',
        cell: (row) => <Ltr>{row.memberNumber}</Ltr>,
      },
      {
        id: 'risk',
        header: title('الخطورة', 'Risk'),
        width: '100px',
        cell: (row) => (
          <RiskMark
            level={row.risk}
            label={title(
              { low: 'منخفضة', medium: 'متوسطة', high: 'عالية' }[row.risk],
              { low: 'Low', medium: 'Medium', high: 'High' }[row.risk],
            )}
          />
        ),
      },
      {
        id: 'state',
        header: title('الحالة', 'State'),
        width: '140px',
        cell: (row) => <StateDot shape={row.state}>{word(row.stateWord)}</StateDot>,
      },
      {
        id: 'day',
        header: title('تاريخ التقديم', 'Submitted'),
        width: 'minmax(100px, 178px)',
        cell: (row) => <DualDate day={row.day} narrowSingle />,
      },
      {
        id: 'id',
        header: title('رقم الطلب', 'Request no.'),
        width: '112px',
        emphasis: 'quiet',
        wideOnly: true,
        cell: (row) => <Ltr>{row.id}</Ltr>,
      },
      {
        id: 'assignee',
        header: title('المُسند إليه', 'Assignee'),
        width: '70px',
        align: 'end',
        cell: (row) => (
          <Avatar
            {...(row.assignee === undefined
              ? { label: title('غير مسند', 'Unassigned') }
              : { name: row.assignee, label: row.assignee, self: row.assignee === 'نورة' })}
          />
        ),
      },
    ]
  }, [language])
  return (
    <DataTable
      label={s('قائمة العمل', 'Work queue')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) => row.id}
      cursorId={cursorId}
      onCursor={setCursorId}
      onOpen={() => undefined}
      selected={selected}
      onSelect={setSelected}
      sort={{ columnId: 'sla', direction: 'descending' }}
      onSort={() => undefined}
      empty={null}
    />
  )
}
