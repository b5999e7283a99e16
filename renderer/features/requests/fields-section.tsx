import { useEffect, useRef, useState } from 'react'
import { keepInView } from '#renderer/lib/keep-in-view.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import { decidableFields } from '#shared/domain/requests/field-decisions.ts'
import type { Decision } from '#shared/domain/requests/request.ts'
import { FieldCard } from './field-card.tsx'
import {
  approveLight,
  chooseField,
  fieldRefusal,
  lightFields,
  remarkOnField,
  toggleFieldReason,
} from './field-draft.ts'
import classes from './review.module.css'
import { UnchangedFields } from './unchanged-fields.tsx'
import { useDraft } from './use-draft.ts'

/**
 * The fields of a data update, each with its decision. J and K go over them, A, R and D choose for the one in focus,
 * Shift+A approves what is light; nothing is sent from here.
 */
export function FieldsSection(props: { review: ReviewOutput; showDocument: (hash: string) => void }) {
  const { t, format } = useText()
  const { review } = props
  const { request, changes } = review
  const [draft, changeDraft] = useDraft(request.id, review.revisionHash)
  const decidable = decidableFields(request)
  const [picked, setPicked] = useState<MemberField>()
  const focused = picked ?? decidable[0] ?? changes[0]?.field
  const cards = useRef(new Map<MemberField, HTMLDivElement>())
  const moving = useRef(false)

  const move = (by: 1 | -1) => {
    const place = changes.findIndex(({ field }) => field === focused)
    const next = changes[place + by]?.field
    if (next === undefined) return
    moving.current = true
    setPicked(next)
    const proof = review.evidence.find((document) => document.proves?.field === next)
    if (proof !== undefined) props.showDocument(proof.hash)
  }
  // After the picker of the field before has closed and its own has opened, so that the place is the final one.
  const chosen = focused === undefined ? undefined : draft.fields[focused]?.decision
  useEffect(() => {
    const card = focused === undefined ? undefined : cards.current.get(focused)
    if (card === undefined || (!moving.current && chosen === undefined)) return
    if (moving.current) card.focus({ preventScroll: true })
    moving.current = false
    keepInView(card)
  }, [focused, chosen])

  const choose = (field: MemberField | undefined, decision: Decision) => {
    if (field === undefined || fieldRefusal(review, field, decision) !== null) return
    changeDraft(chooseField(draft, field, decision))
  }
  const open = (decision: Decision) => focused !== undefined && fieldRefusal(review, focused, decision) === null
  const light = lightFields(review)
  useHotkeys([
    { keys: 'KeyJ', label: t('requests.nextField'), run: () => move(1) },
    { keys: 'KeyK', label: t('requests.previousField'), run: () => move(-1) },
    {
      keys: 'KeyA',
      label: t('requests.approve'),
      decision: true,
      enabled: open('approve'),
      run: () => choose(focused, 'approve'),
    },
    {
      keys: 'KeyR',
      label: t('requests.returnFull'),
      decision: true,
      enabled: open('return'),
      run: () => choose(focused, 'return'),
    },
    {
      keys: 'KeyD',
      label: t('requests.reject'),
      decision: true,
      enabled: open('reject'),
      run: () => choose(focused, 'reject'),
    },
    {
      keys: 'shift+KeyA',
      label: t('requests.fieldsApproveLight'),
      decision: true,
      enabled: light.length > 0,
      run: () => changeDraft(approveLight(draft, review)),
    },
  ])
  const snapshot = format.dualDay(format.dayOf(request.submittedAt)).first
  return (
    <section className={classes.section}>
      <SectionHead
        title={t('requests.whatChanges')}
        note={<Isolated>{t('requests.changedCount', { count: changes.length })}</Isolated>}
        action={
          <span className={classes.quiet}>
            {t('requests.baseSnapshot')} <Ltr>{snapshot}</Ltr>
          </span>
        }
      />
      {decidable.length > 0 && (
        <div className={classes.fieldTools}>
          <KeyHints hints={[{ keys: ['KeyJ', 'KeyK'], label: t('requests.keyField') }]} />
          {light.length > 0 && (
            <Button keys="shift+KeyA" onClick={() => changeDraft(approveLight(draft, review))}>
              {t('requests.fieldsApproveLight')}
            </Button>
          )}
        </div>
      )}
      {changes.map((change) => {
        const { field } = change
        return (
          <FieldCard
            key={field}
            review={review}
            change={change}
            chosen={draft.fields[field]}
            focused={field === focused}
            cardRef={(element) => {
              if (element === null) cards.current.delete(field)
              else cards.current.set(field, element)
            }}
            focus={() => setPicked(field)}
            choose={(decision) => choose(field, decision)}
            toggleReason={(code) => changeDraft(toggleFieldReason(draft, field, code))}
            remark={(remarks) => changeDraft(remarkOnField(draft, field, remarks))}
            showDocument={props.showDocument}
          />
        )
      })}
      <UnchangedFields review={review} />
    </section>
  )
}
