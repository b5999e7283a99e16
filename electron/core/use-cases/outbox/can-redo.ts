import type { OutboxEntry } from '#core/repositories/outbox.ts'
import type { ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { DecisionStep } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { ReadContext } from '../desk-context.ts'
import { type DecideOptions, termsOf } from '../requests/decision-terms.ts'

/** A confirmation may become a proposal again, never the other way: nothing takes effect that its clerk did not mean to. */
const stepsOfRedo: Record<DecisionStep, readonly DecisionStep[]> = {
  decide: ['decide'],
  propose: ['propose'],
  confirm: ['confirm', 'propose'],
}

/** What is asked for when a decision is made again: what it was, bound to the revision that its clerk saw. */
export function redoOf({ revisionHash, args }: DecideCommand): [ParsedInput<'requests.decide'>, DecideOptions] {
  const { requestId, decision, step, reasons, remarks, fields, attachments = [] } = args
  const input = { id: requestId, decision, reasons, remarks, revisionHash, attachments, ...(fields && { fields }) }
  return [input, { steps: stepsOfRedo[step] }]
}

/** Whether a refused decision could be made again on the request as it stands here: no clerk is offered what would only be refused once more. */
export function canRedo(context: ReadContext, clerk: Clerk, entry: OutboxEntry): boolean {
  if (entry.state !== 'refused' || entry.decided.kind !== 'request.decide') return false
  try {
    termsOf(context, clerk, ...redoOf(entry.decided))
    return true
  } catch (thrown) {
    // A store that cannot be read is no answer.
    if (thrown instanceof AppError && !thrown.code.startsWith('store/')) return false
    throw thrown
  }
}
