import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Address } from '#renderer/ui/address.tsx'
import { ComparisonTable } from '#renderer/ui/comparison-table.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PendingBox } from '#renderer/ui/pending-box.tsx'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { cities, nationalities } from '#shared/domain/reference/register-codes.ts'
import classes from './conflict-view.module.css'
import { resultOf } from './outbox-model.ts'

const arabicFields: readonly MemberField[] = ['nameAr', 'employer']

/** A field's value as it is read; addresses and numbers stay left to right and may break where they must. */
function Value(props: { field: MemberField; value: string | null }) {
  const { t, language } = useText()
  const { field, value } = props
  if (value === null || value === '') return <span className={classes.empty}>{t('outbox.emptyValue')}</span>
  if (field === 'birthDate') return <DualDate day={value} />
  if (field === 'city') return <span>{nameOfCode(cities, value, language)}</span>
  if (field === 'nationality') return <span>{nameOfCode(nationalities, value, language)}</span>
  if (field === 'mobile') return <Ltr>{displayPhone(value)}</Ltr>
  if (field === 'email') return <Address>{value}</Address>
  return arabicFields.includes(field) ? <bdi>{value}</bdi> : <bdi dir="ltr">{value}</bdi>
}

/** Base, register and my change side by side, and what the record will hold once the decision is made again. */
export function ConflictView(props: { conflict: NonNullable<OutboxItem['conflict']>; madeAt: string; redo: boolean }) {
  const { t, format } = useText()
  const { conflict } = props
  if (conflict.fields.length === 0) return null
  const note = (words: string, version: number | null, at: string | null) => {
    const facts = [at === null ? '' : format.time(at), version === null ? '' : t('outbox.version', { n: version })]
    return (
      <>
        <span className={classes.note}>{words}</span>
        <Isolated>{facts.filter((fact) => fact !== '').join(' · ')}</Isolated>
      </>
    )
  }
  return (
    <>
      <ComparisonTable
        caption={t('outbox.comparison')}
        fieldLabel={t('outbox.field')}
        conflictLabel={t('outbox.conflict')}
        base={{ title: t('outbox.base'), note: note(t('outbox.baseNote'), conflict.baseVersion, null) }}
        theirs={{
          title: t('outbox.theirs'),
          note: note(t('outbox.theirsNote'), conflict.theirsVersion, conflict.theirsAt),
        }}
        mine={{ title: t('outbox.mine'), note: note(t('outbox.mineNote'), null, props.madeAt) }}
        rows={conflict.fields.map((row) => ({
          id: row.field,
          field: t(`requests.field_${row.field}`),
          base: <Value field={row.field} value={row.base} />,
          theirs: <Value field={row.field} value={row.theirs} />,
          mine: <Value field={row.field} value={row.mine} />,
          changed: { theirs: row.theirs !== row.base, mine: row.mine !== row.base },
        }))}
      />
      {props.redo && (
        <PendingBox title={t('outbox.result')}>
          <dl className={classes.result}>
            {resultOf(conflict).map((row) => (
              <div key={row.field} className={classes.row}>
                <dt className={classes.label}>{t(`requests.field_${row.field}`)}</dt>
                <dd className={classes.value}>
                  <Value field={row.field} value={row.value} />
                </dd>
                <dd className={classes.from}>
                  {t(
                    { mine: 'outbox.fromMine', theirs: 'outbox.fromTheirs', both: 'outbox.fromBoth' }[
                      row.from
                    ] as 'outbox.fromMine',
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </PendingBox>
      )}
    </>
  )
}
