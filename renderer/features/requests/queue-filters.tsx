import { Menu } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { FilterChip } from '#renderer/ui/filter-chip.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { fullName } from '#shared/domain/members/member.ts'
import { RequestKind, RequestState, Risk } from '#shared/domain/requests/request.ts'
import classes from './queue.module.css'
import { filtersIn, type QueueFilterName, type QueueSearch, withFilter, withoutFilters } from './queue-search.ts'

const names = {
  kind: 'requests.filterKind',
  state: 'requests.filterState',
  risk: 'requests.filterRisk',
  branch: 'requests.filterBranch',
  memberId: 'requests.filterMember',
  text: 'requests.filterText',
} as const satisfies Record<QueueFilterName, string>

const chosenFromList = ['kind', 'state', 'risk', 'branch'] as const
type ListFilter = (typeof chosenFromList)[number]

const values: Readonly<Record<ListFilter, readonly string[]>> = {
  kind: RequestKind.options,
  state: RequestState.options.filter((state) => state !== 'draft'),
  risk: Risk.options,
  branch: BranchCode.options,
}

/** Words of a filter's value. */
function useValueWords() {
  const { t } = useText()
  return (name: ListFilter, value: string): string => {
    switch (name) {
      case 'kind':
        return t(`requests.kind_${RequestKind.parse(value)}`)
      case 'state':
        return t(`requests.state_${RequestState.parse(value)}`)
      case 'risk':
        return t(`requests.risk_${Risk.parse(value)}`)
      case 'branch':
        return t(`requests.branch_${BranchCode.parse(value)}`)
    }
  }
}

/** The member of a filter by name; the link only holds an id. */
function MemberName(props: { id: string }) {
  const { language } = useText()
  const member = useDeskQuery('members.get', { id: props.id }).data?.member
  return <>{member === undefined ? '…' : fullName(language === 'ar' ? member.nameAr : member.nameEn)}</>
}

/** Filters as small sentences, each with its way out; a menu adds one, a field narrows by text. All of it is the link's. */
export function QueueFilters(props: { search: QueueSearch }) {
  const { t } = useText()
  const { search } = props
  const navigate = useNavigate()
  const words = useValueWords()
  const [asking, setAsking] = useState<ListFilter>()
  const go = (next: QueueSearch) => void navigate({ to: '/requests', search: next, replace: true })
  const changeText = useCallback(
    (text: string) => void navigate({ to: '/requests', search: withFilter(search, 'text', text), replace: true }),
    [navigate, search],
  )
  const set = filtersIn(search)
  const free = chosenFromList.filter((name) => search[name] === undefined)
  const valueOf = (name: QueueFilterName) => {
    if (name === 'memberId') return <MemberName id={search.memberId ?? ''} />
    if (name === 'text') return search.text
    return words(name, search[name] ?? '')
  }
  return (
    <div className={classes.filters} role="group" aria-label={t('requests.filters')}>
      <span className={classes.filterGlyph} aria-hidden="true">
        <IconFilter size={17} stroke={1.6} />
      </span>
      {set
        .filter((name) => name !== 'text')
        .map((name) => (
          <FilterChip
            key={name}
            field={t(names[name])}
            value={valueOf(name)}
            onRemove={() => go(withFilter(search, name, undefined))}
          />
        ))}
      <TextFilter
        text={search.text ?? ''}
        change={changeText}
        label={t('requests.filterText')}
        placeholder={t('requests.filterTextPlaceholder')}
      />
      {free.length > 0 && (
        <Menu position="bottom-start" onClose={() => setAsking(undefined)} closeOnItemClick={false}>
          <Menu.Target>
            <button type="button" className={classes.addFilter}>
              {t('requests.filterAdd')}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <div className={classes.menuCaption}>
              {asking === undefined ? t('requests.filterBy') : t(names[asking])}
            </div>
            <div className={classes.choices}>
              {asking === undefined
                ? free.map((name) => (
                    <Menu.Item key={name} onClick={() => setAsking(name)}>
                      {t(names[name])}
                    </Menu.Item>
                  ))
                : values[asking].map((value) => (
                    <Menu.Item key={value} closeMenuOnClick onClick={() => go(withFilter(search, asking, value))}>
                      {words(asking, value)}
                    </Menu.Item>
                  ))}
            </div>
          </Menu.Dropdown>
        </Menu>
      )}
      {set.length > 0 && (
        <button type="button" className={classes.addFilter} onClick={() => go(withoutFilters(search))}>
          {t('requests.filtersClear')}
        </button>
      )}
      <span className={classes.filterEnd}>{t('requests.sortedByDue')}</span>
    </div>
  )
}
