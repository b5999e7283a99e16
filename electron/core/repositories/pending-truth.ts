import type { Store } from '#core/db/store.ts'
import { findAppointmentNow, refreshPendingAppointment } from './appointment-overlay.ts'
import { appointmentColumns } from './appointments.ts'
import { findCertificateNow, refreshPendingCertificate } from './certificate-overlay.ts'
import { certificateColumns } from './certificates.ts'
import { findRequestNow, refreshPending } from './overlay.ts'
import { requestColumns } from './requests.ts'

type Columns = Readonly<Record<string, string | number | null>>

/** How a derived table is made from the rows and their overlay. */
interface Derivation {
  readonly table: 'pending_requests' | 'pending_certificates' | 'pending_appointments'
  readonly of: 'requests' | 'certificates' | 'appointments'
  /** The columns as they should be; undefined for a record with nothing pending. */
  readonly derive: (store: Store, id: string) => Columns | undefined
  readonly refresh: (store: Store, id: string) => void
}

const derivations: readonly Derivation[] = [
  {
    table: 'pending_requests',
    of: 'requests',
    refresh: refreshPending,
    derive(store, id) {
      const now = findRequestNow(store, id)
      if (!now || now.pendingCommands.length === 0) return undefined
      return { ...requestColumns(now.request, JSON.stringify(now.request)) }
    },
  },
  {
    table: 'pending_certificates',
    of: 'certificates',
    refresh: refreshPendingCertificate,
    derive(store, id) {
      const now = findCertificateNow(store, id)
      if (!now || now.pendingCommands.length === 0) return undefined
      return { ...certificateColumns(now.certificate, JSON.stringify(now.certificate)) }
    },
  },
  {
    table: 'pending_appointments',
    of: 'appointments',
    refresh: refreshPendingAppointment,
    derive(store, id) {
      const now = findAppointmentNow(store, id)
      if (!now || now.pendingCommands.length === 0) return undefined
      const columns = appointmentColumns(now.appointment, JSON.stringify(now.appointment))
      return { ...columns, provisional: now.provisional ? 1 : 0 }
    },
  },
]

const idsOf = (store: Store, { table, of }: Derivation): string[] =>
  store
    .allOf<{ id: string }>(`SELECT row_id AS id FROM overlay WHERE table_name = ? UNION SELECT id FROM ${table}`, of)
    .map(({ id }) => id)

function isTrue(store: Store, derivation: Derivation, id: string): boolean {
  const wanted = derivation.derive(store, id)
  const kept = store.findOf<Columns>(`SELECT * FROM ${derivation.table} WHERE id = ?`, id)
  if (wanted === undefined || kept === undefined) return wanted === kept
  return Object.entries(wanted).every(([name, value]) => kept[name] === value)
}

/** Derived rows, by table, that are not what the rows and the overlay make of them. */
export function listUntruePending(store: Store): { table: string; ids: string[] }[] {
  return derivations
    .map((derivation) => ({
      table: derivation.table,
      ids: idsOf(store, derivation).filter((id) => !isTrue(store, derivation, id)),
    }))
    .filter(({ ids }) => ids.length > 0)
}

/** Makes the derived tables anew. */
export function rederivePending(store: Store): void {
  for (const derivation of derivations) for (const id of idsOf(store, derivation)) derivation.refresh(store, id)
}
