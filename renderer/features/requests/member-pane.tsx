import { useText } from '#renderer/lib/use-text.ts'
import { CpdHours } from '#renderer/ui/cpd-hours.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Pane } from '#renderer/ui/panes.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import type { RequestKind } from '#shared/domain/requests/request.ts'
import { AddressProofSection } from './address-proof.tsx'
import { ChangesSection } from './changes-section.tsx'
import { DuplicatesCard } from './duplicates-card.tsx'
import { FieldsSection } from './fields-section.tsx'
import { HistorySection } from './history-section.tsx'
import { MemberHead } from './member-head.tsx'
import { MovedNotice } from './moved-notice.tsx'
import { PendingDecisions } from './pending-decisions.tsx'

/** What is decided by the hours that a member has earned. */
const cpdKinds: readonly RequestKind[] = ['cpd', 're-registration']

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
      {review.member !== null && cpdKinds.includes(review.request.kind) && (
        <FactList
          facts={[
            {
              id: 'cpd',
              label: t('common.cpd'),
              value: <CpdHours family={review.member.family} rank={review.member.rank} />,
            },
          ]}
        />
      )}
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
