import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import type { Tone } from '#renderer/ui/meaning.ts'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import { referenceColumns } from '#shared/domain/reference/reference-columns.ts'
import type { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { columnWords, optionWords } from '#shared/i18n/reference-words.ts'
import classes from './reference.module.css'
import { useCellWords } from './reference-words.tsx'

const tones: Readonly<Record<RowChange['state'], Tone>> = {
  added: 'ok',
  changed: 'wa',
  removed: 'er',
  moved: 'neutral',
  same: 'neutral',
}

/** What a row is called: its name in the language, or its key's words. */
export function useRowName(kind: ReferenceKind) {
  const { t, language } = useText()
  const words = useCellWords()
  return ({ row, key }: Pick<RowChange, 'row' | 'key'>): ReactNode => {
    if (kind === 'cpd') {
      const [family, rank] = referenceColumns.cpd.map((column) => words(column, row[column.id]))
      return (
        <>
          {family} · {rank}
        </>
      )
    }
    const name = row[language]
    if (typeof name === 'string' && name !== '') return kind === 'reasons' ? key : name
    return optionWords(t, kind === 'sla' ? 'service' : 'field', key)
  }
}

/** What differs between two versions, a line a row. */
export function ReferenceChanges(props: { kind: ReferenceKind; changes: readonly RowChange[] }) {
  const { t } = useText()
  const words = useCellWords()
  const nameOf = useRowName(props.kind)
  const changed = props.changes.filter(({ state }) => state !== 'same')
  if (changed.length === 0) return <p className={classes.hint}>{t('reference.noChanges')}</p>
  return (
    <ul className={classes.list}>
      {changed.map((change) => (
        <li key={`${change.state} ${change.key}`}>
          <span className={classes.listName}>
            <bdi>{nameOf(change)}</bdi>
          </span>
          <Chip tone={tones[change.state]}>{t(`reference.row_${change.state}`)}</Chip>
          {change.columns.map((id) => {
            const column = referenceColumns[props.kind].find((other) => other.id === id)
            return column === undefined ? null : (
              <span key={id} className={classes.listWords}>
                {columnWords(t, id)}: <del>{words(column, change.before?.[id])}</del>{' '}
                <span aria-hidden="true">{t('reference.arrow')}</span> <ins>{words(column, change.row[id])}</ins>
              </span>
            )
          })}
        </li>
      ))}
    </ul>
  )
}
