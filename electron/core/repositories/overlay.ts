import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { FieldValues, MemberField } from '#shared/domain/members/member.ts'
import type { DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import type { DecisionRecord, Request, RequestEvent } from '#shared/domain/requests/request.ts'
import { refreshPendingAppointment } from './appointment-overlay.ts'
import { refreshPendingCertificate } from './certificate-overlay.ts'
import { addOverlayRow, listOverlayRows, type OverlayRow, type TouchedRow, takeOverlayRows } from './overlay-rows.ts'
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
  // Only what this command decides: other fields may be decided elsewhere meanwhile, and the authority's word on them counts.
  const fieldStates = Object.fromEntries(
    Object.entries(effect.request.fieldStates).filter(
      ([field, next]) => before.fieldStates[field as MemberField] !== next,
    ),
  )
  return {
    set: { state, dueAt, pausedAt, proposal, fieldStates, updatedAt },
    decision,
    events: events.slice(before.events.length),
  }
}

/** Keeps the effect of a command until its receipt's change has arrived. `before`: the request that it was decided on. */
export function addOverlay(
  store: Store,
  command: { id: string; position: number },
  before: Request,
  effect: DecisionEffect,
  decision: DecisionRecord,
): void {
  addOverlayRow(store, command, { table: 'requests', id: before.id }, requestPatch(before, effect, decision))
  if (Object.keys(effect.memberFields).length > 0) {
    const member: MemberPatch = { fields: effect.memberFields }
    addOverlayRow(store, command, { table: 'members', id: before.memberId }, member)
  }
  refreshPending(store, before.id)
}

/** Takes a command's effect away, whatever it acted on. Answers the rows that look different now. */
export function removeOverlay(store: Store, commandId: string): TouchedRow[] {
  const rows = takeOverlayRows(store, commandId)
  for (const { table, id } of rows) {
    if (table === 'requests') refreshPending(store, id)
    else if (table === 'certificates') refreshPendingCertificate(store, id)
    else if (table === 'appointments') refreshPendingAppointment(store, id)
  }
  return rows
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
      fieldStates: { ...request.fieldStates, ...patch.set.fieldStates },
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
  return merge(pulled, listOverlayRows<RequestPatch>(store, 'requests', id))
}

/** Brings the listed form of one request up to date with its row and its overlay. The writer calls it after either. */
export function refreshPending(store: Store, requestId: string): void {
  const now = findRequestNow(store, requestId)
  store.run(query.deleteFrom('pending_requests').where('id', '=', requestId))
  if (!now || now.pendingCommands.length === 0) return
  store.run(query.insertInto('pending_requests').values(requestColumns(now.request, JSON.stringify(now.request))))
}

function values({ commandId, patch }: OverlayRow<MemberPatch>): PendingValue[] {
  return Object.entries(patch.fields).map(([field, value]) => ({
    field: field as MemberField,
    value: value ?? null,
    commandId,
  }))
}

/** Fields of a member that pending commands will change, in the order of the commands; the last one of a field counts. */
export function listPendingValues(store: Store, memberId: string): PendingValue[] {
  const rows = listOverlayRows<MemberPatch>(store, 'members', memberId)
  const last = new Map(rows.flatMap(values).map((value) => [value.field, value]))
  return [...last.values()]
}

/** Every member with a value of a field that is still pending, and the value. */
export function listPendingOf(store: Store, field: MemberField): { memberId: string; value: string }[] {
  const last = new Map<string, string>()
  for (const row of listOverlayRows<MemberPatch>(store, 'members'))
    for (const value of values(row)) if (value.field === field && value.value !== null) last.set(row.rowId, value.value)
  return [...last].map(([memberId, value]) => ({ memberId, value }))
}
