import type { Store } from '#core/db/store.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { findAddressHolders, findIdHolders, findMember } from '#core/repositories/members.ts'
import type { OutboxEntry } from '#core/repositories/outbox.ts'
import { listPendingOf, listPendingValues, type RequestNow } from '#core/repositories/overlay.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot, type FieldValues, type Member, type MemberField } from '#shared/domain/members/member.ts'
import { availableActions } from '#shared/domain/requests/available-actions.ts'
import { decidableFields, isByField } from '#shared/domain/requests/field-decisions.ts'
import type { Request, RuleResult } from '#shared/domain/requests/request.ts'
import { blockingRules, evaluateRules as evaluateKind } from '#shared/domain/requests/rules.ts'

export type Action = ChannelOutput<'requests.get'>['actions'][number]

/** Who holds a value here: the other member who has it, or will have it by a pending command; null when nobody can know. */
function holderOf(store: Store, request: Request, { field, value, normalise, holders }: HeldValue): string | null {
  const pending = listPendingOf(store, field).filter((other) => normalise(other.value) === value)
  const all = [...holders, ...pending.map(({ memberId }) => memberId)]
  const other = all.find((id) => id !== request.memberId)
  if (other !== undefined) return other
  const directory = listCursors(store).find(({ scope }) => scope === 'directory')
  if (!directory?.caughtUp) return null
  return all.length > 0 ? request.memberId : 'none'
}

interface HeldValue {
  readonly field: MemberField
  readonly value: string
  readonly normalise: (value: string) => string
  /** Members of the register who hold it. */
  readonly holders: readonly string[]
}

/** The rules of a request's kind, evaluated on what this desk knows now. Kinds that are decided elsewhere have none. */
export function evaluateRules(store: Store, request: Request, member: Member | null): RuleResult[] {
  const { email, idNo } = request.proposed
  const address = email && normaliseEmail(email)
  return evaluateKind({
    request,
    member,
    addressHolder: address
      ? holderOf(store, request, {
          field: 'email',
          value: address,
          normalise: normaliseEmail,
          holders: findAddressHolders(store, address),
        })
      : null,
    idHolder: idNo
      ? holderOf(store, request, {
          field: 'idNo',
          value: idNo,
          normalise: (value) => value,
          holders: findIdHolders(store, idNo),
        })
      : null,
  })
}

/** Whether a blocking rule stops every approval that is open now: of a data update, that of each field. */
function stopsApproval(request: Request, rules: readonly RuleResult[]): boolean {
  if (!isByField(request)) return blockingRules(rules).length > 0
  const fields = decidableFields(request)
  return fields.length > 0 && fields.every((field) => blockingRules(rules, [field]).length > 0)
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
    if (action.decision === 'approve' && stopsApproval(now.request, rules))
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
