import { NativeSelect } from '@mantine/core'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import { BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import type { ClerkEntry } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { ClerkStanding, type ClerksSearch, clerkStandingOf } from './clerks-search.ts'

/** Text, role, branch and how somebody stands, each with how many there are. */
export function ClerkFilters(props: {
  search: ClerksSearch
  entries: readonly ClerkEntry[]
  go: (part: Partial<ClerksSearch>) => void
}) {
  const { t } = useText()
  const branchName = useBranchName()
  const { search, entries, go } = props
  const counted = (label: string, holds: (entry: ClerkEntry) => boolean) =>
    t('administration.stateCount', { state: label, number: entries.filter(holds).length })
  const { text, role, branch, standing } = search
  return (
    <div className={classes.filters} role="group" aria-label={t('administration.filters')}>
      <TextFilter
        text={text ?? ''}
        change={(typed) => go({ text: typed })}
        label={t('administration.filterClerks')}
        placeholder={t('administration.filterClerks')}
      />
      <NativeSelect
        size="xs"
        aria-label={t('administration.columnRole')}
        value={role ?? ''}
        onChange={(event) => go({ role: Role.options.find((one) => one === event.currentTarget.value) })}
        data={[
          { value: '', label: t('administration.roleAll') },
          ...Role.options.map((one) => ({
            value: one,
            label: counted(t(`session.role_${one}`), ({ clerk }) => clerk.role === one),
          })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t('administration.columnBranch')}
        value={branch ?? ''}
        onChange={(event) => go({ branch: BranchCode.options.find((one) => one === event.currentTarget.value) })}
        data={[
          { value: '', label: t('administration.branchAll') },
          ...BranchCode.options.map((one) => ({
            value: one,
            label: counted(branchName(one), ({ clerk }) => clerk.branch === one),
          })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t('administration.columnState')}
        value={standing ?? ''}
        onChange={(event) => go({ standing: ClerkStanding.options.find((one) => one === event.currentTarget.value) })}
        data={[
          { value: '', label: t('administration.standingAll') },
          ...ClerkStanding.options.map((one) => ({
            value: one,
            label: counted(t(`administration.clerk_${one}`), (entry) => clerkStandingOf(entry) === one),
          })),
        ]}
      />
      {[text, role, branch, standing].some((set) => set !== undefined) && (
        <Button
          variant="quiet"
          onClick={() => go({ text: undefined, role: undefined, branch: undefined, standing: undefined })}
        >
          {t('administration.filterClear')}
        </Button>
      )}
    </div>
  )
}
