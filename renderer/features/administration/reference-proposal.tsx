import { useEffect } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PendingBox } from '#renderer/ui/pending-box.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { refusalOf } from '#shared/domain/policy/policy.ts'
import type { RowChange } from '#shared/domain/reference/diff-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import classes from './reference.module.css'
import { ReferenceChanges } from './reference-changes.tsx'
import { useFieldNames } from './reference-words.tsx'

/** Why somebody is not the second person of a proposal, in words; undefined when they can be. */
export function useConfirmRefusal() {
  const { t } = useText()
  return (me: Clerk | null | undefined, { publishedBy: first }: ReferenceVersion): string | undefined => {
    if (!me) return undefined
    const refusal = refusalOf(me, 'administer.confirm-reference', { first })
    if (refusal === 'same-person') return t('reference.ownProposal')
    return refusal === null ? undefined : t(`common.refused_${refusal}`)
  }
}

/** Says that a second person is needed, and of which fields a second approval would go. */
export function SecondPersonNotice(props: { lowered: readonly string[] }) {
  const { t } = useText()
  const namesOf = useFieldNames()
  if (props.lowered.length === 0) return null
  return <Notice tone="wa">{t('reference.needsSecond', { fields: namesOf(props.lowered) })}</Notice>
}

/** Leads from whatever is shown of a kind to what waits there for a second person. */
export function ProposalNotice(props: { name: string; show: () => void }) {
  const { t } = useText()
  return (
    <Notice tone="accent" action={<Button onClick={props.show}>{t('reference.showProposal')}</Button>}>
      {t('reference.proposalWaitsBy', { name: props.name })}
    </Notice>
  )
}

/** A proposal that waits: what it takes away, and the two answers, with the reason where one is not this person's. */
export function ProposalBox(props: {
  lowered: readonly string[]
  own: boolean
  refusal: string | undefined
  away: string | undefined
  confirm: () => void
  takeBack: () => void
}) {
  const { t } = useText()
  const namesOf = useFieldNames()
  const { lowered, own, away } = props
  const cannot = props.refusal ?? away
  return (
    <PendingBox title={t('reference.secondPerson')}>
      <div className={classes.form}>
        <p>{t('reference.proposalTakes', { fields: namesOf(lowered) })}</p>
        <div className={classes.acts}>
          <Button variant="primary" keys="mod+Enter" onClick={props.confirm} disabledReason={cannot}>
            {t('reference.confirm')}
          </Button>
          <Button variant="danger" onClick={props.takeBack} disabledReason={away}>
            {t(own ? 'reference.takeBack' : 'reference.decline')}
          </Button>
        </div>
        {cannot !== undefined && <p className={classes.hint}>{cannot}</p>}
      </div>
    </PendingBox>
  )
}

/** Shows a second person everything that they confirm, before they do. */
export function ConfirmDialog(props: {
  version: ReferenceVersion
  seen: number
  /** Who proposed it, by name. */
  proposer: string
  lowered: readonly string[]
  changes: readonly RowChange[]
  onClose: () => void
}) {
  const { t } = useText()
  const showToast = useToasts()
  const check = useDeskMutation('administration.confirmReference')
  const confirm = useDeskMutation('administration.confirmReference')
  const { version, seen, onClose } = props
  const { id, kind } = version
  const { mutate } = check
  useEffect(() => mutate({ id, seen, dryRun: true }), [mutate, id, seen])
  const error = confirm.error ?? check.error
  const run = () =>
    confirm.mutate(
      { id, seen },
      {
        onSuccess: () => {
          showToast({ message: t('reference.confirmed') })
          onClose()
        },
      },
    )
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('reference.confirmTitle', { kind: t(`reference.kind_${kind}`) })}
      size={600}
      foot={
        <>
          <Button
            variant="primary"
            data-autofocus
            onClick={run}
            disabledReason={
              check.data === undefined
                ? t('reference.checking')
                : confirm.isPending
                  ? t('reference.confirming')
                  : undefined
            }
          >
            {confirm.isPending ? t('reference.confirming') : t('reference.confirmNow')}
          </Button>
          <Button onClick={onClose}>{t('reference.cancel')}</Button>
        </>
      }
    >
      <div className={classes.form}>
        <p>
          {t('reference.effectiveFrom')}: <DualDate day={version.effectiveFrom} />
        </p>
        <p>
          {t('reference.proposedBy')}: <bdi>{props.proposer}</bdi>
        </p>
        {version.note !== '' && (
          <p>
            {t('reference.note')}: <bdi>{version.note}</bdi>
          </p>
        )}
        {error === null ? <SecondPersonConfirms lowered={props.lowered} /> : <DeskErrorNotice error={error} />}
        <ReferenceChanges kind={kind} changes={props.changes} />
      </div>
    </Dialog>
  )
}

function SecondPersonConfirms(props: { lowered: readonly string[] }) {
  const { t } = useText()
  const namesOf = useFieldNames()
  return <Notice tone="wa">{t('reference.confirmDoes', { fields: namesOf(props.lowered) })}</Notice>
}
