import type { z } from 'zod'
import type { Clerk } from '../domain/clerks/clerk.ts'
import { gateRefusal } from '../domain/policy/policy.ts'
import type { Action } from '../domain/policy/policy-table.ts'
import type { ErrorCode, ErrorDetail } from '../kernel/errors.ts'

/**
 * Which thread answers: `reader` what a clerk types and opens, `counter` counts and verifications, `writer` everything
 * that changes something or belongs to the sync engine, `exporter` long reports, `keeper` the vault and the sign-in, before anything is open. `window` is the process that owns the
 * windows: it prints, saves and opens, and is not there for a caller without a screen.
 */
export type Lane = 'reader' | 'counter' | 'writer' | 'exporter' | 'keeper' | 'window'

/** One IPC channel: its name is its key in the map, its input is parsed on arrival, its errors are rows of the table. */
export interface Contract<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly lane: Lane
  /**
   * Who may call: anybody at the screen (`nobody` has to be signed in), any clerk (what is about this desk and their own
   * work), or a clerk whose role has one of these actions of the policy table. Branch, risk and person are the use-case's.
   */
  readonly needs: 'nobody' | 'clerk' | Action | readonly Action[]
  /** A newer call of the same channel from the same window makes an older one that still waits pointless. */
  readonly latestWins?: boolean
  readonly input: Input
  readonly output: Output
  readonly errors: readonly ErrorCode[]
}

/** Why this clerk may not call a channel; null when they may. */
export function callRefusal(
  { needs }: Pick<Contract, 'needs'>,
  clerk: Clerk | null | undefined,
): { readonly code: ErrorCode; readonly detail: ErrorDetail } | null {
  if (needs === 'nobody') return null
  if (!clerk?.active) return { code: 'session/required', detail: {} }
  const reason = needs === 'clerk' ? null : gateRefusal(clerk, needs)
  return reason === null ? null : { code: 'permission/denied', detail: { reason } }
}

/** Declares a contract with its schemas' types kept. */
export function contract<Input extends z.ZodType, Output extends z.ZodType>(
  declared: Contract<Input, Output>,
): Contract<Input, Output> {
  return declared
}
