import { signBody, takeSeq } from '#core/repositories/enrolled-clerks.ts'
import { appendCommand, type DecideCommand, listOfRequest } from '#core/repositories/outbox.ts'
import { addOverlay, findRequestNow } from '#core/repositories/overlay.ts'
import { mayRead } from '#core/repositories/request-queue.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { FieldValues } from '#shared/domain/members/member.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { blockingRules } from '#shared/domain/requests/email-change-rules.ts'
import { changedFields, type DecisionRecord, type DecisionStep, type Request } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { WriteContext } from '../desk-context.ts'
import { actionsFor, evaluateRules, findSeenMember } from './request-rules.ts'

/** How long a decision that is made while the line is up can be taken back, in milliseconds. */
const holdTime = 6000

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
 * the command is held for `holdTime`, so that it can be taken back.
 *
 * @throws AppError as the contract says; `requests/action-not-allowed` with the reason of the refusal.
 */
export function decideRequest(
  { store, clock, newId, lineIsUp }: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'requests.decide'>,
  options: DecideOptions = {},
): ChannelOutput<'requests.decide'> {
  return store.transaction(() => {
    const now = findRequestNow(store, input.id)
    if (!now || !mayRead(clerk, now.request)) throw new AppError('record/not-found')
    const { request, pulled } = now
    if (request.revisionHash !== input.revisionHash) throw new AppError('requests/revision-changed')
    const seen = findSeenMember(store, request.memberId)
    const rules = evaluateRules(store, request, seen.member)
    const action = actionsFor(now, clerk, rules, listOfRequest(store, request.id)).find(
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

    const device = findSetting(store, 'device')
    if (device === undefined) throw new Error('The profile has no device id')
    const at = clock.now()
    const madeAt = isoInstant(at)
    const after = now.pendingCommands.at(-1)
    const command: DecideCommand = signBody(store, {
      id: newId(),
      device,
      seq: takeSeq(store, clerk.id),
      actor: clerk.id,
      madeAt,
      kind: 'request.decide',
      args: {
        requestId: request.id,
        memberId: request.memberId,
        decision: input.decision,
        step,
        reasons: input.reasons,
        remarks: input.remarks,
        seen: { memberVersion: seen.member?.version ?? 0, fields: seenFields(request, seen) },
      },
      base: after === undefined ? { version: pulled.version } : { after },
      revisionHash: request.revisionHash,
    })
    const record: DecisionRecord = {
      commandId: command.id,
      decision: input.decision,
      step,
      by: clerk.id,
      at: madeAt,
      reasons: input.reasons,
      remarks: input.remarks,
    }
    const heldUntil = lineIsUp() ? at + holdTime : null
    const position = appendCommand(store, command, heldUntil)
    const effect = applyDecision(request, record)
    addOverlay(store, { id: command.id, position }, request, effect, record)
    return {
      commandId: command.id,
      step,
      state: effect.request.state,
      heldUntil: heldUntil === null ? null : isoInstant(heldUntil),
    }
  })
}
