import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Pane } from '#renderer/ui/panes.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { ProposalBox } from './proposal-box.tsx'
import classes from './review.module.css'
import { RulesSection } from './rules-section.tsx'

/** The last pane: the first approval where there is one, the rules, and the pinned decision. */
export function DecisionPane(props: { review: ReviewOutput; form: ReactNode }) {
  const { t } = useText()
  const { review } = props
  return (
    <Pane label={t('requests.decisionPane')} foot={props.form} className={classes.decisionScroll}>
      <ProposalBox review={review} />
      <RulesSection atSubmission={review.request.rulesAtSubmission} now={review.rulesNow} />
    </Pane>
  )
}
