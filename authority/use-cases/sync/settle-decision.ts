import type { DecideCommand } from '#shared/protocol/command.ts'
import type { StoredCommand } from '../../repositories/commands.ts'
import type { AuthorityContext } from '../context.ts'
import { carryOut } from './carry-out.ts'
import { decideRequest } from './decide-request.ts'
import type { DecisionGround } from './decision-ground.ts'
import type { PendingWrites } from './pending-writes.ts'
import { refuse, type Settlement } from './settlement.ts'

/** A decision with what it is decided by and where its effect goes. */
export interface DecisionAtHand {
  readonly command: DecideCommand
  /** The command that it was built on, when it names one and it has arrived. */
  readonly after: StoredCommand | undefined
  /** The authority's time. */
  readonly at: string
  readonly ground: DecisionGround
  readonly writes: PendingWrites
}

/** Decides on a decision about a request, with its rows locked, and carries it out. */
export function settleDecision(context: Pick<AuthorityContext, 'config'>, decision: DecisionAtHand): Settlement {
  const { command, after, at, ground, writes } = decision
  const facts = ground.factsOf(command, after)
  const ruling = decideRequest(command, facts, at)
  if (ruling.outcome === 'stop') return ruling
  if (ruling.outcome === 'refused') {
    const { code, detail, showCurrent } = ruling
    const { request = null, member = null } = facts
    return refuse(code, detail, showCurrent ? { request, member } : null)
  }
  const { changed, request, member } = carryOut(context, writes, { command, at, book: facts.book, ...ruling })
  ground.note(request, member)
  return { outcome: 'applied', rebased: ruling.rebased, changed }
}
