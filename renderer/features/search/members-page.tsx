import { Select } from '@mantine/core'
import { IconSearch, IconUsers, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ExportButton } from '#renderer/ui/export-button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { PaneFoot } from '#renderer/ui/panes.tsx'
import { MemberState } from '#shared/domain/members/member.ts'
import { cities, families } from '#shared/domain/reference/register-codes.ts'
import { type MemberListRow, memberColumns } from './member-columns.tsx'
import classes from './members-page.module.css'
import { type MemberFilters, useMemberList } from './use-member-list.ts'

/** What the list shows, as it stands in its link. */
export type MembersPlace = MemberFilters & { readonly text?: string | undefined }

/** One filter as a list to pick from; empty means all. */
function Filter(props: {
  label: string
  value: string | undefined
  options: readonly { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}) {
  const { t } = useText()
  return (
    <Select
      aria-label={props.label}
      placeholder={props.label}
      className={classes.filter ?? ''}
      data={[...props.options]}
      value={props.value ?? null}
      clearable
      searchable={props.options.length > 12}
      checkIconPosition="right"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      nothingFoundMessage={t('search.emptyFiltered')}
      onChange={(value) => props.onChange(value ?? undefined)}
    />
  )
}

/** The place `/members`: the whole register, searched and filtered like the palette, in pages that come while scrolling. */
export function MembersPage(props: { place: MembersPlace }) {
  const { t, language } = useText()
  const { ranks } = useReference()
  const navigate = useNavigate()
  const { text: linked = '', ...filters } = props.place
  // The field is ahead of its link: what is typed shows at once, and the link follows.
  const [typed, setTyped] = useState(linked)
  const pushed = useRef(linked)
  useEffect(() => {
    if (linked === pushed.current) return
    pushed.current = linked
    setTyped(linked)
  }, [linked])
  const list = useMemberList(typed.trim(), filters)
  const [cursorId, setCursorId] = useState<string | undefined>(undefined)
  const field = useRef<HTMLInputElement>(null)
  const rows = useMemo<MemberListRow[]>(() => list.hits.map((hit) => ({ id: hit.member.id, hit })), [list.hits])
  const searching = typed.trim() !== ''
  const columns = useMemo(() => memberColumns({ t, language }, { ranks }, searching), [t, language, ranks, searching])
  const filtered = searching || Object.values(filters).some((value) => value !== undefined)

  const goTo = (change: MembersPlace) => {
    const next = { ...props.place, ...change }
    const search = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''))
    setCursorId(undefined)
    void navigate({ to: '/members', search, replace: true })
  }
  const type = (next: string) => {
    setTyped(next)
    pushed.current = next
    goTo({ text: next })
  }
  const clear = () => {
    setTyped('')
    pushed.current = ''
    void navigate({ to: '/members', search: {}, replace: true })
  }
  useHotkeys([{ keys: 'Slash', label: t('search.listPrompt'), run: () => field.current?.focus() }])

  const options = (names: Readonly<Record<string, { ar: string; en: string }>>) =>
    Object.entries(names).map(([value, name]) => ({ value, label: name[language] }))
  return (
    <div className={classes.page}>
      <PageHead
        title={t('search.members')}
        {...(list.total === undefined
          ? {}
          : { note: <Isolated>{t('search.membersCount', { count: list.total })}</Isolated> })}
        actions={<ExportButton report="members" filters={{ text: typed.trim(), ...filters }} />}
      />
      <div className={classes.tools}>
        <div className={classes.field}>
          <IconSearch size={17} stroke={1.6} aria-hidden="true" />
          <input
            ref={field}
            className={classes.input}
            type="text"
            role="searchbox"
            aria-label={t('search.listPrompt')}
            placeholder={t('search.listPrompt')}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
          {typed !== '' && (
            <IconButton
              label={t('search.clear')}
              icon={<IconX size={16} stroke={1.6} />}
              className={classes.clear}
              onClick={() => {
                type('')
                field.current?.focus()
              }}
            />
          )}
        </div>
        <Filter
          label={t('search.filterState')}
          value={filters.state}
          options={MemberState.options.map((state) => ({ value: state, label: t(`members.standing_${state}`) }))}
          onChange={(state) => goTo({ state: MemberState.optional().catch(undefined).parse(state) })}
        />
        <Filter
          label={t('search.filterFamily')}
          value={filters.family}
          options={options(families)}
          onChange={(family) => goTo({ family })}
        />
        <Filter
          label={t('search.filterRank')}
          value={filters.rank}
          options={options(ranks)}
          onChange={(rank) => goTo({ rank })}
        />
        <Filter
          label={t('search.filterCity')}
          value={filters.city}
          options={options(cities)}
          onChange={(city) => goTo({ city })}
        />
        {filtered && (
          <Button variant="quiet" onClick={clear}>
            {t('search.clearFilters')}
          </Button>
        )}
      </div>
      {list.query.error !== null && (
        <div className={classes.error}>
          <DeskErrorNotice error={list.query.error} retry={() => void list.query.refetch()} />
        </div>
      )}
      <DataTable
        label={t('search.members')}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        rowLabel={(row) => (language === 'ar' ? row.hit.member.nameAr : row.hit.member.nameEn)}
        cursorId={cursorId ?? rows[0]?.id}
        onCursor={setCursorId}
        onOpen={(row) => void navigate({ to: '/members/$id', params: { id: row.id } })}
        density="comfortable"
        loading={list.query.isPending}
        onNearEnd={list.loadMore}
        {...(list.total === undefined ? {} : { total: list.total })}
        empty={
          <EmptyState
            icon={<IconUsers size={40} stroke={1.2} />}
            action={filtered ? <Button onClick={clear}>{t('search.clearFilters')}</Button> : undefined}
          >
            {filtered ? t('search.emptyFiltered') : t('search.emptyList')}
          </EmptyState>
        }
      />
      <PaneFoot
        end={
          <KeyHints
            hints={[
              { keys: ['KeyJ', 'KeyK'], label: t('search.hintMove') },
              { keys: ['Enter'], label: t('search.hintOpen') },
            ]}
          />
        }
      >
        {list.total !== undefined && list.here !== undefined && (
          <Isolated>
            {[
              t('search.range', { shown: rows.length, total: list.total }),
              t('search.here', { n: list.here }),
              t('search.took', { n: Math.ceil(list.tookMs ?? 0) }),
            ].join(' · ')}
          </Isolated>
        )}
      </PaneFoot>
    </div>
  )
}
