/** Reasons that a return or a rejection carries, in both languages. All wording is the product's own. */
import { z } from 'zod'
import { calendarDateSchema } from '../calendar.ts'
import { Decision, RequestKind } from '../requests/request.ts'
import data from './reasons.json' with { type: 'json' }

export const Reason = z.object({
  code: z.string(),
  decisions: z.array(Decision).min(1),
  /** Services that it belongs to; null: all. */
  kinds: z.array(RequestKind).nullable(),
  ar: z.string(),
  en: z.string(),
  /** Names in braces in both sentences, to be filled in. */
  placeholders: z.array(z.string()).default([]),
  needsSecondApproval: z.boolean().default(false),
  effectiveFrom: calendarDateSchema,
})
export type Reason = z.infer<typeof Reason>

export const reasons: readonly Reason[] = z.array(Reason).parse(data)

const byCode = new Map(reasons.map((reason) => [reason.code, reason]))

/** The reason with this code; undefined for one that this version does not know. */
export function findReason(code: string): Reason | undefined {
  return byCode.get(code)
}

/** Reasons to choose from for a decision on a request: those of its service first, then those of all services. */
export function reasonsFor(kind: RequestKind, decision: Decision): Reason[] {
  const open = reasons.filter((reason) => reason.decisions.includes(decision))
  return [...open.filter((reason) => reason.kinds?.includes(kind)), ...open.filter((reason) => reason.kinds === null)]
}
