import type { Store } from '#core/db/store.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { findAddressHolders, findMember } from '#core/repositories/members.ts'
import type { OutboxEntry } from '#core/repositories/outbox.ts'
import { listPendingOf, listPendingValues, type RequestNow } from '#core/repositories/overlay.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot, type FieldValues, type Member } from '#shared/domain/members/member.ts'
import { availableActions } from '#shared/domain/requests/available-actions.ts'
import { blockingRules, evaluateEmailChange } from '#shared/domain/requests/email-change-rules.ts'
import type { Request, RuleResult } from '#shared/domain/requests/request.ts'

export type Action = ChannelOutput<'requests.get'>['actions'][number]

/** The other member who holds (or with a pending command will hold) the proposed address; null when nobody can know here. */
function addressHolder(store: Store, request: Request): string | null {
  const proposed = request.proposed.email
  if (!proposed) return null
  const address = normaliseEmail(proposed)
  const pending = listPendingOf(store, 'email').filter(({ value }) => normaliseEmail(value) === address)
  const holders = [...findAddressHolders(store, address), ...pending.map(({ memberId }) => memberId)]
  const other = holders.find((id) => id !== request.memberId)
  if (other !== undefined) return other
  const directory = listCursors(store).find(({ scope }) => scope === 'directory')
  if (!directory?.caughtUp) return null
  return holders.length > 0 ? request.memberId : 'none'
}

/** The rules of a request's kind, evaluated on what this desk knows now. Kinds that are decided elsewhere have none. */
export function evaluateRules(store: Store, request: Request, member: Member | null): RuleResult[] {
  if (request.kind !== 'email-change') return []
  return evaluateEmailChange({ request, member, addressHolder: addressHolder(store, request) })
}

/**
 * What a clerk may do with a request as it stands here. Besides the policy's refusals: `rules` where a blocking rule
 * stops an approval, `pending` where a decision of this device, not the authority's word, is what stands in the way, or
 * where that decision is in trouble, so that nothing may be built on it.
 */
export function actionsFor(
  now: RequestNow,
  clerk: Clerk,
  rules: readonly RuleResult[],
  entries: readonly OutboxEntry[],
): Action[] {
  const inTrouble = entries.some((entry) => entry.state === 'parked')
  const onPulled = availableActions(now.pulled, clerk)
  return availableActions(now.request, clerk).map((action): Action => {
    const pulledAllows = onPulled.some((other) => other.decision === action.decision && other.refusal === null)
    const overtaken = action.refusal === 'decided' || action.refusal === 'with-the-member'
    if (overtaken && pulledAllows && now.pendingCommands.length > 0) return { ...action, refusal: 'pending' }
    if (action.refusal !== null) return action
    if (inTrouble) return { ...action, step: null, refusal: 'pending' }
    if (action.decision === 'approve' && blockingRules(rules).length > 0)
      return { ...action, step: null, refusal: 'rules' }
    return action
  })
}

/** A member with the values that pending commands will give: what the clerk sees, and what a decision rests on. */
export function findSeenMember(store: Store, id: string): { member: Member | null; fields: FieldValues } {
  const member = findMember(store, id)?.member ?? null
  if (!member) return { member, fields: {} }
  const pending = Object.fromEntries(listPendingValues(store, id).map(({ field, value }) => [field, value]))
  return { member, fields: { ...baseSnapshot(member), ...pending } }
}
