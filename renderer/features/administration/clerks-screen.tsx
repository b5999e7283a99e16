import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { AdministrationFrame } from './administration-frame.tsx'
import { useClerkColumns } from './clerk-columns.tsx'
import { ClerkDetail, NoClerk } from './clerk-detail.tsx'
import { ClerkFilters } from './clerk-filters.tsx'
import { ClerkForm } from './clerk-form.tsx'
import { type ClerksSearch, compactClerksSearch, findClerks } from './clerks-search.ts'
import { EntriesPane } from './entries-pane.tsx'
import { PasswordDialog, type ToldPassword } from './password-dialog.tsx'
import { useClerks } from './use-clerks.ts'
import { useLine } from './use-line.ts'

/** The tab of clerks: who works here, with which role, where, and how they sign in. */
export function ClerksScreen(props: { search: ClerksSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const search = compactClerksSearch(props.search)
  const { entries, data, isPending, isEnabled, error, refetch } = useClerks()
  const me = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  const line = useLine()
  const [adding, setAdding] = useState(false)
  const [told, setTold] = useState<ToldPassword>()
  const go = (part: Partial<ClerksSearch>) =>
    void navigate({ to: '/administration/clerks', search: compactClerksSearch({ ...search, ...part }), replace: true })
  const rows = findClerks(entries, search)
  const columns = useClerkColumns(data?.live === true)
  const chosen = entries.find(({ clerk }) => clerk.id === search.clerk)
  const away = line === 'here' ? undefined : t('administration.needsLine')
  useHotkeys([
    { keys: 'KeyN', label: t('administration.addClerk'), enabled: away === undefined, run: () => setAdding(true) },
    ...(chosen === undefined
      ? []
      : [{ keys: 'Escape', label: t('administration.closeDetail'), run: () => go({ clerk: undefined }) }]),
  ])
  const { clerk: _, ...filters } = search
  const nameOf = ({ nameAr, nameEn }: { nameAr: string; nameEn: string }) => (language === 'ar' ? nameAr : nameEn)
  return (
    <AdministrationFrame
      tab="clerks"
      filters={filters}
      actions={
        <Button
          variant="primary"
          keys="KeyN"
          icon={<IconUserPlus size={17} stroke={1.6} aria-hidden="true" />}
          disabledReason={away}
          onClick={() => setAdding(true)}
        >
          {t('administration.addClerk')}
        </Button>
      }
    >
      <ClerkFilters search={search} entries={entries} go={go} />
      <EntriesPane
        label={t('administration.clerks')}
        rows={rows}
        columns={columns}
        rowId={({ clerk }) => clerk.id}
        rowLabel={({ clerk }) => nameOf(clerk)}
        chosenId={search.clerk}
        choose={(clerk) => go({ clerk })}
        loading={isPending && isEnabled}
        empty={
          <EmptyState icon={<IconUsers size={40} stroke={1.2} />}>
            {Object.keys(filters).length > 0 ? t('administration.emptyFiltered') : t('administration.emptyClerks')}
          </EmptyState>
        }
        count={t('administration.clerkCount', { count: rows.length })}
        error={error}
        retry={() => void refetch()}
        detailLabel={t('administration.clerkDetail')}
        detail={
          chosen === undefined ? (
            <NoClerk />
          ) : (
            <ClerkDetail key={chosen.clerk.id} entry={chosen} own={chosen.clerk.id === me?.id} tell={setTold} />
          )
        }
      />
      {adding && (
        <ClerkForm
          own={false}
          onClose={() => setAdding(false)}
          onDone={({ entry, password }) => {
            setAdding(false)
            go({ clerk: entry.clerk.id })
            if (password !== null)
              setTold({ name: nameOf(entry.clerk), username: entry.presence?.account?.username ?? '', password })
          }}
        />
      )}
      <PasswordDialog told={told} onClose={() => setTold(undefined)} />
    </AdministrationFrame>
  )
}
