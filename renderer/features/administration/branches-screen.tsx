import { IconBuilding } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Pane, PaneFoot, Panes } from '#renderer/ui/panes.tsx'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import classes from './administration.module.css'
import { AdministrationFrame } from './administration-frame.tsx'
import { useBranchColumns } from './branch-columns.tsx'
import { BranchDetail, NoBranch } from './branch-detail.tsx'
import type { BranchesSearch } from './branches-search.ts'
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
      {error !== null && (
        <div className={classes.notice}>
          <DeskErrorNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      <div className={classes.panes}>
        <Panes columns="minmax(360px, 1fr) 388px" compact="minmax(360px, 1fr) 340px">
          <div className={classes.table}>
            <DataTable
              label={t('administration.branches')}
              rows={entries}
              columns={columns}
              rowId={({ branch }) => branch.code}
              rowLabel={({ branch }) => (language === 'ar' ? branch.nameAr : branch.nameEn)}
              cursorId={props.search.branch}
              onCursor={open}
              onOpen={({ branch }) => open(branch.code)}
              loading={isPending && isEnabled}
              empty={
                <EmptyState icon={<IconBuilding size={40} stroke={1.2} />}>
                  {t('administration.emptyBranches')}
                </EmptyState>
              }
            />
            <PaneFoot
              end={
                <KeyHints
                  hints={[
                    { keys: ['ArrowUp', 'ArrowDown'], label: t('administration.hintMove') },
                    { keys: ['Escape'], label: t('administration.hintClose') },
                  ]}
                />
              }
            >
              <Isolated>{t('administration.branchCount', { count: entries.length })}</Isolated>
            </PaneFoot>
          </div>
          <Pane label={t('administration.branchDetail')} tone="sunk">
            {chosen === undefined ? <NoBranch /> : <BranchDetail key={chosen.branch.code} entry={chosen} />}
          </Pane>
        </Panes>
      </div>
    </AdministrationFrame>
  )
}
