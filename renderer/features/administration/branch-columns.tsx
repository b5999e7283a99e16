import { useMemo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Branch, BranchUse } from '#shared/domain/reference/branch.ts'
import classes from './administration.module.css'

export type ListedBranch = ChannelOutput<'administration.branches'>['branches'][number]

/** Whether people work there, by its dot and its word. */
export function BranchState(props: { branch: Pick<Branch, 'active'> }) {
  const { t } = useText()
  const { active } = props.branch
  return (
    <StateDot shape={active ? 'green' : 'dashed'}>
      {t(active ? 'administration.branch_open' : 'administration.branch_closed')}
    </StateDot>
  )
}

/** Columns of the list of branches; `live`: whether it is known what happens there. */
export function useBranchColumns(live: boolean): DeskColumn<ListedBranch>[] {
  const { t, format, language } = useText()
  return useMemo(() => {
    const count = (id: keyof BranchUse, header: string): DeskColumn<ListedBranch> => ({
      id,
      header,
      width: '104px',
      align: 'end',
      cell: ({ use }) => (use === null ? '' : <Ltr>{format.number(use[id])}</Ltr>),
    })
    return [
      {
        id: 'name',
        header: t('administration.columnBranch'),
        width: 'minmax(170px, 1.4fr)',
        emphasis: 'strong',
        cell: ({ branch }) => <bdi className={classes.name}>{language === 'ar' ? branch.nameAr : branch.nameEn}</bdi>,
      },
      {
        id: 'state',
        header: t('administration.columnState'),
        width: '112px',
        cell: ({ branch }) => <BranchState branch={branch} />,
      },
      ...(live
        ? [
            count('clerks', t('administration.useClerks')),
            count('requests', t('administration.useRequests')),
            count('bookings', t('administration.useBookings')),
          ]
        : []),
      {
        id: 'phone',
        header: t('administration.phone'),
        width: 'minmax(104px, 0.8fr)',
        emphasis: 'quiet',
        wideOnly: true,
        cell: ({ branch }) => (branch.phone === null ? '' : <Ltr>{branch.phone}</Ltr>),
      },
    ]
  }, [t, format, language, live])
}
