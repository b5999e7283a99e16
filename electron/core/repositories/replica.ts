import type { Store } from '#core/db/store.ts'
import { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import { Certificate, EvidenceList } from '#shared/domain/certificates/certificate.ts'
import { Clerk } from '#shared/domain/clerks/clerk.ts'
import { Member } from '#shared/domain/members/member.ts'
import { Request } from '#shared/domain/requests/request.ts'
import { type Change, type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { refreshPendingAppointment } from './appointment-overlay.ts'
import { putAppointment, removeAppointment } from './appointments.ts'
import { setAside, takeFromAside } from './aside.ts'
import { refreshPendingCertificate } from './certificate-overlay.ts'
import { putCertificate, removeCertificate } from './certificates.ts'
import { putClerk, removeClerk } from './clerks.ts'
import { putEvidenceList } from './evidence-lists.ts'
import { putMember, removeMember } from './members.ts'
import { refreshPending } from './overlay.ts'
import { putRequest, removeRequest } from './requests.ts'
import { putSchedule, removeSchedule } from './schedules.ts'

function isFeedTable(word: string): word is FeedTable {
  return Object.hasOwn(feedTables, word)
}

/** Where a change comes from and when. */
export interface Arrival {
  readonly scope: string
  readonly generation: number
  readonly at: string
}

/** How the rows of a table are kept here. */
interface Keeper {
  /** Puts a parsed row in place unless the same or a newer one of this epoch is there; whether anything changed. */
  readonly put: (store: Store, row: Record<string, unknown>, text: string, arrival: Arrival) => boolean
  /** Takes a row away; whether one was there. */
  readonly remove: (store: Store, id: string) => boolean
  /** Whether its rows belong to a branch's scope; the others are in the directory. */
  readonly ofBranch: boolean
}

const keepers: Record<FeedTable, Keeper> = {
  members: {
    put: (store, row, text, { generation, at }) => putMember(store, Member.parse(row), text, generation, at),
    remove: removeMember,
    ofBranch: false,
  },
  clerks: {
    put: (store, row, text, { generation }) => putClerk(store, Clerk.parse(row), text, generation),
    remove: removeClerk,
    ofBranch: false,
  },
  requests: {
    put: (store, row, text, { generation }) => {
      const changed = putRequest(store, Request.parse(row), text, generation)
      if (changed) refreshPending(store, String(row['id']))
      return changed
    },
    remove: (store, id) => {
      const changed = removeRequest(store, id)
      refreshPending(store, id)
      return changed
    },
    ofBranch: true,
  },
  certificates: {
    put: (store, row, text, { generation }) => {
      const changed = putCertificate(store, Certificate.parse(row), text, generation)
      if (changed) refreshPendingCertificate(store, String(row['id']))
      return changed
    },
    remove: (store, id) => {
      const changed = removeCertificate(store, id)
      refreshPendingCertificate(store, id)
      return changed
    },
    ofBranch: false,
  },
  evidence_lists: {
    put: (store, row, text, arrival) => putEvidenceList(store, EvidenceList.parse(row), text, arrival),
    // A list that is taken away would leave the way open for an older one. It stays and grows old.
    remove: () => false,
    ofBranch: false,
  },
  schedules: {
    put: (store, row, text, { generation }) => putSchedule(store, Schedule.parse(row), text, generation),
    remove: removeSchedule,
    ofBranch: true,
  },
  appointments: {
    put: (store, row, text, { generation }) => {
      const changed = putAppointment(store, Appointment.parse(row), text, generation)
      if (changed) refreshPendingAppointment(store, String(row['id']))
      return changed
    },
    remove: (store, id) => {
      const changed = removeAppointment(store, id)
      refreshPendingAppointment(store, id)
      return changed
    },
    ofBranch: true,
  },
}

const feedTableNames = Object.keys(feedTables) as FeedTable[]

/**
 * Whether a row that a scope says is gone is gone for this desk. A request that moved to another branch may have come by
 * that branch's scope before the old one tells of it; and what is newer here than the message stays.
 */
function isGone(store: Store, { table, id, version }: Change, { scope, generation }: Arrival): boolean {
  if (!isFeedTable(table)) return true
  const { ofBranch } = keepers[table]
  const branch = ofBranch ? 'branch' : "'' AS branch"
  const here = store.findOf<{ version: number; generation: number; branch: string }>(
    `SELECT version, generation, ${branch} FROM ${table} WHERE id = ?`,
    id,
  )
  if (!here || (here.generation >= generation && here.version > version)) return false
  return !ofBranch || scope === `branch:${here.branch}`
}

/**
 * Applies one change of the feed by its version. A table that this version does not know, and a row that does not parse,
 * are set aside with their cause and never stop the others.
 *
 * @returns the table whose rows look different now, or null.
 */
export function applyChange(store: Store, change: Change, arrival: Arrival): FeedTable | null {
  const { table, id, row } = change
  if (!isFeedTable(table)) {
    setAside(store, change, arrival.scope, 'unknown-table', arrival.at)
    return null
  }
  const parsed = row === null ? null : feedTables[table].safeParse(row)
  if (parsed && (!parsed.success || parsed.data.id !== id || parsed.data.version !== change.version)) {
    const issue = parsed.success ? 'id or version' : (parsed.error.issues[0]?.path.join('.') ?? '')
    setAside(store, change, arrival.scope, `unreadable: ${issue}`, arrival.at)
    return null
  }
  takeFromAside(store, table, id)
  if (row === null && !isGone(store, change, arrival)) return null
  const keeper = keepers[table]
  const changed = row === null ? keeper.remove(store, id) : keeper.put(store, row, JSON.stringify(row), arrival)
  return changed ? table : null
}

/** The version of a row that is here; undefined when the row is not (or its table is not kept here). */
export function findVersion(store: Store, table: string, id: string): number | undefined {
  if (!isFeedTable(table)) return undefined
  return store.findOf<{ version: number }>(`SELECT version FROM ${table} WHERE id = ?`, id)?.version
}

function idsOf(store: Store, scope: string, sql: string, ...values: number[]): { table: FeedTable; id: string }[] {
  const branch = scope.startsWith('branch:') ? scope.slice('branch:'.length) : null
  if (branch === null && scope !== 'directory') return []
  const [where, first] = branch === null ? ['1 = 1', []] : ['branch = ?', [branch]]
  return feedTableNames
    .filter((table) => keepers[table].ofBranch === (branch !== null))
    .flatMap((table) =>
      store
        .allOf<{ id: string }>(`SELECT id FROM ${table} WHERE ${where} ${sql}`, ...first, ...values)
        .map(({ id }) => ({ table, id })),
    )
}

function removeRows(store: Store, rows: readonly { table: FeedTable; id: string }[]): FeedTable[] {
  for (const { table, id } of rows) keepers[table].remove(store, id)
  return [...new Set(rows.map((row) => row.table))]
}

/** Takes away the rows of a scope that no clerk of this device may hold any more. Answers the tables that changed. */
export function removeScope(store: Store, scope: string): FeedTable[] {
  return removeRows(store, idsOf(store, scope, ''))
}

/** Takes away the rows of a scope that a restored authority did not mention again. Answers the tables that changed. */
export function removeUnmentioned(store: Store, scope: string, generation: number): FeedTable[] {
  return removeRows(store, idsOf(store, scope, 'AND generation < ?', generation))
}

/**
 * Corrects rows that are here by those that came with a refusal: the authority's word, a moment before the pull brings
 * the same. Rows that are not here are none of this desk's.
 */
export function applyCurrent(store: Store, current: NonNullable<Receipt['current']>, arrival: Arrival): void {
  const rows = {
    requests: current.request,
    members: current.member,
    certificates: current.certificate,
    appointments: current.appointment,
  }
  for (const [table, row] of Object.entries(rows)) {
    if (!row || !isFeedTable(table) || findVersion(store, table, row.id) === undefined) continue
    keepers[table].put(store, row, JSON.stringify(row), arrival)
  }
}
