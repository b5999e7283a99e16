import { assertNever } from '../../kernel/assert-never.ts'
import type { FieldValues } from '../members/member.ts'
import { applyFieldDecisions, isByField } from './field-decisions.ts'
import { changedFields, type DecisionRecord, type Request, type RequestEvent } from './request.ts'

/** A letter that a decision causes: the template's key, and to which address it goes. */
export interface Notice {
  readonly template:
    | 'request-returned'
    | 'request-rejected'
    | 'email-changed-old-address'
    | 'email-changed-new-address'
    | 'data-update-decided'
  readonly to: 'current-address' | 'old-address' | 'new-address'
}

/** What a decision does: the request as it will stand, the member's fields that change, and the letters that go out. */
export interface DecisionEffect {
  readonly request: Request
  readonly memberFields: FieldValues
  readonly notices: readonly Notice[]
}

function event(at: string, kind: RequestEvent['kind'], by: string): RequestEvent {
  return { at, kind, by }
}

/** The proposed values that differ from the base, as a patch of the member. */
function proposedPatch(request: Request): FieldValues {
  return Object.fromEntries(changedFields(request).map((field) => [field, request.proposed[field]]))
}

/**
 * The effect of a decision that `availableActions` allows. Pure: the core shows it as *pending*, the authority makes
 * it true; both get the same. The result's `version` is the request's own plus one.
 */
export function applyDecision(request: Request, record: DecisionRecord): DecisionEffect {
  if (isByField(request)) {
    const { tells, ...effect } = applyFieldDecisions(request, record)
    return { ...effect, notices: tells ? [{ template: 'data-update-decided', to: 'current-address' }] : [] }
  }
  const { by, at, decision, step } = record
  const next: Request = {
    ...request,
    version: request.version + 1,
    decisions: [...request.decisions, record],
    updatedAt: at,
  }
  switch (decision) {
    case 'return':
      return {
        request: {
          ...next,
          state: 'returned',
          proposal: null,
          dueAt: null,
          pausedAt: at,
          events: [...request.events, event(at, 'returned', by)],
        },
        memberFields: {},
        notices: [{ template: 'request-returned', to: 'current-address' }],
      }
    case 'reject':
      return {
        request: {
          ...next,
          state: 'rejected',
          proposal: null,
          dueAt: null,
          pausedAt: null,
          events: [...request.events, event(at, 'rejected', by)],
        },
        memberFields: {},
        notices: [{ template: 'request-rejected', to: 'current-address' }],
      }
    case 'approve':
      if (step === 'propose') {
        return {
          request: {
            ...next,
            state: 'awaiting-second',
            proposal: record,
            events: [...request.events, event(at, 'proposed', by)],
          },
          memberFields: {},
          notices: [],
        }
      }
      return {
        request: {
          ...next,
          state: 'completed',
          proposal: null,
          dueAt: null,
          pausedAt: null,
          events: [
            ...request.events,
            event(at, step === 'confirm' ? 'confirmed' : 'approved', by),
            event(at, 'completed', 'system'),
          ],
        },
        memberFields: proposedPatch(request),
        notices:
          request.kind === 'email-change'
            ? [
                { template: 'email-changed-old-address', to: 'old-address' },
                { template: 'email-changed-new-address', to: 'new-address' },
              ]
            : [],
      }
    default:
      return assertNever(decision)
  }
}
