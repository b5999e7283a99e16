import { z } from 'zod'
import type { ChannelInput } from '#shared/contracts/contract-map.ts'
import { AuditFilter } from '#shared/domain/audit/audit-view.ts'

const { group, actor, subject, from, to } = AuditFilter.shape

/** What the audit log shows, as the search part of its link. What this version does not know is left out, not refused. */
export const auditSearchSchema = z.object({
  group: group.catch(undefined),
  actor: actor.catch(undefined),
  subject: subject.catch(undefined),
  from: from.catch(undefined),
  to: to.catch(undefined),
})
export type AuditSearch = z.output<typeof auditSearchSchema>

/** Entries that one question brings. */
const pageSize = 100

/** The filters of a link without what is empty. */
export function compactSearch(search: AuditSearch): AuditSearch {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(entries) as AuditSearch
}

/** The question that a link asks. */
export function auditInput(search: AuditSearch): ChannelInput<'audit.list'> {
  return { ...compactSearch(search), limit: pageSize }
}
