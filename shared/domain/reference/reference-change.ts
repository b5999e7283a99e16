import { z } from 'zod'
import { HashText } from '../audit/audit-log.ts'
import { calendarDateSchema } from '../calendar.ts'
import { maxRows, ReferenceKind } from './reference-rows.ts'
import { maxNote, ReferenceVersion } from './reference-version.ts'

/**
 * `POST /v1/reference`: a new version of a kind. `seen`: the kind's revision that it was made on (`revisionOf`); another
 * one is refused. `dryRun`: everything is checked and counted, and nothing done.
 */
export const PublishReferenceInput = z.strictObject({
  kind: ReferenceKind,
  effectiveFrom: calendarDateSchema,
  rows: z.array(z.record(z.string(), z.json())).min(1).max(maxRows),
  note: z.string().max(maxNote).default(''),
  seen: z.number().int().nonnegative(),
  dryRun: z.boolean().default(false),
})
export type PublishReferenceInput = z.infer<typeof PublishReferenceInput>

/**
 * `POST /v1/reference/:id/confirmation`: the second person of a proposal. `hash`: of the rows and the day as whoever
 * confirms has them before their eyes (`proposalText`).
 */
export const ConfirmReferenceInput = z.strictObject({
  hash: HashText,
  seen: z.number().int().nonnegative(),
  dryRun: z.boolean().default(false),
})
export type ConfirmReferenceInput = z.infer<typeof ConfirmReferenceInput>

/** `POST /v1/reference/:id/withdrawal`: a version that has not begun is taken back, a proposal also turned down. */
export const WithdrawReferenceInput = z.strictObject({
  seen: z.number().int().nonnegative(),
  dryRun: z.boolean().default(false),
})
export type WithdrawReferenceInput = z.infer<typeof WithdrawReferenceInput>

/** What a change does to what is under way: requests that wait for somebody, and how many of them get another due time. */
export const ReferenceImpact = z.object({
  open: z.number().int().nonnegative(),
  moved: z.number().int().nonnegative(),
})
export type ReferenceImpact = z.infer<typeof ReferenceImpact>

/** The version as it stands then; of a dry run, as it would. */
export const ReferenceOutput = z.object({ version: ReferenceVersion, impact: ReferenceImpact })
export type ReferenceOutput = z.infer<typeof ReferenceOutput>
