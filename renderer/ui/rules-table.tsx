import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from './ltr.tsx'
import classes from './rules-table.module.css'

export type RuleOutcome = 'met' | 'attention' | 'unknown'

/** Green disc = met, amber square = needs attention, dashed ring = not evaluated; the word is there for readers. */
export function RuleMark(props: { outcome: RuleOutcome }) {
  const { t } = useText()
  const words = {
    met: t('common.ruleMet'),
    attention: t('common.ruleAttention'),
    unknown: t('common.ruleNotEvaluated'),
  }
  return (
    <span className={classes.mark} data-outcome={props.outcome} role="img" aria-label={words[props.outcome]}>
      {props.outcome === 'met' && <IconCheck size={12} stroke={2.6} aria-hidden="true" />}
      {props.outcome === 'attention' && <IconAlertTriangle size={12} stroke={2} aria-hidden="true" />}
      {props.outcome === 'unknown' && '–'}
    </span>
  )
}

/** Decision rules, at submission and now. Rule ids stand small below their sentence. */
export function RulesTable(props: {
  caption: ReactNode
  submissionLabel: string
  nowLabel: string
  rules: readonly { id: string; label: ReactNode; atSubmission: RuleOutcome; now: RuleOutcome }[]
}) {
  return (
    <table className={classes.rules}>
      <thead>
        <tr>
          <th scope="col" className={classes.caption}>
            {props.caption}
          </th>
          <th scope="col">{props.submissionLabel}</th>
          <th scope="col">{props.nowLabel}</th>
        </tr>
      </thead>
      <tbody>
        {props.rules.map((rule) => (
          <tr key={rule.id}>
            <th scope="row">
              <span className={classes.sentence}>{rule.label}</span>
              <span className={classes.id}>
                <Ltr>{rule.id}</Ltr>
              </span>
            </th>
            <td>
              <RuleMark outcome={rule.atSubmission} />
            </td>
            <td>
              <RuleMark outcome={rule.now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
