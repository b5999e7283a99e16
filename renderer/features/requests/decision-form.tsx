import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { DeskError } from '#renderer/lib/ipc-client.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DecisionPanel } from '#renderer/ui/decision-panel.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import type { Action, ReviewOutput } from '#shared/contracts/requests.ts'
import { reasonsFor } from '#shared/domain/reference/reasons.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import type { Decision } from '#shared/domain/requests/request.ts'
import { AttachmentsField } from './attachments-field.tsx'
import classes from './decision.module.css'
import { beginDecision, findDraftFault, remarksLimit, toggleReason } from './decision-draft.ts'
import { ReasonsPicker } from './reasons-picker.tsx'
import { Refusals } from './refusals.tsx'
import type { MadeDecision } from './use-decision.tsx'
import { useDraft } from './use-draft.ts'

const consequenceKeys = {
  propose: 'requests.consequencePropose',
  confirm: 'requests.consequenceConfirm',
  decide: 'requests.consequenceDecide',
} as const
const approveKeys = {
  propose: 'requests.approvePropose',
  confirm: 'requests.approveConfirm',
  decide: 'requests.approve',
} as const

/** Three decisions and their keys in one row of the narrow pane. */
const tight = { flexBasis: 'auto', paddingInline: 8 } as const

function actionOf(actions: readonly Action[], decision: Decision): Action {
  return actions.find((action) => action.decision === decision) ?? { decision, step: null, refusal: 'state' }
}

/**
 * The decision: its consequence first, then reasons and remarks, then one filled button. A approves, R and D begin a
 * return or a rejection and Ctrl+Enter makes it; what is not open is shown with its reason.
 */
export function DecisionForm(props: {
  review: ReviewOutput
  decide: (made: MadeDecision, draft: DecisionDraft) => void
  deciding: boolean
  error: DeskError | undefined
  next: (() => void) | undefined
}) {
  const { t } = useText()
  const { reasons } = useReference()
  const { review } = props
  const [draft, changeDraft] = useDraft(review.request.id, review.revisionHash)
  const [tried, setTried] = useState(false)
  const [approve, giveBack, reject] = (['approve', 'return', 'reject'] as const).map((decision) =>
    actionOf(review.actions, decision),
  ) as [Action, Action, Action]
  const open = (action: Action) => action.refusal === null && !props.deciding
  const wanted = draft.decision === 'return' ? giveBack : draft.decision === 'reject' ? reject : approve
  const choosing = wanted !== approve && wanted.refusal === null
  const fault = findDraftFault(draft, wanted.decision)
  const reasonOf = (action: Action) =>
    action.refusal === null
      ? props.deciding
        ? t('requests.deciding')
        : undefined
      : t(`requests.refusal_${action.refusal}`)
  const make = () => {
    setTried(true)
    const { reasons, remarks, attachments } = draft
    if (open(wanted) && fault === undefined)
      props.decide({ decision: wanted.decision, reasons, remarks, attachments }, draft)
  }
  const begin = (decision: Decision | null) => {
    setTried(false)
    changeDraft(beginDecision(draft, decision))
  }
  useHotkeys([
    {
      keys: 'KeyA',
      label: t('requests.approve'),
      decision: true,
      enabled: !choosing && open(approve),
      run: make,
    },
    {
      keys: 'KeyR',
      label: t('requests.returnFull'),
      decision: true,
      enabled: open(giveBack),
      run: () => begin('return'),
    },
    { keys: 'KeyD', label: t('requests.reject'), decision: true, enabled: open(reject), run: () => begin('reject') },
    {
      keys: 'mod+Enter',
      label: choosing
        ? t(wanted === reject ? 'requests.confirmReject' : 'requests.confirmReturn')
        : t('requests.approve'),
      decision: true,
      enabled: open(wanted),
      run: make,
    },
    ...(choosing ? [{ keys: 'Escape', label: t('requests.cancelForm'), run: () => begin(null) }] : []),
  ])
  const { step } = wanted
  const consequence =
    wanted.refusal !== null
      ? undefined
      : wanted === giveBack
        ? t('requests.consequenceReturn')
        : wanted === reject
          ? t('requests.consequenceReject')
          : t(consequenceKeys[step ?? 'decide'])
  const nextButton = (
    <Button
      size="lg"
      style={tight}
      keys="KeyN"
      onClick={props.next}
      disabledReason={props.next ? undefined : t('requests.toastNoNext')}
    >
      {t('requests.next')}
    </Button>
  )
  return (
    <DecisionPanel
      label={t('requests.decision')}
      {...(consequence === undefined ? {} : { consequence })}
      pending={step === 'propose'}
      primary={
        choosing ? (
          <Button
            variant={wanted === reject ? 'danger' : 'primary'}
            size="decision"
            keys="mod+Enter"
            disabledReason={reasonOf(wanted)}
            onClick={make}
          >
            {t(wanted === reject ? 'requests.confirmReject' : 'requests.confirmReturn')}
          </Button>
        ) : (
          <Button variant="primary" size="decision" keys="KeyA" disabledReason={reasonOf(approve)} onClick={make}>
            {t(approveKeys[approve.step ?? 'decide'])}
          </Button>
        )
      }
      others={
        choosing ? (
          <>
            <Button size="lg" style={tight} keys="Escape" onClick={() => begin(null)}>
              {t('requests.cancelForm')}
            </Button>
            {nextButton}
          </>
        ) : (
          <>
            <Button
              size="lg"
              style={tight}
              keys="KeyR"
              disabledReason={reasonOf(giveBack)}
              onClick={() => begin('return')}
            >
              {t('requests.return')}
            </Button>
            <Button
              variant="danger"
              size="lg"
              style={tight}
              keys="KeyD"
              disabledReason={reasonOf(reject)}
              onClick={() => begin('reject')}
            >
              {t('requests.reject')}
            </Button>
            {nextButton}
          </>
        )
      }
      {...(review.actions.some((action) => action.refusal === null) ? { footnote: t('requests.undoUntilSent') } : {})}
    >
      <Refusals actions={review.actions} state={review.request.state} />
      {props.error !== undefined && <DeskErrorNotice error={props.error} />}
      {choosing && (
        <ReasonsPicker
          key={wanted.decision}
          reasons={reasonsFor(reasons, review.request.kind, wanted.decision)}
          decision={wanted === reject ? 'reject' : 'return'}
          chosen={draft.reasons}
          toggle={(code) => changeDraft(toggleReason(draft, code))}
          missing={tried && fault === 'reason-required'}
        />
      )}
      {wanted.refusal === null && (
        <Textarea
          label={t('requests.remarksLabel')}
          placeholder={t('requests.remarksPlaceholder')}
          value={draft.remarks}
          onChange={(event) => changeDraft({ ...draft, remarks: event.currentTarget.value })}
          error={fault === 'remarks-too-long' ? t('requests.remarksTooLong') : undefined}
          maxLength={remarksLimit + 500}
          autosize
          minRows={2}
          maxRows={4}
          dir="auto"
          spellCheck
          classNames={{ label: classes.label ?? '', input: classes.remarks ?? '' }}
        />
      )}
      {wanted.refusal === null && (
        <AttachmentsField
          requestId={review.request.id}
          attached={draft.attachments}
          change={(attachments) => changeDraft({ ...draft, attachments })}
        />
      )}
    </DecisionPanel>
  )
}
