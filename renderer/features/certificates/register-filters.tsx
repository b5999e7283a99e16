import { NativeSelect } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { FilterChip } from '#renderer/ui/filter-chip.tsx'
import { TextFilter } from '#renderer/ui/text-filter.tsx'
import { CertificateKind } from '#shared/domain/certificates/certificate.ts'
import { fullName } from '#shared/domain/members/member.ts'
import classes from './register.module.css'
import { compactSearch, type RegisterSearch } from './register-search.ts'

const states = ['in-force', 'expired', 'suspended', 'revoked', 'awaiting-second'] as const

/** The member of a filter by name; the link only holds an id. */
function MemberName(props: { id: string }) {
  const { language } = useText()
  const member = useDeskQuery('members.get', { id: props.id }).data?.member
  return <>{member === undefined ? '…' : fullName(language === 'ar' ? member.nameAr : member.nameEn)}</>
}

/** Text, kind and state; all of it is the link's. */
export function RegisterFilters(props: { search: RegisterSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { search } = props
  const go = (part: Partial<RegisterSearch>) =>
    void navigate({ to: '/certificates/list', search: compactSearch({ ...search, ...part }), replace: true })
  const changeText = useCallback(
    (text: string) =>
      void navigate({ to: '/certificates/list', search: compactSearch({ ...search, text }), replace: true }),
    [navigate, search],
  )
  const filtered = Object.keys(compactSearch(search)).length > 0
  return (
    <div className={classes.filters} role="group" aria-label={t('certificates.filters')}>
      <TextFilter
        text={search.text ?? ''}
        change={changeText}
        label={t('certificates.filterText')}
        placeholder={t('certificates.filterText')}
      />
      <NativeSelect
        size="xs"
        aria-label={t('certificates.columnState')}
        value={search.state ?? ''}
        onChange={(event) => go({ state: states.find((state) => state === event.currentTarget.value) })}
        data={[
          { value: '', label: t('certificates.filterAll') },
          ...states.map((state) => ({ value: state, label: t(`certificates.state_${state}`) })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t('certificates.filterKind')}
        value={search.kind ?? ''}
        onChange={(event) => go({ kind: CertificateKind.options.find((kind) => kind === event.currentTarget.value) })}
        data={[
          { value: '', label: t('certificates.filterKindAll') },
          ...CertificateKind.options.map((kind) => ({ value: kind, label: t(`certificates.kind_${kind}`) })),
        ]}
      />
      {search.memberId !== undefined && (
        <FilterChip
          field={t('certificates.filterMember')}
          value={<MemberName id={search.memberId} />}
          onRemove={() => go({ memberId: undefined })}
        />
      )}
      {filtered && (
        <Button variant="quiet" onClick={() => void navigate({ to: '/certificates/list', search: {}, replace: true })}>
          {t('certificates.filterClear')}
        </Button>
      )}
    </div>
  )
}
