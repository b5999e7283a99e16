import { findAppointmentNow } from '#core/repositories/appointment-overlay.ts'
import { findCertificateNow } from '#core/repositories/certificate-overlay.ts'
import { findEntry, listUnreceipted } from '#core/repositories/outbox.ts'
import { findRequestNow } from '#core/repositories/overlay.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { SimDesk } from './sim-desk.ts'

/** Says what is wrong; the run is over then. */
export type Complain = (what: string) => void

/** What a desk owes its clerks at any moment: nothing that was answered for is gone. */
export function checkOutbox(desk: SimDesk, complain: Complain): void {
  for (const { id, actor, kind } of desk.promised.values()) {
    const entry = findEntry(desk.store, id)
    if (!entry) complain(`${desk.name} lost ${kind} ${id} of ${actor}`)
    // What is put away takes along what was built on it.
    else if (
      entry.state === 'settled' &&
      !desk.putAway.has(id) &&
      entry.redoneAs === null &&
      !isTakenAlong(desk, entry.after)
    )
      complain(`${desk.name} put ${kind} ${id} of ${actor} away by itself`)
  }
  const rows = desk.store.allOf<{ actor: string; seq: number }>('SELECT actor, seq FROM outbox ORDER BY position')
  const last = new Map<string, number>()
  for (const { actor, seq } of rows) {
    if (seq !== (last.get(actor) ?? 0) + 1) complain(`${desk.name} has a gap before ${actor}/${seq}`)
    last.set(actor, seq)
  }
}

function isTakenAlong(desk: SimDesk, after: string | null): boolean {
  return after !== null && findEntry(desk.store, after)?.state === 'settled'
}

/** What lists show is what rows and pending effects come to. */
export function checkDerived(desk: SimDesk, complain: Complain): void {
  const { store } = desk
  const views = [
    {
      table: 'requests',
      now: (id: string) => {
        const now = findRequestNow(store, id)
        return now && now.pendingCommands.length > 0 ? now.request : undefined
      },
    },
    {
      table: 'certificates',
      now: (id: string) => {
        const now = findCertificateNow(store, id)
        return now && now.pendingCommands.length > 0 ? now.certificate : undefined
      },
    },
    {
      table: 'appointments',
      now: (id: string) => {
        const now = findAppointmentNow(store, id)
        return now && now.pendingCommands.length > 0 ? now.appointment : undefined
      },
    },
  ] as const
  for (const { table, now } of views) {
    const kept = new Map(
      store.allOf<{ id: string; row: string }>(`SELECT id, row FROM pending_${table}`).map(({ id, row }) => [id, row]),
    )
    const touched = store.allOf<{ id: string }>('SELECT DISTINCT row_id AS id FROM overlay WHERE table_name = ?', table)
    for (const id of new Set([...kept.keys(), ...touched.map((row) => row.id)])) {
      const should = now(id)
      const is = kept.get(id)
      if ((should && canonicalJson(should)) !== (is === undefined ? undefined : canonicalJson(JSON.parse(is))))
        complain(`${desk.name} shows ${table} ${id} otherwise than its row and its pending effects`)
    }
  }
}

/** Pending effects belong to commands that are not settled, or whose rows have not come. */
export function checkOverlays(desk: SimDesk, complain: Complain): void {
  const { store } = desk
  const waiting = new Set(listUnreceipted(store).map(({ id }) => id))
  const rows = store.allOf<{ id: string; state: string; withdrawn: number; table_name: string; row_id: string }>(
    `SELECT overlay.command_id AS id, outbox.state, outbox.kind = 'withdrawn' AS withdrawn, table_name, row_id
     FROM overlay LEFT JOIN outbox ON outbox.id = overlay.command_id`,
  )
  for (const row of rows) {
    if (row.withdrawn === 1) complain(`${desk.name} still shows the effect of ${row.id}, which was taken back`)
    if (!waiting.has(row.id) && row.state !== 'applied')
      complain(`${desk.name} still shows the effect of ${row.id}, which is ${row.state}`)
  }
}
