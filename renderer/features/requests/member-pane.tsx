import { useText } from '#renderer/lib/use-text.ts'
import { Pane } from '#renderer/ui/panes.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import { AddressProofSection } from './address-proof.tsx'
import { ChangesSection } from './changes-section.tsx'
import { DuplicatesCard } from './duplicates-card.tsx'
import { FieldsSection } from './fields-section.tsx'
import { HistorySection } from './history-section.tsx'
import { MemberHead } from './member-head.tsx'
import { MovedNotice } from './moved-notice.tsx'
import { PendingDecisions } from './pending-decisions.tsx'

/** The first pane: who asks, what stands undecided or has moved, what would change, and what speaks for and against. */
export function MemberPane(props: {
  review: ReviewOutput
  now: number
  undo: (commandId: string) => void
  showDocument: (hash: string) => void
}) {
  const { t } = useText()
  const { review } = props
  const { addressProof } = review.request
  return (
    <Pane label={t('requests.memberPane')}>
      <MemberHead member={review.member} now={props.now} />
      <PendingDecisions review={review} undo={props.undo} />
      <MovedNotice review={review} />
      {isByField(review.request) ? (
        <FieldsSection key={review.revisionHash} review={review} showDocument={props.showDocument} />
      ) : (
        <ChangesSection review={review} showDocument={props.showDocument} />
      )}
      {addressProof !== null && <AddressProofSection proof={addressProof} />}
      <DuplicatesCard review={review} />
      <HistorySection review={review} />
    </Pane>
  )
}
