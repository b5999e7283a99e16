import { linkAttachments } from '#core/repositories/attachments.ts'
import { addOverlay } from '#core/repositories/overlay.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { FieldValues } from '#shared/domain/members/member.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { fieldsAtStake } from '#shared/domain/requests/conflict.ts'
import type { DecisionRecord, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import type { WriteContext } from '../desk-context.ts'
import { queueCommand } from '../outbox/queue-command.ts'
import { type DecideOptions, termsOf } from './decision-terms.ts'

/** The values that a decision would change, as its clerk saw them; of somebody who is not here, as the request has them. */
function seenFields(
  request: Request,
  seen: { member: unknown; fields: FieldValues },
  fields: FieldDecisions | undefined,
): FieldValues {
  const source = seen.member === null ? request.base : seen.fields
  return Object.fromEntries(fieldsAtStake(request, fields).map((field) => [field, source[field] ?? null]))
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
    const { now, seen, fields, step, attachments } = termsOf(context, clerk, input, options)
    const { request, pulled } = now
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
          ...(fields && { fields }),
          ...(attachments.length > 0 && { attachments }),
          seen: { memberVersion: seen.member?.version ?? 0, fields: seenFields(request, seen, fields) },
        },
        base: after === undefined ? { version: pulled.version } : { after },
        revisionHash: request.revisionHash,
      },
      { hold: true },
    )
    const { id: commandId, madeAt: at, heldUntil } = queued
    const record: DecisionRecord = {
      commandId,
      decision,
      step,
      by: clerk.id,
      at,
      reasons,
      remarks,
      ...(fields && { fields }),
      ...(attachments.length > 0 && { attachments }),
    }
    linkAttachments(
      store,
      commandId,
      attachments.map(({ hash }) => hash),
    )
    const effect = applyDecision(request, record)
    addOverlay(store, queued, request, effect, record)
    return { commandId, step, state: effect.request.state, heldUntil }
  })
}
