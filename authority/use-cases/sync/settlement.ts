import type { ErrorCode, ErrorDetail } from '#shared/kernel/errors.ts'
import type { ChangedRow, Receipt } from '#shared/protocol/push.ts'

/** What became of a command within its transaction; the receipt and, of a refusal, the audit entry are made of it. */
export type Settlement =
  | { readonly outcome: 'applied'; readonly rebased: boolean; readonly changed: ChangedRow[] }
  | {
      readonly outcome: 'refused'
      readonly code: ErrorCode
      readonly detail: ErrorDetail
      /** The rows as they stand, for a clerk who may read them. */
      readonly current: Receipt['current']
    }
  /** It waits for another command that has not arrived. */
  | { readonly outcome: 'stop'; readonly code: ErrorCode }

/** A refusal; `current`: the rows that go back with it. */
export function refuse(
  code: ErrorCode,
  detail: ErrorDetail = {},
  current: Partial<NonNullable<Receipt['current']>> | null = null,
): Settlement {
  return {
    outcome: 'refused',
    code,
    detail,
    current: current && { request: null, member: null, certificate: null, appointment: null, ...current },
  }
}
