import { findAttachment } from '#core/repositories/attachments.ts'
import { listOfSubject, type OutboxEntry } from '#core/repositories/outbox.ts'
import { findRequestNow } from '#core/repositories/overlay.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { unusableCodes } from '#shared/domain/reference/reasons.ts'
import { fieldsDecided, stepOfFields, undecidableFields } from '#shared/domain/requests/field-decisions.ts'
import type { DecisionStep } from '#shared/domain/requests/request.ts'
import { blockingRules } from '#shared/domain/requests/rules.ts'
import type { ReadContext } from '../desk-context.ts'
import { actionsFor, evaluateRules, findSeenMember } from '../requests/request-rules.ts'

/** A confirmation may become a proposal again, never the other way: nothing takes effect that its clerk did not mean to. */
export const stepsOfRedo: Record<DecisionStep, readonly DecisionStep[]> = {
  decide: ['decide'],
  propose: ['propose'],
  confirm: ['confirm', 'propose'],
}

/**
 * Whether a refused decision could be made again on the request as it stands here: what `decideRequest` would ask, so that
 * no clerk is offered what would only be refused once more.
 */
export function canRedo({ store, clock }: ReadContext, clerk: Clerk, entry: OutboxEntry): boolean {
  if (entry.state !== 'refused' || entry.decided.kind !== 'request.decide') return false
  const { revisionHash, args } = entry.decided
  const { decision, step, reasons, fields, attachments = [] } = args
  const now = findRequestNow(store, args.requestId)
  if (!now || now.request.revisionHash !== revisionHash) return false
  const { request } = now
  if (!may(clerk, 'requests.read', { branch: request.branch })) return false
  const rules = evaluateRules(store, request, findSeenMember(store, request.memberId).member)
  const entries = listOfSubject(store, 'requests', request.id)
  const open = actionsFor(now, clerk, rules, entries).find((action) => action.decision === decision)
  if (!open || open.refusal !== null) return false
  const wouldBe = fields === undefined ? open.step : stepOfFields(request, fields)
  if (!wouldBe || !stepsOfRedo[step].includes(wouldBe)) return false
  if (fields !== undefined && undecidableFields(request, fields).length > 0) return false
  if (
    fields !== undefined &&
    decision === 'approve' &&
    blockingRules(rules, fieldsDecided(fields, 'approve')).length > 0
  )
    return false
  const given = [...reasons, ...Object.values(fields ?? {}).flatMap((made) => made.reasons)]
  const inForce = referenceBook(store).inForce('reasons', riyadhDateOf(clock.now()))
  return unusableCodes(inForce, given).length === 0 && attachments.every(({ hash }) => findAttachment(store, hash))
}
