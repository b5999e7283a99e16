import type { Store } from '#core/db/store.ts'
import type { Column } from '#core/exports/columns.ts'
import { memberColumns } from '#core/exports/members-report.ts'
import { requestColumns } from '#core/exports/requests-report.ts'
import type { Words } from '#core/exports/words.ts'
import { countQueue, listQueue, type QueueViewer } from '#core/repositories/request-queue.ts'
import { MemberCount, selectMembers } from '#core/use-cases/members/select-members.ts'
import { toQueueRows } from '#core/use-cases/requests/list-requests.ts'
import type { ExportInput } from '#shared/contracts/reports.ts'
import type { QueueRow } from '#shared/contracts/requests.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'

/** Rows that are read from the store at once. */
const pageSize = 500

/** A report's rows: those of the list with the same filter, in its order, of one snapshot. */
export interface Source<Row> {
  readonly total: number
  readonly columns: readonly Column<Row>[]
  readonly rows: Iterable<Row>
}

export interface SourceContext {
  readonly store: Store
  readonly clerk: Clerk
  readonly words: Words
  /** Milliseconds. */
  readonly now: number
}

type Asked<Report extends ExportInput['report']> = Extract<ExportInput, { report: Report }>

/** Members as the search selects them, page after page. */
export function memberSource(
  { store, clerk, words, now }: SourceContext,
  { filters: { text, ...filters } }: Asked<'members'>,
): Source<Member> {
  const selection = selectMembers(store, new MemberCount(), clerk, text, filters)
  function* rows(): Generator<Member> {
    let after: number | undefined = -1
    while (after !== undefined) {
      const { members, more } = selection.page(after, pageSize)
      for (const { member } of members) yield member
      after = more ? members.at(-1)?.place : undefined
    }
  }
  return { total: selection.total, columns: memberColumns(words, now), rows: rows() }
}

/** Requests as the queue lists them, page after page. */
export function requestSource(
  { store, clerk, words, now }: SourceContext,
  { filters: { view, ...filters } }: Asked<'requests'>,
): Source<QueueRow> {
  const viewer: QueueViewer = { clerk, now }
  function* rows(): Generator<QueueRow> {
    let after: string | undefined
    for (;;) {
      const page = listQueue(store, view, filters, viewer, after, pageSize)
      yield* toQueueRows(store, page)
      after = page.at(-1)?.sortKey
      if (page.length < pageSize) return
    }
  }
  return { total: countQueue(store, view, filters, viewer), columns: requestColumns(words), rows: rows() }
}
