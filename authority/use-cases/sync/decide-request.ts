import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot, type Member } from '#shared/domain/members/member.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { unusableCodes } from '#shared/domain/reference/reasons.ts'
import type { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import { applyDecision, type DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import { getAction } from '#shared/domain/requests/available-actions.ts'
import { collidingFields, fieldsAtStake } from '#shared/domain/requests/conflict.ts'
import {
  fieldsWithoutReason,
  isByField,
  summariseFields,
  undecidableFields,
} from '#shared/domain/requests/field-decisions.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { evaluateRules, unprovenRules } from '#shared/domain/requests/rules.ts'
import type { ErrorCode, ErrorDetail } from '#shared/kernel/errors.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { StoredCommand } from '../../repositories/commands.ts'

/** What the authority knows when it decides on a command; read under locks in the command's transaction. */
export interface DecideFacts {
  /** The actor as they are now; undefined when the authority does not know them. */
  readonly clerk: Clerk | undefined
  readonly request: Request | undefined
  readonly member: Member | undefined
  /** The command that this one was built on, when it names one and it has arrived. */
  readonly after: StoredCommand | undefined
  /** Id of the member who holds the proposed address, `'none'`, or null when there is none to look for. */
  readonly addressHolder: string | null
  /** The same of the proposed ID number. */
  readonly idHolder: string | null
  /** The reference data of the authority. */
  readonly book: ReferenceBook
}

export type Ruling =
  | {
      readonly outcome: 'applied'
      readonly request: Request
      readonly member: Member | undefined
      readonly effect: DecisionEffect
      readonly rebased: boolean
    }
  | {
      readonly outcome: 'refused'
      readonly code: ErrorCode
      readonly detail: ErrorDetail
      /** Whether the rows as they stand go back with the refusal. */
      readonly showCurrent: boolean
    }
  /** The command waits for another one that has not arrived. */
  | { readonly outcome: 'stop'; readonly code: ErrorCode }

function refused(code: ErrorCode, detail: ErrorDetail = {}, showCurrent = false): Ruling {
  return { outcome: 'refused', code, detail, showCurrent }
}

/** The address that a request asks for, in its normal form, or undefined. */
export function proposedAddress(request: Pick<Request, 'proposed'>): string | undefined {
  return request.proposed.email ? normaliseEmail(request.proposed.email) : undefined
}

/** The version of the request on which the command was made. */
function baseVersionOf(command: DecideCommand, after: StoredCommand | undefined): number {
  if ('version' in command.base) return command.base.version
  const row = after?.receipt.changed.find(({ table, id }) => table === 'requests' && id === command.args.requestId)
  return row?.version ?? 0
}

/** The first blocking rule that is not met. Here nothing may stay unknown: what cannot be evaluated is not met. */
function findUnmetRule({ args }: DecideCommand, request: Request, facts: DecideFacts): ErrorDetail | undefined {
  const { member, addressHolder, idHolder } = facts
  const results = evaluateRules({ request, member: member ?? null, addressHolder, idHolder })
  const [unmet] = unprovenRules(results, args.fields && fieldsAtStake(request, args.fields))
  return unmet && { rule: unmet.id, ...(unmet.field && { field: unmet.field }) }
}

/** Whether the database can hold the words of a command: no NUL, no half of a character. */
function isStorable({ args }: DecideCommand): boolean {
  const ofFields = Object.values(args.fields ?? {}).flatMap(({ remarks, reasons }) => [remarks, ...reasons])
  const names = (args.attachments ?? []).map(({ name }) => name)
  const words = [args.remarks, ...args.reasons, ...ofFields, ...names]
  return words.every((text) => text.isWellFormed() && !text.includes('\u0000'))
}

/** Whether a command speaks of fields where, and only where, the request is decided by field, and comes to what it says. */
function fitsKind({ args }: DecideCommand, request: Request): boolean {
  const { fields } = args
  if (!isByField(request)) return fields === undefined
  return fields !== undefined && Object.keys(fields).length > 0 && summariseFields(fields) === args.decision
}

/** Whether a return or a rejection, of the whole or of a field, says why. */
function hasReasons({ args }: DecideCommand): boolean {
  if (args.fields) return fieldsWithoutReason(args.fields).length === 0
  return args.decision === 'approve' || args.reasons.length > 0 || args.remarks.trim() !== ''
}

/** Every reason that a decision gives, of the whole or of a field. */
function reasonsOf({ args }: DecideCommand): string[] {
  return [...args.reasons, ...Object.values(args.fields ?? {}).flatMap(({ reasons }) => reasons)]
}

/** What keeps the clerk from this decision on the request as it stands; undefined when nothing does. */
function findRefusal({ args }: DecideCommand, request: Request, clerk: Clerk): string | undefined {
  const whole = getAction(request, clerk, args.decision)
  if (whole.refusal !== null) return whole.refusal
  if (args.fields && undecidableFields(request, args.fields).length > 0) return 'decided'
  const { refusal, step } = args.fields ? getAction(request, clerk, args.decision, args.fields) : whole
  return refusal ?? (step === args.step ? undefined : 'state')
}

/**
 * Decides on a decision: the order of docs/sync.md, "The authority decides again". Pure; `now` is an ISO instant.
 */
export function decideRequest(command: DecideCommand, facts: DecideFacts, now: string): Ruling {
  const { args, base } = command
  const { clerk, request, member, after } = facts
  if (!isStorable(command)) return refused('input/invalid')
  if (!clerk?.active) return refused('permission/denied', { reason: 'inactive' })
  if ('after' in base) {
    if (!after) return { outcome: 'stop', code: 'sync/dependency-pending' }
    if (after.receipt.outcome !== 'applied') return refused('sync/dependency', { after: base.after })
  }
  if (!request || request.memberId !== args.memberId) return refused('record/not-found')
  // Rows go back only to somebody who may read them.
  const reads = may(clerk, 'requests.read', { branch: request.branch })
  if (command.revisionHash !== request.revisionHash) return refused('requests/revision-changed', {}, reads)

  const baseVersion = baseVersionOf(command, after)
  if (!fitsKind(command, request)) return refused('input/invalid', {}, reads)
  const refusal = findRefusal(command, request, clerk)
  if (refusal !== undefined) {
    // A command built on one that was itself rebased did not see what that one was applied over.
    const moved = request.version !== baseVersion || after?.receipt.rebased === true
    if (moved) return refused('sync/conflict', { reason: 'already-decided' }, reads)
    return refused('requests/action-not-allowed', { reason: refusal }, reads)
  }
  if (!hasReasons(command)) return refused('requests/reason-required')
  // A desk whose clock runs ahead does not decide in the future.
  const done = command.madeAt < now ? command.madeAt : now
  const [unusable] = unusableCodes(facts.book.inForce('reasons', riyadhDateOf(done)), reasonsOf(command))
  if (unusable !== undefined) return refused('reference/not-in-force', { code: unusable })
  if (args.decision === 'approve') {
    const unmet = findUnmetRule(command, request, facts)
    if (unmet !== undefined) return refused('requests/rules-not-met', unmet, reads)
    if (member) {
      const ground = { seen: args.seen.fields, current: baseSnapshot(member) }
      const colliding = collidingFields(request, ground, fieldsAtStake(request, args.fields))
      if (colliding.length > 0) {
        return refused('sync/conflict', { reason: 'member-changed', fields: colliding.join(',') }, reads)
      }
    }
  }
  const effect = applyDecision(request, {
    commandId: command.id,
    decision: args.decision,
    step: args.step,
    by: clerk.id,
    at: done,
    reasons: args.reasons,
    remarks: args.remarks,
    ...(args.fields && { fields: args.fields }),
    ...(args.attachments && { attachments: args.attachments }),
  })
  const rebased =
    request.version !== baseVersion || (member !== undefined && member.version !== args.seen.memberVersion)
  return { outcome: 'applied', request, member, effect, rebased }
}
