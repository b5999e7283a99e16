import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { type RuleOutcome, RulesTable } from '#renderer/ui/rules-table.tsx'
import type { RuleOutcome as Outcome, RuleResult } from '#shared/domain/requests/request.ts'
import classes from './review.module.css'

const ruleKeys = {
  'EM-01': 'requests.ruleMembership',
  'EM-02': 'requests.ruleAddressProven',
  'EM-03': 'requests.ruleAddressFree',
  'EM-04': 'requests.ruleOldAddressTold',
  'EM-06': 'requests.ruleSecondPerson',
} as const

const shown: Readonly<Record<Outcome, RuleOutcome>> = { met: 'met', 'not-met': 'attention', 'not-evaluated': 'unknown' }

function isKnownRule(id: string): id is keyof typeof ruleKeys {
  return Object.hasOwn(ruleKeys, id)
}

/** Rules as they were when the request was made and as they are now. A rule that this version cannot name shows its id. */
export function RulesSection(props: { atSubmission: readonly RuleResult[]; now: readonly RuleResult[] }) {
  const { t, format } = useText()
  const ids = [...new Set([...props.now, ...props.atSubmission].map((rule) => rule.id))]
  if (ids.length === 0) return <p className={classes.quiet}>{t('requests.rulesNone')}</p>
  const outcomeIn = (results: readonly RuleResult[], id: string): RuleOutcome => {
    const result = results.find((candidate) => candidate.id === id)
    return result === undefined ? 'unknown' : shown[result.outcome]
  }
  const rules = ids.map((id) => ({
    id,
    label: isKnownRule(id) ? t(ruleKeys[id]) : id,
    atSubmission: outcomeIn(props.atSubmission, id),
    now: outcomeIn(props.now, id),
  }))
  const met = rules.filter((rule) => rule.now === 'met').length
  return (
    <RulesTable
      caption={
        <span className={classes.rulesCaption}>
          <span>{t('requests.rules')}</span>
          <Isolated>{t('requests.rulesMet', { met: format.number(met), total: format.number(rules.length) })}</Isolated>
        </span>
      }
      submissionLabel={t('requests.rulesAtSubmission')}
      nowLabel={t('requests.rulesNow')}
      rules={rules}
    />
  )
}
