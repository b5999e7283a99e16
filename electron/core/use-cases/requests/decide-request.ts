import { listOfSubject } from '#core/repositories/outbox.ts'
import { addOverlay, findRequestNow } from '#core/repositories/overlay.ts'
import { mayRead } from '#core/repositories/request-queue.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { FieldValues } from '#shared/domain/members/member.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { blockingRules } from '#shared/domain/requests/email-change-rules.ts'
import { changedFields, type DecisionRecord, type DecisionStep, type Request } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WriteContext } from '../desk-context.ts'
import { queueCommand } from '../outbox/queue-command.ts'
import { actionsFor, evaluateRules, findSeenMember } from './request-rules.ts'

export interface DecideOptions {
  /** Steps that the decision may turn out to be; all when absent. */
  readonly steps?: readonly DecisionStep[]
}

/** The fields that a decision changes, as its clerk saw them; of somebody who is not here, as the request has them. */
function seenFields(request: Request, seen: { member: unknown; fields: FieldValues }): FieldValues {
  const source = seen.member === null ? request.base : seen.fields
  return Object.fromEntries(changedFields(request).map((field) => [field, source[field] ?? null]))
}

/**
 * Decides on a request: pending effect and command in one transaction, the network is not asked. While the line is up
 * the command is held for a moment, so that it can be taken back.
 *
 * @throws AppError as the contract says; `requests/action-not-allowed` with the reason of the refusal.
 */
export function decideRequest(
  context: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'requests.decide'>,
  options: DecideOptions = {},
): ChannelOutput<'requests.decide'> {
  const { store } = context
  return store.transaction(() => {
    const now = findRequestNow(store, input.id)
    if (!now || !mayRead(clerk, now.request)) throw new AppError('record/not-found')
    const { request, pulled } = now
    if (request.revisionHash !== input.revisionHash) throw new AppError('requests/revision-changed')
    const seen = findSeenMember(store, request.memberId)
    const rules = evaluateRules(store, request, seen.member)
    const action = actionsFor(now, clerk, rules, listOfSubject(store, 'requests', request.id)).find(
      (candidate) => candidate.decision === input.decision,
    )
    if (action?.refusal === 'rules')
      throw new AppError('requests/rules-not-met', { rule: blockingRules(rules)[0]?.id ?? null })
    const step = action?.step
    if (!step) throw new AppError('requests/action-not-allowed', { reason: action?.refusal ?? 'state' })
    if (options.steps && !options.steps.includes(step))
      throw new AppError('requests/action-not-allowed', { reason: 'step', step })
    if (input.decision !== 'approve' && input.reasons.length === 0 && input.remarks.trim() === '')
      throw new AppError('requests/reason-required')

    const after = now.pendingCommands.at(-1)
    const { decision, reasons, remarks } = input
    const queued = queueCommand(
      context,
      clerk,
      {
        kind: 'request.decide',
        args: {
          requestId: request.id,
          memberId: request.memberId,
          decision,
          step,
          reasons,
          remarks,
          seen: { memberVersion: seen.member?.version ?? 0, fields: seenFields(request, seen) },
        },
        base: after === undefined ? { version: pulled.version } : { after },
        revisionHash: request.revisionHash,
      },
      { hold: true },
    )
    const { id: commandId, madeAt: at, heldUntil } = queued
    const record: DecisionRecord = { commandId, decision, step, by: clerk.id, at, reasons, remarks }
    const effect = applyDecision(request, record)
    addOverlay(store, queued, request, effect, record)
    return { commandId, step, state: effect.request.state, heldUntil }
  })
}
