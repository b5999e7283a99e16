import { z } from 'zod'
import type { ChannelInput } from '#shared/contracts/contract-map.ts'
import { QueueFilters, QueueView } from '#shared/contracts/requests.ts'

const { kind, state, risk, branch, memberId, text } = QueueFilters.shape

/**
 * What a list of requests shows, as the search part of its link: so every list can be shared, and back and forward
 * work. Words that a later version wrote and this one does not know are left out, not refused.
 */
export const queueSearchSchema = z.object({
  view: QueueView.optional().catch(undefined),
  kind: kind.catch(undefined),
  state: state.catch(undefined),
  risk: risk.catch(undefined),
  branch: branch.catch(undefined),
  memberId: memberId.catch(undefined),
  /** A number typed into a link by hand arrives as one. */
  text: z.preprocess((typed) => (typeof typed === 'number' ? String(typed) : typed), text).catch(undefined),
})
export type QueueSearch = z.output<typeof queueSearchSchema>

/** Filters of a link, without its view. */
export type QueueFilterName = Exclude<keyof QueueSearch, 'view'>

const filterNames = [
  'kind',
  'state',
  'risk',
  'branch',
  'memberId',
  'text',
] as const satisfies readonly QueueFilterName[]

/** The view that a link without one shows. */
export const defaultView: QueueView = 'open'

/** Views in the order of their tabs. */
export const queueViews: readonly QueueView[] = [
  'open',
  'mine',
  'due-today',
  'high-risk',
  'second-approval',
  'unassigned',
  'returned',
  'all',
]

/** Rows that one question brings. */
const queuePageSize = 200

/** The filters that a link holds, in the order of their chips. */
export function filtersIn(search: QueueSearch): QueueFilterName[] {
  return filterNames.filter((name) => (search[name] ?? '') !== '')
}

/** A link's search with one filter set, or taken away by undefined; nothing that is empty stays in the link. */
export function withFilter(search: QueueSearch, name: QueueFilterName, value: string | undefined): QueueSearch {
  return compact({ ...search, [name]: value === '' ? undefined : value })
}

/** A link's search with its view and without its filters. */
export function withoutFilters(search: QueueSearch): QueueSearch {
  return compact({ view: search.view })
}

/** The search without what is undefined, so that equal lists have equal links. */
export function compact(search: Partial<QueueSearch>): QueueSearch {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(entries) as QueueSearch
}

/** The question that a link asks. */
export function queueInput(search: QueueSearch): ChannelInput<'requests.list'> {
  const filters = Object.fromEntries(filtersIn(search).map((name) => [name, search[name]]))
  return { view: search.view ?? defaultView, filters, limit: queuePageSize }
}

/** The same view and filters, as an export asks for them. */
export function exportFilters(search: QueueSearch) {
  return {
    view: search.view ?? defaultView,
    ...Object.fromEntries(filtersIn(search).map((name) => [name, search[name]])),
  }
}
