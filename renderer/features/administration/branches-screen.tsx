import { IconBuilding } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { AdministrationFrame } from './administration-frame.tsx'
import { useBranchColumns } from './branch-columns.tsx'
import { BranchDetail, NoBranch } from './branch-detail.tsx'
import type { BranchesSearch } from './branches-search.ts'
import { EntriesPane } from './entries-pane.tsx'
import { useBranchList } from './use-branch-list.ts'

/** The tab of branches: what each is called, what happens there, and whether it is open. */
export function BranchesScreen(props: { search: BranchesSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const { entries, data, isPending, isEnabled, error, refetch } = useBranchList()
  const columns = useBranchColumns(data?.live === true)
  const go = (search: BranchesSearch) => void navigate({ to: '/administration/branches', search, replace: true })
  const open = (code: string) => go({ branch: BranchCode.parse(code) })
  const chosen = entries.find(({ branch }) => branch.code === props.search.branch)
  useHotkeys(
    chosen === undefined ? [] : [{ keys: 'Escape', label: t('administration.closeDetail'), run: () => go({}) }],
  )
  return (
    <AdministrationFrame tab="branches" filters={{}}>
      <EntriesPane
        label={t('administration.branches')}
        rows={entries}
        columns={columns}
        rowId={({ branch }) => branch.code}
        rowLabel={({ branch }) => (language === 'ar' ? branch.nameAr : branch.nameEn)}
        chosenId={props.search.branch}
        choose={open}
        loading={isPending && isEnabled}
        empty={
          <EmptyState icon={<IconBuilding size={40} stroke={1.2} />}>{t('administration.emptyBranches')}</EmptyState>
        }
        count={t('administration.branchCount', { count: entries.length })}
        error={error}
        retry={() => void refetch()}
        detailLabel={t('administration.branchDetail')}
        detail={chosen === undefined ? <NoBranch /> : <BranchDetail key={chosen.branch.code} entry={chosen} />}
      />
    </AdministrationFrame>
  )
}
