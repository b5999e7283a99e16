import { listOfSubject } from '#core/repositories/outbox.ts'
import { findRequestNow } from '#core/repositories/overlay.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import type { ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { unusableCodes } from '#shared/domain/reference/reasons.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'
import {
  decideEveryField,
  fieldsDecided,
  fieldsWithoutReason,
  isByField,
  stepOfFields,
  summariseFields,
  undecidableFields,
} from '#shared/domain/requests/field-decisions.ts'
import type { DecisionStep, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import { blockingRules } from '#shared/domain/requests/rules.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { attachmentsOf } from './attach-document.ts'
import { actionsFor, evaluateRules, findSeenMember } from './request-rules.ts'

export interface DecideOptions {
  /** Steps that the decision may turn out to be; all when absent. */
  readonly steps?: readonly DecisionStep[]
}

/**
 * What is decided by field: what was asked for, or one decision for every field that is open to it. Undefined for kinds
 * that are decided as a whole.
 */
function fieldsOf(request: Request, input: ParsedInput<'requests.decide'>): FieldDecisions | undefined {
  const { decision, reasons, remarks } = input
  if (!isByField(request)) {
    if (Object.keys(input.fields ?? {}).length > 0)
      throw new AppError('requests/action-not-allowed', { reason: 'fields' })
    return undefined
  }
  const fields =
    input.fields ??
    decideEveryField(request, { decision, reasons: reasons.slice(0, 10), remarks: remarks.slice(0, 1000) })
  const late = undecidableFields(request, fields)
  if (late.length > 0) throw new AppError('requests/action-not-allowed', { reason: 'decided', fields: late.join(',') })
  return fields
}

/** Refuses a decision that says nothing or gives a reason that is none any more, one of a field that is not what it comes to, and one without its reasons. */
function checkWords(
  reasons: readonly Reason[],
  input: ParsedInput<'requests.decide'>,
  fields: FieldDecisions | undefined,
): void {
  const given = [...input.reasons, ...Object.values(fields ?? {}).flatMap((made) => made.reasons)]
  const [unusable] = unusableCodes(reasons, given)
  if (unusable !== undefined) throw new AppError('reference/not-in-force', { code: unusable })
  if (fields === undefined) {
    if (input.decision !== 'approve' && input.reasons.length === 0 && input.remarks.trim() === '')
      throw new AppError('requests/reason-required')
    return
  }
  if (Object.keys(fields).length === 0 || summariseFields(fields) !== input.decision)
    throw new AppError('requests/action-not-allowed', { reason: 'fields' })
  const bare = fieldsWithoutReason(fields)
  if (bare.length > 0) throw new AppError('requests/reason-required', { fields: bare.join(',') })
}

/**
 * What a decision rests on and would come to, on the request as it stands here: everything that may refuse it is asked,
 * and nothing is written.
 *
 * @throws AppError as the contract of `requests.decide` says; `requests/action-not-allowed` with the reason of the refusal.
 */
export function termsOf(
  context: ReadContext,
  clerk: Clerk,
  input: ParsedInput<'requests.decide'>,
  options: DecideOptions = {},
) {
  const { store } = context
  const now = findRequestNow(store, input.id)
  if (!now || !may(clerk, 'requests.read', { branch: now.request.branch })) throw new AppError('record/not-found')
  const { request } = now
  if (request.revisionHash !== input.revisionHash) throw new AppError('requests/revision-changed')
  const seen = findSeenMember(store, request.memberId)
  const rules = evaluateRules(store, request, seen.member)
  const entries = listOfSubject(store, 'requests', request.id)
  const open = actionsFor(now, clerk, rules, entries).find(({ decision: other }) => other === input.decision)
  if (open?.refusal === 'rules')
    throw new AppError('requests/rules-not-met', { rule: blockingRules(rules)[0]?.id ?? null })
  if (!open || open.refusal !== null)
    throw new AppError('requests/action-not-allowed', { reason: open?.refusal ?? 'state' })
  const fields = fieldsOf(request, input)
  checkWords(referenceBook(store).inForce('reasons', riyadhDateOf(context.clock.now())), input, fields)
  const unmet = fields && blockingRules(rules, fieldsDecided(fields, 'approve'))[0]
  if (unmet && input.decision === 'approve')
    throw new AppError('requests/rules-not-met', { rule: unmet.id, field: unmet.field ?? null })
  const step = fields === undefined ? open.step : stepOfFields(request, fields)
  if (!step) throw new AppError('requests/action-not-allowed', { reason: 'state' })
  if (options.steps && !options.steps.includes(step))
    throw new AppError('requests/action-not-allowed', { reason: 'step', step })

  const attachments = attachmentsOf(context, input.attachments ?? [])
  return { now, seen, fields, step, attachments }
}
