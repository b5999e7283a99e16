import { IconArrowBackUp } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PendingBox } from '#renderer/ui/pending-box.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { findClerkName } from './clerk-name.ts'
import { stepName } from './decision-words.ts'
import classes from './review.module.css'

/** Decisions of this device that the authority has not confirmed, each with what becomes of it and its undo. */
export function PendingDecisions(props: { review: ReviewOutput; undo: (commandId: string) => void }) {
  const { t, format, language } = useText()
  const { pending, clerks } = props.review
  const last = pending.findLast((decision) => decision.canUndo)
  if (pending.length === 0) return null
  return (
    <PendingBox title={t('requests.pendingTitle')}>
      {pending.map((decision) => (
        <div key={decision.commandId} className={classes.pendingLine}>
          <div className={classes.pendingText}>
            <div>
              <strong>{t(`requests.pendingStep_${stepName(decision.step, decision.decision)}`)}</strong>{' '}
              {findClerkName(clerks, decision.by, language) ?? t('requests.byUnknown')}{' '}
              <span className={classes.quiet}>
                <Ltr>{format.time(decision.madeAt)}</Ltr>
              </span>
            </div>
            <div className={classes.pendingState}>{t(`requests.pending_${decision.state}`)}</div>
          </div>
          {decision.canUndo && (
            <Button
              {...(decision === last ? { keys: 'KeyZ' } : {})}
              icon={<IconArrowBackUp size={16} stroke={1.6} aria-hidden="true" />}
              onClick={() => props.undo(decision.commandId)}
            >
              {t('common.undo')}
            </Button>
          )}
        </div>
      ))}
    </PendingBox>
  )
}
