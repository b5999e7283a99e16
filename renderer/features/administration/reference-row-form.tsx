import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import {
  optionsOf,
  type ReferenceColumn,
  referenceColumns,
  takesRows,
} from '#shared/domain/reference/reference-columns.ts'
import {
  type AnyRow,
  type ReferenceFault,
  type ReferenceKind,
  textOfValue,
} from '#shared/domain/reference/reference-rows.ts'
import { columnWords } from '#shared/i18n/reference-words.ts'
import classes from './reference.module.css'
import { changeCell, moveRow, mustStay, type ReferenceDraft, removeRow } from './reference-draft.ts'
import { useFaultWords, useOptionWords } from './reference-words.tsx'

function Field(props: {
  column: ReferenceColumn
  row: AnyRow
  error: string | undefined
  /** A code that stands in old files, or the key of a fixed list. */
  fixed: boolean
  change: (value: unknown) => void
}) {
  const { t } = useText()
  const { column, row, error, fixed, change } = props
  const { id, type, empty, language } = column
  const wordsOf = useOptionWords()
  const options = optionsOf(column, useReference().knownRanks)
  const label = columnWords(t, id)
  const value = row[id]
  if (type === 'flag')
    return (
      <Checkbox
        label={label}
        checked={value === true}
        error={error}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    )
  if (type === 'choices') {
    const chosen = Array.isArray(value) ? value.map(String) : []
    return (
      <Checkbox.Group
        label={label}
        description={empty === 'all' ? t('reference.noneIsAll') : undefined}
        error={error}
        value={chosen}
        onChange={(next) =>
          change(next.length === 0 && empty === 'all' ? null : options.filter((one) => next.includes(one)))
        }
      >
        <div className={classes.options}>
          {options.map((option) => (
            <Checkbox key={option} size="xs" value={option} label={wordsOf(column, option)} />
          ))}
        </div>
      </Checkbox.Group>
    )
  }
  if (type === 'choice')
    return (
      <NativeSelect
        label={label}
        error={error}
        value={textOfValue(value)}
        onChange={(event) => change(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        data={[
          ...(empty === 'all' ? [{ value: '', label: t('reference.all') }] : []),
          ...(empty !== 'all' && textOfValue(value) === '' ? [{ value: '', label: t('reference.choose') }] : []),
          ...options.map((option) => ({ value: option, label: wordsOf(column, option) })),
        ]}
      />
    )
  if (type === 'count')
    return (
      <NumberInput
        label={label}
        error={error}
        value={typeof value === 'number' ? value : ''}
        min={0}
        max={365}
        allowDecimal={false}
        allowNegative={false}
        onChange={(next) => change(typeof next === 'number' ? next : null)}
      />
    )
  if (type === 'text')
    return (
      <Textarea
        label={label}
        error={error}
        value={textOfValue(value)}
        onChange={(event) => change(event.currentTarget.value)}
        lang={language}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        autosize
        minRows={1}
        maxRows={6}
        spellCheck
      />
    )
  return (
    <TextInput
      label={label}
      error={error}
      placeholder={type === 'day' ? (row['calendar'] === 'announced' ? '2027-03-20' : '02-22') : undefined}
      value={type === 'key' ? wordsOf(column, textOfValue(value)) : textOfValue(value)}
      readOnly={fixed}
      variant={fixed ? 'unstyled' : 'default'}
      onChange={(event) => change(event.currentTarget.value)}
      dir={type === 'key' ? 'auto' : 'ltr'}
      className={classes.code ?? ''}
      autoComplete="off"
      spellCheck={false}
    />
  )
}

/** A row of the draft as a form: every column with what is wrong with it beside it. */
export function ReferenceRowForm(props: {
  kind: ReferenceKind
  draft: ReferenceDraft
  at: number
  before: readonly AnyRow[]
  faults: readonly ReferenceFault[]
  change: (draft: ReferenceDraft) => void
  go: (at: number | undefined) => void
}) {
  const { t } = useText()
  const faultWords = useFaultWords()
  const { kind, draft, at, before, change, go } = props
  const row = draft.rows[at]
  if (row === undefined) return null
  const faults = props.faults.filter((fault) => fault.row === at)
  const ofRow = faults.filter(({ column }) => column === null)
  const stays = mustStay(kind, row, before)
  const move = (by: -1 | 1) => {
    change(moveRow(draft, at, by))
    go(Math.min(draft.rows.length - 1, Math.max(0, at + by)))
  }
  return (
    <div className={classes.form}>
      {referenceColumns[kind].map((column) => {
        const fault = faults.find((other) => other.column === column.id)
        return (
          <Field
            key={column.id}
            column={column}
            row={row}
            error={fault && faultWords(fault)}
            fixed={column.type === 'key' || (column.type === 'code' && stays)}
            change={(value) => change(changeCell(draft, at, column.id, value))}
          />
        )
      })}
      {ofRow.map((fault) => (
        <p key={fault.fault} className={classes.rowFault}>
          {faultWords(fault)}
        </p>
      ))}
      {takesRows(kind) && (
        <>
          <div className={classes.acts}>
            <Button
              variant="danger"
              disabledReason={stays ? t('reference.mustStay') : undefined}
              onClick={() => {
                change(removeRow(draft, at))
                go(undefined)
              }}
            >
              {t('reference.removeRow')}
            </Button>
            <span className={classes.moves}>
              <IconButton
                outlined
                label={t('reference.moveUp')}
                icon={<IconArrowUp size={16} stroke={1.6} />}
                onClick={() => move(-1)}
              />
              <IconButton
                outlined
                label={t('reference.moveDown')}
                icon={<IconArrowDown size={16} stroke={1.6} />}
                onClick={() => move(1)}
              />
            </span>
          </div>
          {stays && <p className={classes.hint}>{t('reference.mustStay')}</p>}
        </>
      )}
    </div>
  )
}
