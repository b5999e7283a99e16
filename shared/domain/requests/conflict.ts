import type { FieldValues, MemberField } from '../members/member.ts'
import { changedFields, type Request } from './request.ts'

/** What the authority compares when a decision arrives on a record that may have moved on. */
export interface DecisionGround {
  /** Fields of the member as the clerk saw them when deciding. */
  readonly seen: FieldValues
  /** The same fields at the authority now. */
  readonly current: FieldValues
}

/** One field side by side: as it was in the snapshot, at the authority now, and as the decision would make it. */
export interface ConflictField {
  readonly field: MemberField
  readonly base: string | null
  readonly theirs: string | null
  readonly mine: string | null
}

/**
 * Fields on which a decision collides: those that it changes and that were changed at the authority since the clerk
 * saw them. Others may have moved freely: the decision did not rest on them.
 */
export function collidingFields(request: Pick<Request, 'base' | 'proposed'>, ground: DecisionGround): MemberField[] {
  return changedFields(request).filter((field) => (ground.seen[field] ?? null) !== (ground.current[field] ?? null))
}

/** The side-by-side table of a conflict, colliding fields first in the order of the form. */
export function conflictTable(request: Pick<Request, 'base' | 'proposed'>, ground: DecisionGround): ConflictField[] {
  return changedFields(request).map((field) => ({
    field,
    base: ground.seen[field] ?? null,
    theirs: ground.current[field] ?? null,
    mine: request.proposed[field] ?? null,
  }))
}

/** Fields of the member that differ from the request's snapshot: what "changed since" shows above the diff. */
export function movedSinceSnapshot(base: FieldValues, current: FieldValues): MemberField[] {
  const fields = Object.keys(base) as MemberField[]
  return fields.filter((field) => (base[field] ?? null) !== (current[field] ?? null))
}
