import type { Member, MemberField } from '../members/member.ts'
import { evaluateDataUpdate } from './data-update-rules.ts'
import { evaluateEmailChange } from './email-change-rules.ts'
import type { Request, RuleResult } from './request.ts'

/** What rules look at, whatever the kind. Facts that cannot be known here are null: their rule is *not evaluated*. */
export interface RuleFacts {
  readonly request: Request
  readonly member: Member | null
  /** Id of the member who holds the proposed address, `'none'`, or null when it could not be looked up. */
  readonly addressHolder: string | null
  /** The same of the proposed ID number. */
  readonly idHolder: string | null
}

/** The rules of a request's kind, evaluated. Kinds that are decided elsewhere have none. */
export function evaluateRules({ request, member, addressHolder, idHolder }: RuleFacts): RuleResult[] {
  switch (request.kind) {
    case 'email-change':
      return evaluateEmailChange({ request, member, addressHolder })
    case 'data-update':
      return evaluateDataUpdate({ request, member, idHolder })
    default:
      return []
  }
}

/** Rules that speak of what is approved: those of the request, and those of its fields that are approved. */
function speakingOf(results: readonly RuleResult[], fields: readonly MemberField[] | undefined): RuleResult[] {
  return results.filter(({ field }) => field === undefined || fields === undefined || fields.includes(field))
}

/**
 * Rules that stop an approval now; `fields`: of these fields alone. A rule that could not be evaluated does not stop
 * the desk; the authority evaluates it again.
 */
export function blockingRules(results: readonly RuleResult[], fields?: readonly MemberField[]): RuleResult[] {
  return speakingOf(results, fields).filter(({ blocking, outcome }) => blocking && outcome === 'not-met')
}

/** Rules that stop an approval where nothing may stay unknown: what could not be evaluated is not met. */
export function unprovenRules(results: readonly RuleResult[], fields?: readonly MemberField[]): RuleResult[] {
  return speakingOf(results, fields).filter(({ blocking, outcome }) => blocking && outcome !== 'met')
}
