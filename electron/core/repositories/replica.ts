import type { Store } from '#core/db/store.ts'
import { Clerk } from '#shared/domain/clerks/clerk.ts'
import { Member } from '#shared/domain/members/member.ts'
import { Request } from '#shared/domain/requests/request.ts'
import { type Change, type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { setAside, takeFromAside } from './aside.ts'
import { putClerk, removeClerk } from './clerks.ts'
import { findMemberVersion, putMember, removeMember } from './members.ts'
import { refreshPending } from './overlay.ts'
import { findRequestVersion, putRequest, removeRequest } from './requests.ts'

function isFeedTable(word: string): word is FeedTable {
  return Object.hasOwn(feedTables, word)
}

/** Where a change comes from and when. */
export interface Arrival {
  readonly scope: string
  readonly generation: number
  readonly at: string
}

function put(store: Store, table: FeedTable, row: Record<string, unknown>, arrival: Arrival): boolean {
  const text = JSON.stringify(row)
  switch (table) {
    case 'members':
      return putMember(store, Member.parse(row), text, arrival.generation, arrival.at)
    case 'requests':
      return putRequest(store, Request.parse(row), text, arrival.generation)
    case 'clerks':
      return putClerk(store, Clerk.parse(row), text, arrival.generation)
  }
}

function remove(store: Store, table: FeedTable, id: string): boolean {
  switch (table) {
    case 'members':
      return removeMember(store, id)
    case 'requests':
      return removeRequest(store, id)
    case 'clerks':
      return removeClerk(store, id)
  }
}

/**
 * Whether a row that a scope says is gone is gone for this desk. A request that moved to another branch may have come by
 * that branch's scope before the old one tells of it; and what is newer here than the message stays.
 */
function isGone(store: Store, { table, id, version }: Change, { scope, generation }: Arrival): boolean {
  if (table !== 'requests' && table !== 'members') return true
  const branch = table === 'requests' ? 'branch' : "'' AS branch"
  const here = store.findOf<{ version: number; generation: number; branch: string }>(
    `SELECT version, generation, ${branch} FROM ${table} WHERE id = ?`,
    id,
  )
  if (!here || (here.generation >= generation && here.version > version)) return false
  return table !== 'requests' || scope === `branch:${here.branch}`
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
  const changed = row === null ? remove(store, table, id) : put(store, table, row, arrival)
  if (changed && table === 'requests') refreshPending(store, id)
  return changed ? table : null
}

/** The version of a row that is here; undefined when the row is not (or its table is not kept here). */
export function findVersion(store: Store, table: string, id: string): number | undefined {
  if (table === 'requests') return findRequestVersion(store, id)
  return table === 'members' ? findMemberVersion(store, id) : undefined
}

function idsOf(store: Store, scope: string, sql: string, ...values: number[]): { table: FeedTable; id: string }[] {
  const from = (table: FeedTable, where: string, ...more: string[]) =>
    store
      .allOf<{ id: string }>(`SELECT id FROM ${table} WHERE ${where} ${sql}`, ...more, ...values)
      .map(({ id }) => ({ table, id }))
  if (scope === 'directory') return [...from('members', '1 = 1'), ...from('clerks', '1 = 1')]
  return scope.startsWith('branch:') ? from('requests', 'branch = ?', scope.slice('branch:'.length)) : []
}

function removeRows(store: Store, rows: readonly { table: FeedTable; id: string }[]): FeedTable[] {
  for (const { table, id } of rows) {
    remove(store, table, id)
    if (table === 'requests') refreshPending(store, id)
  }
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
export function applyCurrent(
  store: Store,
  current: { request: Request | null; member: Member | null },
  arrival: Arrival,
): void {
  const { request, member } = current
  if (request && findRequestVersion(store, request.id) !== undefined) {
    putRequest(store, request, JSON.stringify(request), arrival.generation)
    refreshPending(store, request.id)
  }
  if (member && findMemberVersion(store, member.id) !== undefined)
    putMember(store, member, JSON.stringify(member), arrival.generation, arrival.at)
}
