import { useState } from 'react'
import type { DeskError } from '#renderer/lib/ipc-client.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DecisionPanel } from '#renderer/ui/decision-panel.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import { decidableFields, summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { FieldDecisions } from '#shared/domain/requests/request.ts'
import { AttachmentsField } from './attachments-field.tsx'
import classes from './decision.module.css'
import { draftedFields, findFieldsFault, sumFields } from './field-draft.ts'
import { Refusals } from './refusals.tsx'
import type { MadeDecision } from './use-decision.tsx'
import { useDraft } from './use-draft.ts'

/** What sending would do, in one sentence, and whether the clock stops. */
function useConsequence(review: ReviewOutput, fields: FieldDecisions): string | undefined {
  const { t, format } = useText()
  const { now, second, back, rejected, open, stops } = sumFields(review, fields)
  if (now + second + back + rejected === 0) return undefined
  const parts = [
    now > 0 && t('requests.fieldsNow', { count: now }),
    second > 0 && t('requests.fieldsSecond', { count: second }),
    back > 0 && t('requests.fieldsBack', { count: back }),
    rejected > 0 && t('requests.fieldsRejected', { count: rejected }),
    open > 0 && t('requests.fieldsOpen', { count: open }),
  ].filter((part) => part !== false)
  return stops ? `${format.list(parts)}. ${t('requests.fieldsStop')}` : format.list(parts)
}

/**
 * The decision on a data update: what the chosen decisions would do, then one filled button that sends them together.
 * Enter and Ctrl+Enter send; the choices themselves are made on the fields.
 */
export function FieldsForm(props: {
  review: ReviewOutput
  decide: (made: MadeDecision, draft: DecisionDraft) => void
  deciding: boolean
  error: DeskError | undefined
  next: (() => void) | undefined
}) {
  const { t, format } = useText()
  const { review } = props
  const [draft, changeDraft] = useDraft(review.request.id, review.revisionHash)
  const [tried, setTried] = useState(false)
  const fields = draftedFields(draft, review)
  const fault = findFieldsFault(fields)
  const open = review.actions.some((action) => action.refusal === null)
  const bare = (Object.keys(fields) as MemberField[]).filter((field) => {
    const made = fields[field]
    return made !== undefined && made.decision !== 'approve' && made.reasons.length === 0
  })
  const consequence = useConsequence(review, fields)
  const make = () => {
    setTried(true)
    if (!open || props.deciding || fault !== undefined) return
    const { attachments } = draft
    props.decide({ decision: summariseFields(fields), reasons: [], remarks: '', fields, attachments }, draft)
  }
  const send = { label: t('requests.fieldsSend'), decision: true, enabled: open && !props.deciding, run: make }
  useHotkeys([
    { keys: 'mod+Enter', ...send },
    { keys: 'Enter', ...send, hidden: true },
  ])
  const refused = review.actions.find((action) => action.refusal !== null)?.refusal
  const reason = props.deciding
    ? t('requests.deciding')
    : !open
      ? t(`requests.refusal_${refused ?? 'state'}`)
      : fault === 'nothing-chosen'
        ? t('requests.fieldsNone')
        : undefined
  const secondPlace = review.request.state === 'awaiting-second' && decidableFields(review.request).length > 0
  return (
    <DecisionPanel
      label={t('requests.decision')}
      {...(open ? { consequence: <Isolated>{consequence ?? t('requests.fieldsNone')}</Isolated> } : {})}
      pending={sumFields(review, fields).second > 0}
      primary={
        <Button variant="primary" size="decision" keys="mod+Enter" disabledReason={reason} onClick={make}>
          {t('requests.fieldsSend')}
        </Button>
      }
      others={
        <Button
          size="lg"
          keys="KeyN"
          onClick={props.next}
          disabledReason={props.next ? undefined : t('requests.toastNoNext')}
        >
          {t('requests.next')}
        </Button>
      }
      {...(open ? { footnote: t('requests.undoUntilSent') } : {})}
    >
      <Refusals actions={review.actions} state={review.request.state} />
      {open && secondPlace && <p className={classes.hint}>{t('requests.fieldsSecondPlace')}</p>}
      {tried && fault === 'reason-required' && (
        <p className={classes.fault} role="alert">
          {t('requests.fieldsReasonMissing', {
            fields: format.list(bare.map((field) => t(`requests.field_${field}`))),
          })}
        </p>
      )}
      {props.error !== undefined && <DeskErrorNotice error={props.error} />}
      {open && (
        <AttachmentsField
          requestId={review.request.id}
          attached={draft.attachments}
          change={(attachments) => changeDraft({ ...draft, attachments })}
        />
      )}
    </DecisionPanel>
  )
}
