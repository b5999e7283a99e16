import { takeSeq } from '#core/repositories/enrolled-clerks.ts'
import { appendCommand, longestHold } from '#core/repositories/outbox.ts'
import { signBody } from '#core/repositories/signing-keys.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ActCommand, CommandBody } from '#shared/protocol/command.ts'
import type { WriteContext } from '../desk-context.ts'

type Content<Body> = Body extends { kind: string } ? Omit<Body, 'id' | 'device' | 'seq' | 'actor' | 'madeAt'> : never
/** What a command says, without its envelope. */
export type CommandContent = Content<Exclude<CommandBody, { kind: 'withdrawn' }>>

/** A command as it stands at the end of the outbox. */
export interface Queued {
  readonly id: string
  readonly position: number
  readonly madeAt: string
  /** Until when it may be taken back before it is sent; null when it goes at once or waits for the line. */
  readonly heldUntil: string | null
}

/**
 * Signs a command of a clerk and puts it at the end of the outbox, in the caller's transaction. `hold`: while the line
 * is up it is kept back for a moment, so that it can be taken back; what a visitor waits for is not.
 */
export function queueCommand(
  { store, clock, newId, lineIsUp }: WriteContext,
  clerk: Clerk,
  content: CommandContent,
  { hold }: { readonly hold: boolean },
): Queued {
  const at = clock.now()
  const madeAt = isoInstant(at)
  const body = { id: newId(), ...takeSeq(store, clerk.id), actor: clerk.id, madeAt, ...content }
  const command = signBody(store, body as CommandBody) as ActCommand
  const heldUntil = hold && lineIsUp() ? at + longestHold : null
  const position = appendCommand(store, command, heldUntil)
  return { id: command.id, position, madeAt, heldUntil: heldUntil === null ? null : isoInstant(heldUntil) }
}
