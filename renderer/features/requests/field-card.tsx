import { Textarea } from '@mantine/core'
import { IconCopy, IconEqual, IconHistory } from '@tabler/icons-react'
import { type Ref, useId } from 'react'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Chip } from '#renderer/ui/chip.tsx'
import { DiffCard } from '#renderer/ui/diff-card.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { RuleMark } from '#renderer/ui/rules-table.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { reasonsForField } from '#shared/domain/requests/field-reasons.ts'
import type { Decision, FieldDecision } from '#shared/domain/requests/request.ts'
import { fieldRefusal, fieldRemarksLimit } from './field-draft.ts'
import { FieldStateLine } from './field-state-line.tsx'
import { FieldValue } from './field-value.tsx'
import { fieldWords, isLeftToRight } from './field-words.ts'
import classes from './fields.module.css'
import { ReasonsPicker } from './reasons-picker.tsx'
import { ruleWords } from './rule-words.ts'

const decisionKeys = { approve: 'KeyA', return: 'KeyR', reject: 'KeyD' } as const
const order = ['approve', 'return', 'reject'] as const satisfies readonly Decision[]

/** How the register stands to a proposal now, where it has moved since: another value, or the proposed one already. */
function MovedStrip(props: { review: ReviewOutput; change: ReviewOutput['changes'][number] }) {
  const { t } = useText()
  const { field, proposed } = props.change
  const moved = props.review.moved.find((other) => other.field === field)
  if (moved === undefined) return null
  const already = moved.current === proposed
  return (
    <p className={classes.strip} data-already={already || undefined}>
      {already ? (
        <IconEqual size={16} stroke={1.6} aria-hidden="true" />
      ) : (
        <IconHistory size={16} stroke={1.6} aria-hidden="true" />
      )}
      <span>
        {already ? (
          t('requests.fieldAlready')
        ) : (
          <>
            {t('requests.fieldMovedNow')} <FieldValue field={field} value={moved.current} />
          </>
        )}
      </span>
    </p>
  )
}

/**
 * One field of a data update: base and proposal, its risk, what has moved, the rules that it does not meet, and either
 * its three toggles or how it stands.
 */
export function FieldCard(props: {
  review: ReviewOutput
  change: ReviewOutput['changes'][number]
  /** The clerk's choice so far. */
  chosen: FieldDecision | undefined
  focused: boolean
  cardRef: Ref<HTMLDivElement>
  focus: () => void
  choose: (decision: Decision) => void
  toggleReason: (code: string) => void
  remark: (remarks: string) => void
  showDocument: (hash: string) => void
}) {
  const { t, format } = useText()
  const { reasons } = useReference()
  const showToast = useToasts()
  const groupId = useId()
  const { review, change, chosen, focused, cardRef, focus, choose, toggleReason, remark, showDocument } = props
  const { field, base, proposed, risk } = change
  const name = t(`requests.field_${field}`)
  const proof = review.evidence.find((document) => document.proves?.field === field)
  // Whoever may decide nothing here sees why in the pane of the decision, not on every field.
  const open = order.some((decision) => {
    const refusal = fieldRefusal(review, field, decision)
    return refusal === null || refusal === 'rules'
  })
  const unmet = review.rulesNow.filter(
    (rule) => rule.field === field && rule.outcome === 'not-met' && rule.id !== 'DU-06',
  )
  const copy = (text: string) => {
    void navigator.clipboard.writeText(text).then(() => showToast({ message: t('requests.copied'), durationMs: 2000 }))
  }
  return (
    // A pointer anywhere on the card makes it the one that the keys act on; the keyboard gets there by J and K.
    // biome-ignore lint/a11y/noStaticElementInteractions: the card is no control, its buttons are.
    <div
      ref={cardRef}
      className={classes.card}
      data-focused={focused || undefined}
      tabIndex={-1}
      onFocus={focus}
      onPointerDown={focus}
    >
      <DiffCard
        field={name}
        base={fieldWords(field, base, format)}
        proposed={fieldWords(field, proposed, format)}
        ltr={isLeftToRight(field)}
        badge={<Chip tone={risk === 'high' ? 'er' : 'neutral'}>{t(`requests.riskChip_${risk}`)}</Chip>}
        {...(proof === undefined
          ? {}
          : {
              note: (
                <button type="button" className={classes.textButton} onClick={() => showDocument(proof.hash)}>
                  {t('requests.showProof')}
                </button>
              ),
            })}
        {...(proposed === null
          ? {}
          : {
              action: (
                <IconButton
                  label={t('requests.copyProposed')}
                  icon={<IconCopy size={16} stroke={1.6} />}
                  onClick={() => copy(proposed)}
                />
              ),
            })}
        foot={
          <div className={classes.foot}>
            <MovedStrip review={review} change={change} />
            {unmet.map((rule) => (
              <p key={rule.id} className={classes.unmet}>
                <RuleMark outcome="attention" />
                <span>{ruleWords(rule.id, t)}</span>
              </p>
            ))}
            <FieldStateLine review={review} change={change} />
            {open && (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere.
              <div role="group" aria-labelledby={groupId} className={classes.toggles}>
                <span id={groupId} hidden>
                  {t('requests.fieldDecision', { field: name })}
                </span>
                {order.map((decision) => {
                  const refusal = fieldRefusal(review, field, decision)
                  return (
                    <button
                      key={decision}
                      type="button"
                      className={classes.toggle}
                      data-decision={decision}
                      aria-pressed={chosen?.decision === decision}
                      aria-disabled={refusal !== null || undefined}
                      title={refusal === null ? undefined : t(`requests.refusal_${refusal}`)}
                      onClick={() => refusal === null && choose(decision)}
                    >
                      <span>{t(`requests.${decision}`)}</span>
                      {focused && refusal === null && (
                        <span aria-hidden="true" className={classes.key}>
                          <Kbd keys={decisionKeys[decision]} />
                        </span>
                      )}
                    </button>
                  )
                })}
              </div>
            )}
            {open && chosen !== undefined && chosen.decision !== 'approve' && !focused && (
              <p className={classes.chosen} data-missing={chosen.reasons.length === 0 || undefined}>
                {chosen.reasons.length === 0
                  ? t('requests.reasonRequired')
                  : t('requests.reasonsChosen', { count: chosen.reasons.length })}
              </p>
            )}
            {open && focused && chosen !== undefined && chosen.decision !== 'approve' && (
              <ReasonsPicker
                key={chosen.decision}
                reasons={reasonsForField(reasons, field, chosen.decision)}
                decision={chosen.decision}
                chosen={chosen.reasons}
                toggle={toggleReason}
                missing={chosen.reasons.length === 0}
                takesFocus={false}
              />
            )}
            {open && focused && chosen !== undefined && (chosen.decision !== 'approve' || risk === 'high') && (
              <Textarea
                label={t('requests.fieldRemarks')}
                placeholder={t('requests.fieldRemarksPlaceholder')}
                value={chosen.remarks}
                onChange={(event) => remark(event.currentTarget.value)}
                error={chosen.remarks.length > fieldRemarksLimit ? t('requests.remarksTooLong') : undefined}
                maxLength={fieldRemarksLimit + 200}
                autosize
                minRows={1}
                maxRows={4}
                dir="auto"
                spellCheck
                classNames={{ label: classes.label ?? '', input: classes.remarks ?? '' }}
              />
            )}
          </div>
        }
      />
    </div>
  )
}
