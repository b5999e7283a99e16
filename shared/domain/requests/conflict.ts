import type { FieldValues, MemberField } from '../members/member.ts'
import { fieldsDecided } from './field-decisions.ts'
import { changedFields, type FieldDecisions, type Request } from './request.ts'

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

/** The fields that a decision would change: all that the request changes, of a data update those that it approves. */
export function fieldsAtStake(request: Pick<Request, 'base' | 'proposed'>, fields?: FieldDecisions): MemberField[] {
  const approved = fields && fieldsDecided(fields, 'approve')
  return changedFields(request).filter((field) => approved === undefined || approved.includes(field))
}

/**
 * Fields on which a decision collides: those at stake that were changed at the authority since the clerk saw them, to
 * something else than the decision makes of them. Others may have moved freely: the decision did not rest on them.
 */
export function collidingFields(
  request: Pick<Request, 'base' | 'proposed'>,
  { seen, current }: DecisionGround,
  atStake: readonly MemberField[] = changedFields(request),
): MemberField[] {
  return atStake.filter((field) => {
    const now = current[field] ?? null
    return (seen[field] ?? null) !== now && (request.proposed[field] ?? null) !== now
  })
}

/** The side-by-side table of a conflict: the fields at stake in the order of the form. */
export function conflictTable(
  request: Pick<Request, 'base' | 'proposed'>,
  ground: DecisionGround,
  atStake: readonly MemberField[] = changedFields(request),
): ConflictField[] {
  return atStake.map((field) => ({
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
