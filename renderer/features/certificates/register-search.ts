import { z } from 'zod'
import { CertificateFilters } from '#shared/contracts/certificates.ts'
import type { ChannelInput } from '#shared/contracts/contract-map.ts'

const { kind, state, memberId, text } = CertificateFilters.shape

/** What the register shows, as the search part of its link. What this version does not know is left out, not refused. */
export const registerSearchSchema = z.object({
  kind: kind.catch(undefined),
  state: state.catch(undefined),
  memberId: memberId.catch(undefined),
  /** A number typed into a link by hand arrives as one. */
  text: z.preprocess((typed) => (typeof typed === 'number' ? String(typed) : typed), text).catch(undefined),
})
export type RegisterSearch = z.output<typeof registerSearchSchema>

/** Rows that one question brings. */
const pageSize = 200

/** The filters of a link without what is empty, so that equal lists have equal links and questions. */
export function compactSearch(search: RegisterSearch): RegisterSearch {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(entries) as RegisterSearch
}

/** The question that a link asks. */
export function registerInput(search: RegisterSearch): ChannelInput<'certificates.list'> {
  return { filters: compactSearch(search), limit: pageSize }
}
