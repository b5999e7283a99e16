import type { Store } from '#core/db/store.ts'
import { changeEntry, findReceipt, getEntry } from '#core/repositories/outbox.ts'
import { listSettledOverlays, reopenIfOther } from '#core/repositories/outbox-lists.ts'
import { removeOverlay } from '#core/repositories/overlay.ts'
import { applyCurrent, findVersion } from '#core/repositories/replica.ts'
import { getNewestGeneration, putSetting } from '#core/repositories/settings.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import type { ChangedTable } from './sync-context.ts'

/** Whether the replica holds what a receipt says was changed; a row that is not here has left the scope. */
function hasArrived(store: Store, receipt: Receipt): boolean {
  return receipt.changed.every(({ table, id, version }) => {
    const here = findVersion(store, table, id)
    return here === undefined || here >= version
  })
}

/** Takes away the pending effects that have become true. Answers the tables that look different. */
export function settleOverlays(store: Store): ChangedTable[] {
  const tables = new Set<ChangedTable>()
  for (const id of listSettledOverlays(store)) {
    const receipt = findReceipt(store, id)
    if (receipt && !hasArrived(store, receipt)) continue
    for (const { table } of removeOverlay(store, id)) tables.add(table)
  }
  return [...tables]
}

/**
 * Writes down what became of a command, in the caller's transaction. An effect that took place stays pending until its
 * rows have come; one that was refused or withdrawn goes at once.
 *
 * @returns the tables that look different.
 */
export function settleCommand(store: Store, receipt: Receipt, at: string): ChangedTable[] {
  const { id, outcome, code, rebased } = receipt
  if (outcome === 'deferred') {
    changeEntry(store, id, { deferral: 'acknowledged' })
    return ['outbox']
  }
  if (getEntry(store, id).state === 'settled') return []
  reopenIfOther(store, receipt)
  changeEntry(store, id, {
    state: outcome,
    receipt,
    receiptedAt: receipt.at,
    rebased,
    cause: outcome === 'refused' ? code : null,
    deferral: null,
    notBefore: null,
  })
  putSetting(store, 'last-receipt-at', receipt.at)
  if (outcome === 'applied') return ['outbox', ...settleOverlays(store)]
  const touched = removeOverlay(store, id)
  if (receipt.current) applyCurrent(store, receipt.current, { scope: '', generation: getNewestGeneration(store), at })
  return ['outbox', 'requests', 'members', ...touched.map(({ table }) => table)]
}
