import { NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import { AuditGroup } from '#shared/domain/audit/audit-view.ts'
import classes from './audit-screen.module.css'
import { type AuditSearch, compactSearch } from './audit-search.ts'

/** What, who, which record and when; all of it is the link's. */
export function AuditFilters(props: { search: AuditSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { search } = props
  const go = useCallback(
    (part: Partial<AuditSearch>) =>
      void navigate({ to: '/audit', search: compactSearch({ ...search, ...part }), replace: true }),
    [navigate, search],
  )
  const changeActor = useCallback((actor: string) => go({ actor }), [go])
  const changeSubject = useCallback((subject: string) => go({ subject }), [go])
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      size="xs"
      aria-label={t(name === 'from' ? 'audit.filterFrom' : 'audit.filterTo')}
      value={search[name] ?? ''}
      onChange={(event) => go({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <div className={classes.filters} role="group" aria-label={t('audit.filters')}>
      <NativeSelect
        size="xs"
        aria-label={t('audit.filterGroup')}
        value={search.group ?? ''}
        onChange={(event) => go({ group: AuditGroup.options.find((group) => group === event.currentTarget.value) })}
        data={[
          { value: '', label: t('audit.group_all') },
          ...AuditGroup.options.map((group) => ({ value: group, label: t(`audit.group_${group}`) })),
        ]}
      />
      <div className={classes.short}>
        <TextFilter
          text={search.actor ?? ''}
          change={changeActor}
          label={t('audit.filterActor')}
          placeholder={t('audit.filterActor')}
        />
      </div>
      <div className={classes.short}>
        <TextFilter
          text={search.subject ?? ''}
          change={changeSubject}
          label={t('audit.filterSubject')}
          placeholder={t('audit.filterSubject')}
        />
      </div>
      {day('from')}
      <span aria-hidden="true">–</span>
      {day('to')}
      {Object.keys(compactSearch(search)).length > 0 && (
        <Button variant="quiet" onClick={() => void navigate({ to: '/audit', search: {}, replace: true })}>
          {t('audit.filterClear')}
        </Button>
      )}
    </div>
  )
}
