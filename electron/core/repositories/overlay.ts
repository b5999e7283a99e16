import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { FieldValues, MemberField } from '#shared/domain/members/member.ts'
import type { DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import type { DecisionRecord, Request, RequestEvent } from '#shared/domain/requests/request.ts'
import { findRequest, requestColumns } from './requests.ts'

/** What a pending decision does to its request: fields that change, and what it adds to the two histories. */
interface RequestPatch {
  readonly set: Partial<Request>
  readonly decision: DecisionRecord
  readonly events: readonly RequestEvent[]
}

interface MemberPatch {
  readonly fields: FieldValues
}

/** A field of a member that a pending command will change. */
export interface PendingValue {
  readonly field: MemberField
  readonly value: string | null
  readonly commandId: string
}

/** A request with the pending commands of this device in it. */
export interface RequestNow {
  readonly request: Request
  /** As the authority last said. */
  readonly pulled: Request
  /** Commands whose effect is shown in it, in their order. */
  readonly pendingCommands: readonly string[]
}

function requestPatch(before: Request, effect: DecisionEffect, decision: DecisionRecord): RequestPatch {
  const { state, dueAt, pausedAt, proposal, updatedAt, events } = effect.request
  return { set: { state, dueAt, pausedAt, proposal, updatedAt }, decision, events: events.slice(before.events.length) }
}

/** Keeps the effect of a command until its receipt's change has arrived. `before`: the request that it was decided on. */
export function addOverlay(
  store: Store,
  command: { id: string; position: number },
  before: Request,
  effect: DecisionEffect,
  decision: DecisionRecord,
): void {
  const common = { command_id: command.id, position: command.position }
  const patch: RequestPatch = requestPatch(before, effect, decision)
  store.run(
    query
      .insertInto('overlay')
      .values({ ...common, table_name: 'requests', row_id: before.id, patch: JSON.stringify(patch) }),
  )
  if (Object.keys(effect.memberFields).length > 0) {
    const member: MemberPatch = { fields: effect.memberFields }
    store.run(
      query
        .insertInto('overlay')
        .values({ ...common, table_name: 'members', row_id: before.memberId, patch: JSON.stringify(member) }),
    )
  }
  refreshPending(store, before.id)
}

/** Takes a command's effect away. Answers the rows that look different now. */
export function removeOverlay(store: Store, commandId: string): { requests: string[]; members: string[] } {
  const rows = store.all(
    query.selectFrom('overlay').select(['table_name', 'row_id']).where('command_id', '=', commandId),
  )
  store.run(query.deleteFrom('overlay').where('command_id', '=', commandId))
  const of = (table: string) => rows.filter((row) => row.table_name === table).map((row) => row.row_id)
  const requests = of('requests')
  for (const id of requests) refreshPending(store, id)
  return { requests, members: of('members') }
}

function merge(pulled: Request, patches: readonly { commandId: string; patch: RequestPatch }[]): RequestNow {
  let request = pulled
  const pendingCommands: string[] = []
  for (const { commandId, patch } of patches) {
    // The authority's own row holds this decision already: nothing of it is pending.
    if (pulled.decisions.some((decision) => decision.commandId === commandId)) continue
    request = {
      ...request,
      ...patch.set,
      decisions: [...request.decisions, patch.decision],
      events: [...request.events, ...patch.events],
    }
    pendingCommands.push(commandId)
  }
  return { request, pulled, pendingCommands }
}

/** A request as it stands here, pending commands included, in their order. */
export function findRequestNow(store: Store, id: string): RequestNow | undefined {
  const pulled = findRequest(store, id)
  if (!pulled) return undefined
  const rows = store.all(
    query
      .selectFrom('overlay')
      .select(['command_id', 'patch'])
      .where('table_name', '=', 'requests')
      .where('row_id', '=', id)
      .orderBy('position'),
  )
  return merge(
    pulled,
    rows.map((row) => ({ commandId: row.command_id, patch: JSON.parse(row.patch) as RequestPatch })),
  )
}

/** Brings the listed form of one request up to date with its row and its overlay. The writer calls it after either. */
export function refreshPending(store: Store, requestId: string): void {
  const now = findRequestNow(store, requestId)
  store.run(query.deleteFrom('pending_requests').where('id', '=', requestId))
  if (!now || now.pendingCommands.length === 0) return
  store.run(query.insertInto('pending_requests').values(requestColumns(now.request, JSON.stringify(now.request))))
}

const pendingMembers = query
  .selectFrom('overlay')
  .select(['row_id', 'command_id', 'patch'])
  .where('table_name', '=', 'members')
  .orderBy('position')

function values(row: { command_id: string; patch: string }): PendingValue[] {
  const { fields } = JSON.parse(row.patch) as MemberPatch
  return Object.entries(fields).map(([field, value]) => ({
    field: field as MemberField,
    value: value ?? null,
    commandId: row.command_id,
  }))
}

/** Fields of a member that pending commands will change, in the order of the commands; the last one of a field counts. */
export function listPendingValues(store: Store, memberId: string): PendingValue[] {
  const rows = store.all(pendingMembers.where('row_id', '=', memberId))
  const last = new Map(rows.flatMap(values).map((value) => [value.field, value]))
  return [...last.values()]
}

/** Every member with a value of a field that is still pending, and the value. */
export function listPendingOf(store: Store, field: MemberField): { memberId: string; value: string }[] {
  const last = new Map<string, string>()
  for (const row of store.all(pendingMembers))
    for (const value of values(row))
      if (value.field === field && value.value !== null) last.set(row.row_id, value.value)
  return [...last].map(([memberId, value]) => ({ memberId, value }))
}
