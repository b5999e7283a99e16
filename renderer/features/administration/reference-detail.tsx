import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import { referenceColumns } from '#shared/domain/reference/reference-columns.ts'
import type { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { columnWords } from '#shared/i18n/reference-words.ts'
import classes from './reference.module.css'
import { ReferenceChanges } from './reference-changes.tsx'
import { standingShapes, type VersionStanding } from './reference-draft.ts'
import { useCellWords, usePersonWords } from './reference-words.tsx'

/** Every column of a row, those too that the table leaves out. */
function RowFacts(props: { kind: ReferenceKind; change: RowChange }) {
  const { t } = useText()
  const words = useCellWords()
  const facts = referenceColumns[props.kind].map((column) => ({
    id: column.id,
    label: columnWords(t, column.id),
    value: words(column, props.change.row[column.id]) ?? '—',
  }))
  return <FactList facts={facts} labelWidth={108} />
}

/** Who did something to a version, and when. */
function Done(props: { name: string; at: string }) {
  return (
    <>
      <bdi>{props.name}</bdi> <DualDate at={props.at} withTime single />
    </>
  )
}

const endWords = {
  declined: 'reference.declinedBy',
  'taken-back': 'reference.takenBackBy',
  withdrawn: 'reference.withdrawn',
} as const

/** A published or proposed version: from when, by whom and why, the chosen row, and what it changed. */
export function ReferenceDetail(props: {
  version: ReferenceVersion
  standing: VersionStanding
  people: Readonly<Record<string, { nameAr: string; nameEn: string }>> | undefined
  changes: readonly RowChange[] | undefined
  row: RowChange | undefined
  withdraw: () => void
  /** Why it cannot be withdrawn; undefined when it can. */
  cannot: string | undefined
  /** The box of the second person, where it waits for one. */
  proposal: ReactNode
}) {
  const { t } = useText()
  const personWords = usePersonWords(props.people)
  const { version, standing } = props
  const { kind, effectiveFrom, publishedAt, publishedBy, note, withdrawnAt, withdrawnBy } = version
  const { proposalHash, confirmedAt, confirmedBy } = version
  const proposed = proposalHash !== null
  const facts = [
    { id: 'from', label: t('reference.effectiveFrom'), value: <DualDate day={effectiveFrom} />, strong: true },
    {
      id: 'by',
      label: t(proposed ? 'reference.proposedBy' : 'reference.publishedBy'),
      value: personWords(publishedBy),
    },
    ...(publishedBy === 'system'
      ? []
      : [
          {
            id: 'at',
            label: t(proposed ? 'reference.proposedAt' : 'reference.publishedAt'),
            value: <DualDate at={publishedAt} withTime single />,
          },
        ]),
    ...(confirmedAt === null || confirmedBy === null
      ? []
      : [
          {
            id: 'confirmed',
            label: t('reference.confirmedBy'),
            value: <Done name={personWords(confirmedBy)} at={confirmedAt} />,
          },
        ]),
    ...(note === '' ? [] : [{ id: 'note', label: t('reference.note'), value: <bdi>{note}</bdi> }]),
    ...(withdrawnAt === null || withdrawnBy === null
      ? []
      : [
          {
            id: 'withdrawn',
            label: t(endWords[standing === 'declined' || standing === 'taken-back' ? standing : 'withdrawn']),
            value: <Done name={personWords(withdrawnBy)} at={withdrawnAt} />,
          },
        ]),
  ]
  return (
    <div className={classes.detail}>
      <section>
        <SectionHead title={t('reference.version')} />
        <StateDot shape={standingShapes[standing]}>{t(`reference.standingLong_${standing}`)}</StateDot>
        <FactList facts={facts} labelWidth={108} />
        {standing === 'future' && (
          <>
            <div className={classes.acts}>
              <Button variant="danger" onClick={props.withdraw} disabledReason={props.cannot}>
                {t('reference.withdraw')}
              </Button>
            </div>
            {props.cannot !== undefined && <p className={classes.hint}>{props.cannot}</p>}
          </>
        )}
        {props.proposal}
      </section>
      {props.row !== undefined && (
        <section>
          <SectionHead title={t('reference.row')} />
          <RowFacts kind={kind} change={props.row} />
        </section>
      )}
      {props.changes !== undefined && (
        <section>
          <SectionHead title={t('reference.differences')} />
          <ReferenceChanges kind={kind} changes={props.changes} />
        </section>
      )}
    </div>
  )
}
