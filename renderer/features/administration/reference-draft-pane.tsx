import { Textarea, TextInput } from '@mantine/core'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import type { ReferenceFault, ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { maxNote, type ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { loweredFields } from '#shared/domain/reference/second-person.ts'
import classes from './reference.module.css'
import { ReferenceChanges } from './reference-changes.tsx'
import { firstDay, isDayOpen, type ReferenceDraft } from './reference-draft.ts'
import { SecondPersonNotice } from './reference-proposal.tsx'
import { ReferenceRowForm } from './reference-row-form.tsx'
import { useFaultWords, useToday } from './reference-words.tsx'

/** The version that is being made: its day and note, what is wrong with all of it, and the chosen row as a form. */
export function ReferenceDraftPane(props: {
  kind: ReferenceKind
  draft: ReferenceDraft
  newest: ReferenceVersion
  outdated: boolean
  faults: readonly ReferenceFault[]
  changes: readonly RowChange[]
  at: number | undefined
  change: (draft: ReferenceDraft | undefined) => void
  go: (at: number | undefined) => void
  cannot: string | undefined
}) {
  const { t } = useText()
  const today = useToday()
  const faultWords = useFaultWords()
  const { kind, draft, newest, faults, at } = props
  const dayOpen = isDayOpen(draft.effectiveFrom, newest, today)
  const ofAll = faults.filter(({ row }) => row === null)
  return (
    <div className={classes.detail}>
      {at !== undefined && draft.rows[at] !== undefined && (
        <section>
          <SectionHead title={t('reference.row')} />
          <ReferenceRowForm
            kind={kind}
            draft={draft}
            at={at}
            before={newest.rows}
            faults={faults}
            change={props.change}
            go={props.go}
          />
        </section>
      )}
      <section className={classes.form}>
        <SectionHead title={t('reference.newVersion')} />
        {props.outdated && <Notice tone="wa">{t('reference.outdated')}</Notice>}
        <SecondPersonNotice lowered={loweredFields(kind, newest.rows, draft.rows)} />
        <TextInput
          type="date"
          label={t('reference.effectiveFrom')}
          description={
            <>
              {t('reference.firstDay')} <DualDate day={firstDay(newest, today)} />
            </>
          }
          value={draft.effectiveFrom}
          error={dayOpen ? undefined : t('reference.dayTooEarly')}
          onChange={(event) => props.change({ ...draft, effectiveFrom: event.currentTarget.value })}
        />
        <Textarea
          label={t('reference.note')}
          placeholder={t('reference.notePlaceholder')}
          value={draft.note}
          maxLength={maxNote}
          autosize
          minRows={2}
          maxRows={4}
          dir="auto"
          onChange={(event) => props.change({ ...draft, note: event.currentTarget.value })}
        />
        {ofAll.map((fault) => (
          <p key={`${fault.fault} ${fault.what}`} className={classes.rowFault}>
            {faultWords(fault)}
          </p>
        ))}
        <div className={classes.acts}>
          <Button variant="danger" onClick={() => props.change(undefined)}>
            {t('reference.discard')}
          </Button>
        </div>
        {props.cannot !== undefined && <p className={classes.hint}>{props.cannot}</p>}
      </section>
      <section>
        <SectionHead title={t('reference.differences')} />
        <ReferenceChanges kind={kind} changes={props.changes} />
      </section>
    </div>
  )
}
