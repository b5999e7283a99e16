import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { PendingBox } from '#renderer/ui/pending-box.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { reasonWords } from '#shared/domain/reference/reason-words.ts'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import { findClerkName } from './clerk-name.ts'
import classes from './review.module.css'

/** The first of two approvals, as the second person must see it: who, when, why. */
export function ProposalBox(props: { review: ReviewOutput }) {
  const { t, language } = useText()
  const { reasons } = useReference()
  const { request, clerks } = props.review
  const { proposal } = request
  if (proposal === null) return null
  const by = findClerkName(clerks, proposal.by, language) ?? t('requests.byUnknown')
  return (
    <PendingBox title={t('requests.proposalTitle')}>
      <div className={classes.proposal}>
        <div>
          <strong>{t('requests.proposalBy', { by })}</strong> <DualDate at={proposal.at} withTime />
        </div>
        {proposal.reasons.length > 0 && (
          <ul className={classes.reasonsGiven} aria-label={t('requests.proposalReasons')}>
            {proposal.reasons.map((code) => (
              <li key={code}>{reasonWords(reasons, code, language)}</li>
            ))}
          </ul>
        )}
        {isByField(request) ? null : proposal.remarks === '' ? (
          <p className={classes.quiet}>{t('requests.proposalNoReasons')}</p>
        ) : (
          <blockquote className={classes.quote} aria-label={t('requests.proposalRemarks')} dir="auto">
            {proposal.remarks}
          </blockquote>
        )}
      </div>
    </PendingBox>
  )
}
