import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { type RuleOutcome, RulesTable } from '#renderer/ui/rules-table.tsx'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { RuleOutcome as Outcome, RuleResult } from '#shared/domain/requests/request.ts'
import classes from './review.module.css'
import { ruleWords } from './rule-words.ts'

const shown: Readonly<Record<Outcome, RuleOutcome>> = { met: 'met', 'not-met': 'attention', 'not-evaluated': 'unknown' }

/** One outcome of a rule that was evaluated for several fields: what needs attention comes first. */
function outcomeOf(results: readonly RuleResult[], id: string): RuleOutcome {
  const outcomes = results.filter((candidate) => candidate.id === id).map(({ outcome }) => outcome)
  if (outcomes.includes('not-met')) return shown['not-met']
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'met') ? 'met' : 'unknown'
}

/** The fields of which a rule is not met. */
function unmetFields(results: readonly RuleResult[], id: string): MemberField[] {
  return results.flatMap((rule) => (rule.id === id && rule.outcome === 'not-met' && rule.field ? [rule.field] : []))
}

/** Rules as they were when the request was made and as they are now. A rule that this version cannot name shows its id. */
export function RulesSection(props: { atSubmission: readonly RuleResult[]; now: readonly RuleResult[] }) {
  const { t, format } = useText()
  const ids = [...new Set([...props.now, ...props.atSubmission].map((rule) => rule.id))].toSorted()
  if (ids.length === 0) return <p className={classes.quiet}>{t('requests.rulesNone')}</p>
  const labelOf = (id: string) => {
    const fields = unmetFields(props.now, id).map((field) => t(`requests.field_${field}`))
    return fields.length === 0 ? ruleWords(id, t) : `${ruleWords(id, t)}: ${format.list(fields)}`
  }
  const rules = ids.map((id) => ({
    id,
    label: labelOf(id),
    atSubmission: outcomeOf(props.atSubmission, id),
    now: outcomeOf(props.now, id),
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
