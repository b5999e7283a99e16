import type { Member } from '../members/member.ts'
import type { Request, RuleOutcome, RuleResult } from './request.ts'

/** What the rules of an e-mail change look at. Facts that cannot be known here are null: the rule is *not evaluated*. */
export interface EmailChangeFacts {
  readonly request: Pick<Request, 'memberId' | 'proposed' | 'addressProof' | 'proposal' | 'state'>
  readonly member: Pick<Member, 'id' | 'state' | 'email'> | null
  /** Id of another member who holds the proposed address, `'none'`, or null when it could not be looked up. */
  readonly addressHolder: string | null
}

const endedMemberStates: readonly string[] = ['revoked', 'deceased', 'merged']

function outcome(known: boolean, met: boolean): RuleOutcome {
  if (!known) return 'not-evaluated'
  return met ? 'met' : 'not-met'
}

/**
 * Rules of service 1, e-mail change, in the order of the review screen. Sources: product page, services table
 * ("membership no.; new address proven by a code; notice to the old one; unique; second approver").
 * - EM-01 the membership number is the applicant's, and the member's file is open
 * - EM-02 the new address was proven by a code
 * - EM-03 the new address is not another member's
 * - EM-04 the old address was told
 * - EM-06 a second person approves (never blocking: the life cycle enforces it)
 */
export function evaluateEmailChange({ request, member, addressHolder }: EmailChangeFacts): RuleResult[] {
  const proof = request.addressProof
  return [
    {
      id: 'EM-01',
      blocking: true,
      outcome: outcome(
        member !== null,
        member !== null && member.id === request.memberId && !endedMemberStates.includes(member.state),
      ),
    },
    { id: 'EM-02', blocking: true, outcome: outcome(proof !== null, Boolean(proof?.codeEnteredAt)) },
    {
      id: 'EM-03',
      blocking: true,
      outcome: outcome(addressHolder !== null, addressHolder === 'none' || addressHolder === request.memberId),
    },
    { id: 'EM-04', blocking: false, outcome: outcome(proof !== null, Boolean(proof?.oldAddressNotifiedAt)) },
    {
      id: 'EM-06',
      blocking: false,
      outcome: request.state === 'completed' ? 'met' : 'not-evaluated',
    },
  ]
}
