import { useEffect } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import { calendarDate } from '#shared/domain/calendar.ts'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import type { ReferenceImpact } from '#shared/domain/reference/reference-change.ts'
import type { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { isProposal, plainRows, type ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import classes from './reference.module.css'
import { ReferenceChanges } from './reference-changes.tsx'
import type { ReferenceDraft } from './reference-draft.ts'
import { SecondPersonNotice } from './reference-proposal.tsx'

/** What a change does to open requests, as the authority counted it. */
function Impact(props: { kind: ReferenceKind; impact: ReferenceImpact | undefined }) {
  const { t } = useText()
  const { kind, impact } = props
  if (impact === undefined) return <p className={classes.hint}>{t('reference.counting')}</p>
  const { open, moved } = impact
  return (
    <Notice tone={moved > 0 ? 'wa' : 'neutral'} live>
      <Isolated>
        {kind === 'holidays'
          ? t('reference.impactMoved', { count: moved, open })
          : kind === 'sla' || kind === 'field-risk'
            ? t('reference.impactKept', { count: open })
            : t('reference.impactWords')}
      </Isolated>
    </Notice>
  )
}

/** Says what publishing does before it is done: the day, the differences, and what moves. */
export function PublishDialog(props: {
  kind: ReferenceKind
  draft: ReferenceDraft
  changes: readonly RowChange[]
  /** Fields whose second approval it takes away: it is proposed then, not published. */
  lowered: readonly string[]
  onClose: () => void
  onDone: (version: ReferenceVersion) => void
}) {
  const { t } = useText()
  const showToast = useToasts()
  const count = useDeskMutation('administration.publishReference')
  const publish = useDeskMutation('administration.publishReference')
  const { kind, draft, lowered } = props
  const proposes = lowered.length > 0
  const input = {
    kind,
    effectiveFrom: calendarDate(draft.effectiveFrom),
    rows: plainRows(kind, draft.rows),
    note: draft.note,
    seen: draft.seen,
  }
  const { mutate } = count
  const asked = JSON.stringify(input)
  useEffect(() => mutate({ ...(JSON.parse(asked) as typeof input), dryRun: true }), [mutate, asked])
  const error = publish.error ?? count.error
  const run = () =>
    publish.mutate(input, {
      onSuccess: ({ version }) => {
        showToast({ message: t(version.proposalHash === null ? 'reference.published' : 'reference.proposed') })
        props.onDone(version)
      },
    })
  return (
    <Dialog
      opened
      onClose={props.onClose}
      title={t(proposes ? 'reference.proposeTitle' : 'reference.publishTitle', { kind: t(`reference.kind_${kind}`) })}
      size={600}
      foot={
        <>
          <Button
            variant="primary"
            onClick={run}
            disabledReason={
              count.data === undefined
                ? t('reference.counting')
                : publish.isPending
                  ? t('reference.publishing')
                  : undefined
            }
          >
            {publish.isPending
              ? t('reference.publishing')
              : t(proposes ? 'reference.proposeNow' : 'reference.publishNow')}
          </Button>
          <Button onClick={props.onClose}>{t('reference.cancel')}</Button>
        </>
      }
    >
      <div className={classes.form}>
        <p>
          {t('reference.effectiveFrom')}: <DualDate day={draft.effectiveFrom} />
        </p>
        <p className={classes.hint}>{t(proposes ? 'reference.cannotChangeProposal' : 'reference.cannotChangeLater')}</p>
        <SecondPersonNotice lowered={lowered} />
        {error === null ? <Impact kind={kind} impact={count.data?.impact} /> : <DeskErrorNotice error={error} />}
        <ReferenceChanges kind={kind} changes={props.changes} />
      </div>
    </Dialog>
  )
}

const withdrawals = {
  withdraw: {
    act: 'reference.withdraw',
    title: 'reference.withdrawTitle',
    does: 'reference.withdrawDoes',
    done: 'reference.withdrawnDone',
  },
  decline: {
    act: 'reference.decline',
    title: 'reference.declineTitle',
    does: 'reference.declineDoes',
    done: 'reference.declinedDone',
  },
  takeBack: {
    act: 'reference.takeBack',
    title: 'reference.takeBackTitle',
    does: 'reference.takeBackDoes',
    done: 'reference.takenBackDone',
  },
} as const

/** Asks before a version that has not begun is withdrawn, or a proposal turned down or taken back. */
export function WithdrawDialog(props: {
  version: ReferenceVersion
  /** Whether whoever asks made it. */
  own: boolean
  seen: number
  onClose: () => void
}) {
  const { t } = useText()
  const showToast = useToasts()
  const count = useDeskMutation('administration.withdrawReference')
  const withdraw = useDeskMutation('administration.withdrawReference')
  const { version, seen, onClose } = props
  const { id } = version
  const words = withdrawals[!isProposal(version) ? 'withdraw' : props.own ? 'takeBack' : 'decline']
  const { mutate } = count
  useEffect(() => mutate({ id, seen, dryRun: true }), [mutate, id, seen])
  const error = withdraw.error ?? count.error
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(words.title)}
      foot={
        <>
          <Button
            variant="danger"
            disabledReason={count.data === undefined ? t('reference.counting') : undefined}
            onClick={() =>
              withdraw.mutate(
                { id, seen },
                {
                  onSuccess: () => {
                    showToast({ message: t(words.done) })
                    onClose()
                  },
                },
              )
            }
          >
            {t(words.act)}
          </Button>
          <Button onClick={onClose}>{t('reference.cancel')}</Button>
        </>
      }
    >
      <div className={classes.form}>
        <p>
          {t(`reference.kind_${version.kind}`)} · <DualDate day={version.effectiveFrom} />
        </p>
        <p className={classes.hint}>{t(words.does)}</p>
        {error === null ? (
          version.kind === 'holidays' && <Impact kind={version.kind} impact={count.data?.impact} />
        ) : (
          <DeskErrorNotice error={error} />
        )}
      </div>
    </Dialog>
  )
}
