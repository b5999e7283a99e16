import { IconListDetails } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import { DataTable } from '#renderer/ui/data-table.tsx'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import type { Tone } from '#renderer/ui/meaning.ts'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import { type ReferenceColumn, referenceColumns } from '#shared/domain/reference/reference-columns.ts'
import type { ReferenceFault, ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import type { Language } from '#shared/i18n/language.ts'
import { columnWords } from '#shared/i18n/reference-words.ts'
import classes from './reference.module.css'
import { useCellWords } from './reference-words.tsx'

/** A row as the table shows it. `id`: its place in the version, or its key where it is gone. */
export interface ShownRow {
  readonly id: string
  readonly change: RowChange
  readonly faults: readonly ReferenceFault[]
}

/** Rows with their places: those that stand by their index, those that are gone by their key. */
export function shownRows(changes: readonly RowChange[], faults: readonly ReferenceFault[]): ShownRow[] {
  return changes.map((change, at) => ({
    id: change.state === 'removed' ? `gone ${change.key}` : String(at),
    change,
    faults: change.state === 'removed' ? [] : faults.filter(({ row }) => row === at),
  }))
}

const tones: Readonly<Record<Exclude<RowChange['state'], 'same'>, Tone>> = {
  added: 'ok',
  changed: 'wa',
  removed: 'er',
  moved: 'neutral',
}

const widths: Readonly<Record<ReferenceColumn['type'], string>> = {
  key: 'minmax(190px, 1fr)',
  code: 'minmax(208px, 0.9fr)',
  text: 'minmax(130px, 1.4fr)',
  day: '104px',
  count: '112px',
  choice: 'minmax(150px, 0.7fr)',
  choices: 'minmax(110px, 0.7fr)',
  flag: '88px',
}

/** Columns that only the row's own pane shows: sentences in the other language, and what few rows have. */
function inDetail(kind: ReferenceKind, language: Language): readonly string[] {
  const other = language === 'ar' ? 'en' : 'ar'
  if (kind === 'reasons') return ['decisions', 'kinds', 'field', other]
  return kind === 'holidays' ? ['code', 'nextDay', other] : []
}

function Cell(props: { column: ReferenceColumn; change: RowChange }): ReactNode {
  const { column, change } = props
  const words = useCellWords()
  const now = words(column, change.row[column.id])
  if (change.state === 'removed') return <del className={classes.gone}>{now}</del>
  if (!change.columns.includes(column.id)) return now
  return (
    <span className={classes.changed}>
      <ins>{now}</ins>
      <del>{words(column, change.before?.[column.id])}</del>
    </span>
  )
}

function useColumns(kind: ReferenceKind): DeskColumn<ShownRow>[] {
  const { t, language } = useText()
  const hidden = inDetail(kind, language)
  const columns = referenceColumns[kind]
    .filter(({ id }) => !hidden.includes(id))
    .map((column, at): DeskColumn<ShownRow> => {
      const { id, type } = column
      return {
        id,
        header: columnWords(t, id),
        width: widths[type],
        ...(at === 0 ? { emphasis: 'strong' as const } : {}),
        ...(type === 'count' ? { align: 'end' as const } : {}),
        cell: ({ change }) => <Cell column={column} change={change} />,
      }
    })
  return [
    ...columns,
    {
      id: 'state',
      header: t('reference.columnState'),
      width: '92px',
      cell: ({ change: { state }, faults }) =>
        faults.length > 0 ? (
          <Chip tone="er">{t('reference.faultCount', { count: faults.length })}</Chip>
        ) : state === 'same' ? null : (
          <Chip tone={tones[state]}>{t(`reference.row_${state}`)}</Chip>
        ),
    },
  ]
}

/** The rows of a version, each with what became of it since the version before. */
export function ReferenceTable(props: {
  kind: ReferenceKind
  rows: readonly ShownRow[]
  cursor: string | undefined
  onCursor: (id: string) => void
}) {
  const { t } = useText()
  const columns = useColumns(props.kind)
  return (
    <DataTable
      label={t(`reference.kind_${props.kind}`)}
      rows={props.rows}
      columns={columns}
      rowId={({ id }) => id}
      rowLabel={({ change }) => change.key}
      cursorId={props.cursor}
      onCursor={props.onCursor}
      onOpen={({ id }) => props.onCursor(id)}
      empty={<EmptyState icon={<IconListDetails size={40} stroke={1.2} />}>{t('reference.noChanges')}</EmptyState>}
    />
  )
}
