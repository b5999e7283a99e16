import type { ReactNode } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import type { Duplicate } from '#shared/contracts/requests.ts'
import { fieldValue, type Member, type MemberField } from '#shared/domain/members/member.ts'
import { FieldValue } from './field-value.tsx'
import classes from './review.module.css'

const compared: readonly MemberField[] = [
  'nameAr',
  'nameEn',
  'idNo',
  'birthDate',
  'nationality',
  'mobile',
  'email',
  'employer',
  'city',
]

interface ComparedRow {
  readonly id: string
  readonly label: string
  readonly mine: ReactNode
  readonly other: ReactNode
  readonly same: boolean
}

/** Two members field by field; what agrees is what speaks for one person, so that is what is marked. */
export function DuplicateComparison(props: { member: Member; duplicate: Duplicate }) {
  const { t } = useText()
  const { member, duplicate } = props
  const query = useDeskQuery('members.get', { id: duplicate.memberId })
  if (query.isError) return <DeskErrorNotice error={query.error} retry={() => void query.refetch()} />
  const other = query.data?.member
  if (other === undefined) return <SkeletonRows rows={6} columns="132px 1fr 1fr 92px" count={4} />
  const numbers = (['membershipNo', 'fileNo'] as const).map(
    (name): ComparedRow => ({
      id: name,
      label: t(`requests.${name}`),
      mine: <Ltr>{member[name]}</Ltr>,
      other: <Ltr>{other[name]}</Ltr>,
      same: member[name] === other[name],
    }),
  )
  const fields = compared.map((field): ComparedRow => {
    const [mine, theirs] = [fieldValue(member, field), fieldValue(other, field)]
    return {
      id: field,
      label: t(`requests.field_${field}`),
      mine: <FieldValue field={field} value={mine} />,
      other: <FieldValue field={field} value={theirs} />,
      same: mine !== null && mine === theirs,
    }
  })
  return (
    <table className={classes.sideBySide} aria-label={t('requests.compareDuplicates')}>
      <thead>
        <tr>
          <th scope="col">{t('requests.compareField')}</th>
          <th scope="col">{t('requests.compareThisMember')}</th>
          <th scope="col">{t('requests.compareOther')}</th>
          <th scope="col">{t('requests.compareResult')}</th>
        </tr>
      </thead>
      <tbody>
        {[...numbers, ...fields].map((row) => (
          <tr key={row.id} data-same={row.same || undefined}>
            <th scope="row">{row.label}</th>
            <td>{row.mine}</td>
            <td>{row.other}</td>
            <td>{row.same ? t('requests.compareSame') : t('requests.compareDiffers')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
