import type { Store } from '#core/db/store.ts'
import { appointmentColumns } from '#core/exports/appointments-report.ts'
import { certificateColumns } from '#core/exports/certificates-report.ts'
import type { Column } from '#core/exports/columns.ts'
import { memberColumns } from '#core/exports/members-report.ts'
import { outboxColumns } from '#core/exports/outbox-report.ts'
import { referenceSheetColumns } from '#core/exports/reference-report.ts'
import { requestColumns } from '#core/exports/requests-report.ts'
import type { Words } from '#core/exports/words.ts'
import { countAppointments, listAppointments } from '#core/repositories/appointment-list.ts'
import { countCertificates, listCertificatePage, selectCertificates } from '#core/repositories/certificate-list.ts'
import { allOf } from '#core/repositories/conditions.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { finderNow, RecentMembers, type SearchAids } from '#core/repositories/member-search.ts'
import { getEntry } from '#core/repositories/outbox.ts'
import { listCommandIds } from '#core/repositories/outbox-lists.ts'
import { ranksOn, referenceBook } from '#core/repositories/reference.ts'
import { countQueue, listQueue, type QueueViewer, queueOf, textOfRequests } from '#core/repositories/request-queue.ts'
import { toAppointmentRows } from '#core/use-cases/appointments/appointment-row.ts'
import { toCertificateRow } from '#core/use-cases/certificates/list-certificates.ts'
import { selectMembers } from '#core/use-cases/members/select-members.ts'
import { toOutboxItem } from '#core/use-cases/outbox/outbox-item.ts'
import { toQueueRows } from '#core/use-cases/requests/list-requests.ts'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import type { CertificateRow } from '#shared/contracts/certificates.ts'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import type { ExportInput } from '#shared/contracts/reports.ts'
import type { QueueRow } from '#shared/contracts/requests.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { AnyRow } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'

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

/**
 * Changes that an export takes in since the search has put its lists down: as many as there may be (posting options,
 * `worth`), so that both find the same.
 */
const patience = 20_000
const searchAids = (): SearchAids => ({ postings: new MemberPostings({ patience }), recent: new RecentMembers() })

type Asked<Report extends ExportInput['report']> = Extract<ExportInput, { report: Report }>

/** Members as the search selects them, page after page. */
export function memberSource(
  { store, clerk, words, now }: SourceContext,
  { filters: { text, ...filters } }: Asked<'members'>,
): Source<Member> {
  const selection = selectMembers(store, searchAids(), clerk, text, filters)
  function* rows(): Generator<Member> {
    let after: number | undefined = -1
    while (after !== undefined) {
      const { members, more } = selection.page(after, pageSize)
      for (const { member } of members) yield member
      after = more ? members.at(-1)?.place : undefined
    }
  }
  return { total: selection.total, columns: memberColumns(words, ranksOn(store, now), now), rows: rows() }
}

/** Rows of a list that is read by its sort key, page after page. */
function* pages<Listed extends { readonly sortKey: string }, Row>(
  read: (after: string | undefined) => Listed[],
  toRows: (page: Listed[]) => Row[],
): Generator<Row> {
  let after: string | undefined
  for (;;) {
    const page = read(after)
    yield* toRows(page)
    after = page.at(-1)?.sortKey
    if (page.length < pageSize) return
  }
}

/** Requests as the queue lists them. */
export function requestSource(
  { store, clerk, words, now }: SourceContext,
  { filters: { view, text = '', ...filters } }: Asked<'requests'>,
): Source<QueueRow> {
  const viewer: QueueViewer = { clerk, now }
  const queue = allOf([
    queueOf(view, viewer, filters),
    textOfRequests(store, () => finderNow(store, searchAids()), text),
  ])
  return {
    total: countQueue(store, queue),
    columns: requestColumns(words),
    rows: pages(
      (after) => listQueue(store, queue, after, pageSize),
      (page) => toQueueRows(store, page),
    ),
  }
}

/** Certificates as the register lists them, newest first. */
export function certificateSource(
  { store, words, now }: SourceContext,
  { filters }: Asked<'certificates'>,
): Source<CertificateRow> {
  const today = riyadhDateOf(now)
  const selection = selectCertificates(store, filters, today, () => finderNow(store, searchAids()))
  function* rows(): Generator<CertificateRow> {
    for (let after: string | null | undefined; after !== null; ) {
      const page = listCertificatePage(store, selection, after, pageSize)
      for (const listed of page.rows) yield toCertificateRow(listed, today)
      after = page.after
    }
  }
  return {
    total: countCertificates(store, selection),
    columns: certificateColumns(words, ranksOn(store, now)),
    rows: rows(),
  }
}

/** The rows of a version of reference data, in their order. */
export function referenceSource({ store, words }: SourceContext, { kind, rows }: ReferenceVersion): Source<AnyRow> {
  const columns = referenceSheetColumns(kind, words, referenceBook(store).knownRanks())
  return { total: rows.length, columns, rows }
}

/** The clerk's own commands as the outbox lists them: those without a receipt first, then newest first. */
export function outboxSource(
  { store, clerk, words, now }: SourceContext,
  { filters: { show } }: Asked<'outbox'>,
): Source<OutboxItem> {
  const ids = listCommandIds(store, clerk.id, show, Number.MAX_SAFE_INTEGER)
  const context = { store, clock: { now: () => now } }
  function* rows(): Generator<OutboxItem> {
    for (const id of ids) yield toOutboxItem(context, clerk, getEntry(store, id))
  }
  const reasons = referenceBook(store).inForce('reasons', riyadhDateOf(now))
  return { total: ids.length, columns: outboxColumns(words, reasons), rows: rows() }
}

/** Appointments that the clerk may see, by day and time. */
export function appointmentSource(
  { store, clerk, words }: SourceContext,
  { filters }: Asked<'appointments'>,
): Source<AppointmentRow> {
  return {
    total: countAppointments(store, filters, clerk),
    columns: appointmentColumns(words),
    rows: pages(
      (after) => listAppointments(store, filters, clerk, after, pageSize),
      (page) => toAppointmentRows(store, page, clerk),
    ),
  }
}
