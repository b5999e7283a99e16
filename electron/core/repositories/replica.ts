import type { Store } from '#core/db/store.ts'
import type { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import type { Certificate, EvidenceList } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { type Change, type FeedRecord, type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { refreshPendingAppointment } from './appointment-overlay.ts'
import { putAppointment, removeAppointment } from './appointments.ts'
import { setAside, takeFromAside } from './aside.ts'
import { refreshPendingCertificate } from './certificate-overlay.ts'
import { putCertificate, removeCertificate } from './certificates.ts'
import { putClerk, removeClerk } from './clerks.ts'
import { putEvidenceList } from './evidence-lists.ts'
import { IndexChanges } from './index-changes.ts'
import { memberForm, putForm, removeMember } from './members.ts'
import { refreshPending } from './overlay.ts'
import { hasOverlayRows } from './overlay-rows.ts'
import { putReferenceVersion, removeReferenceVersion } from './reference.ts'
import { putRequest, removeRequest } from './requests.ts'
import { putSchedule, removeSchedule } from './schedules.ts'
import { countTable } from './tallies.ts'

/** Whether a table of the feed is kept here. */
export function isFeedTable(word: string): word is FeedTable {
  return Object.hasOwn(feedTables, word)
}

/** Where a change comes from and when. */
export interface Arrival {
  readonly scope: string
  readonly generation: number
  readonly at: string
  /** Where the changes of the index are gathered; written at once when absent. */
  readonly index?: IndexChanges
}

/** How the rows of a table are kept here. */
interface Keeper {
  /** Puts a row of its schema in place unless the same or a newer one of this epoch is there; whether anything changed. */
  readonly put: (store: Store, row: FeedRecord, text: string, arrival: Arrival) => boolean
  /** Takes a row away; whether one was there. */
  readonly remove: (store: Store, id: string, index?: IndexChanges) => boolean
  /** Whether its rows belong to a branch's scope; the others are in the directory. */
  readonly ofBranch: boolean
}

const keepers: Record<FeedTable, Keeper> = {
  members: {
    put: (store, row, text, { generation, at, index }) => {
      const gathered = index ?? new IndexChanges()
      const put = { generation, pulledAt: at, index: gathered }
      const changed = putForm(store, memberForm(row as Member, text), put)
      if (!index) gathered.write(store)
      return changed
    },
    remove: removeMember,
    ofBranch: false,
  },
  clerks: {
    put: (store, row, text, { generation }) => putClerk(store, row as Clerk, text, generation),
    remove: removeClerk,
    ofBranch: false,
  },
  requests: {
    put: (store, row, text, { generation }) => {
      const changed = putRequest(store, row as Request, text, generation)
      if (changed) refreshPending(store, row.id)
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
      const changed = putCertificate(store, row as Certificate, text, generation)
      if (changed && hasOverlayRows(store, 'certificates', row.id)) refreshPendingCertificate(store, row.id)
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
    put: (store, row, text, arrival) => putEvidenceList(store, row as EvidenceList, text, arrival),
    // A list that is taken away would leave the way open for an older one. It stays and grows old.
    remove: () => false,
    ofBranch: false,
  },
  reference_versions: {
    put: (store, row, text, { generation }) => putReferenceVersion(store, row as ReferenceVersion, text, generation),
    remove: removeReferenceVersion,
    ofBranch: false,
  },
  schedules: {
    put: (store, row, text, { generation }) => putSchedule(store, row as Schedule, text, generation),
    remove: removeSchedule,
    ofBranch: true,
  },
  appointments: {
    put: (store, row, text, { generation }) => {
      const changed = putAppointment(store, row as Appointment, text, generation)
      if (changed) refreshPendingAppointment(store, row.id)
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

/** Whether a table's rows belong to a branch's scope; those of the others, and of unknown ones, are in the directory. */
export function isOfBranch(table: string): boolean {
  return isFeedTable(table) && keepers[table].ofBranch
}

/** The tables of the feed, as they are kept here. */
export const feedTableNames = Object.keys(feedTables) as FeedTable[]

/** Takes a row away, with the pending effect that it was shown with; whether one was there. Signed lists stay. */
export function removeKept(store: Store, table: FeedTable, id: string, index: IndexChanges): boolean {
  return keepers[table].remove(store, id, index)
}

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
  if (!parsed && !isGone(store, change, arrival)) return null
  const keeper = keepers[table]
  const changed = parsed
    ? keeper.put(store, parsed.data, JSON.stringify(row), arrival)
    : keeper.remove(store, id, arrival.index)
  return changed ? table : null
}

/** The version of a row that is here; undefined when the row is not (or its table is not kept here). */
export function findVersion(store: Store, table: string, id: string): number | undefined {
  if (!isFeedTable(table)) return undefined
  return store.findOf<{ version: number }>(`SELECT version FROM ${table} WHERE id = ?`, id)?.version
}

/** Branches that a table has rows of, one look into its index for each. */
function branchesIn(store: Store, table: FeedTable): string[] {
  return store
    .allOf<{ branch: string | null }>(
      `WITH RECURSIVE held (branch) AS (
         SELECT min(branch) FROM ${table}
         UNION ALL
         SELECT (SELECT min(branch) FROM ${table} WHERE branch > held.branch) FROM held WHERE held.branch IS NOT NULL
       )
       SELECT branch FROM held`,
    )
    .flatMap(({ branch }) => branch ?? [])
}

function has(store: Store, table: FeedTable): boolean {
  return store.findOf(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined
}

/** The scopes that rows are here of, whether or not anything says how far they were pulled. */
export function listHeldScopes(store: Store): Set<string> {
  const ofBranches = feedTableNames.filter((table) => keepers[table].ofBranch)
  const scopes = ofBranches.flatMap((table) => branchesIn(store, table)).map((branch) => `branch:${branch}`)
  const hasDirectory = feedTableNames.some(
    // Signed lists stay whatever becomes of their scope.
    (table) => !keepers[table].ofBranch && table !== 'evidence_lists' && has(store, table),
  )
  return new Set([...(hasDirectory ? ['directory'] : []), ...scopes])
}

/** How many rows of the directory are still to come, by how many it has of each table. */
export function countToCome(store: Store, totals: Readonly<Record<string, number>>): number {
  const countHere = (table: string): number => (isFeedTable(table) ? countTable(store, table) : 0)
  return Object.entries(totals).reduce((sum, [table, there]) => sum + Math.max(0, there - countHere(table)), 0)
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
    keepers[table].put(store, feedTables[table].parse(row), JSON.stringify(row), arrival)
  }
}
