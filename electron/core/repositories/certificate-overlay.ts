import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Certificate, RevocationRecord } from '#shared/domain/certificates/certificate.ts'
import { certificateColumns, findCertificate } from './certificates.ts'
import { addOverlayRow, listOverlayRows } from './overlay-rows.ts'

/** What a pending step of a revocation does to its certificate. */
interface CertificatePatch {
  readonly set: Pick<Certificate, 'state' | 'proposal' | 'updatedAt'>
  readonly step: RevocationRecord
}

/** A certificate with the pending commands of this device in it. */
export interface CertificateNow {
  readonly certificate: Certificate
  /** As the authority last said. */
  readonly pulled: Certificate
  /** Commands whose effect is shown in it, in their order. */
  readonly pendingCommands: readonly string[]
}

/** Keeps the effect of a step until its receipt's change has arrived. `after`: the certificate with the step in it. */
export function addCertificateOverlay(
  store: Store,
  command: { readonly id: string; readonly position: number },
  after: Certificate,
): void {
  const step = after.steps.at(-1)
  if (!step) throw new Error('A step of a revocation leaves itself among the steps')
  const { id, state, proposal, updatedAt } = after
  const patch: CertificatePatch = { set: { state, proposal, updatedAt }, step }
  addOverlayRow(store, command, { table: 'certificates', id }, patch)
  refreshPendingCertificate(store, id)
}

function merge(
  pulled: Certificate,
  patches: readonly { commandId: string; patch: CertificatePatch }[],
): CertificateNow {
  let certificate = pulled
  const pendingCommands: string[] = []
  for (const { commandId, patch } of patches) {
    // The authority's own row holds this step already: nothing of it is pending.
    if (pulled.steps.some((step) => step.commandId === commandId)) continue
    certificate = { ...certificate, ...patch.set, steps: [...certificate.steps, patch.step] }
    pendingCommands.push(commandId)
  }
  return { certificate, pulled, pendingCommands }
}

/** A certificate as it stands here, pending commands included, in their order. */
export function findCertificateNow(store: Store, id: string): CertificateNow | undefined {
  const pulled = findCertificate(store, id)
  return pulled && merge(pulled, listOverlayRows<CertificatePatch>(store, 'certificates', id))
}

/** Brings the listed form of one certificate up to date with its row and its overlay. The writer calls it after either. */
export function refreshPendingCertificate(store: Store, id: string): void {
  const now = findCertificateNow(store, id)
  store.run(query.deleteFrom('pending_certificates').where('id', '=', id))
  if (!now || now.pendingCommands.length === 0) return
  const { certificate } = now
  store.run(
    query.insertInto('pending_certificates').values(certificateColumns(certificate, JSON.stringify(certificate))),
  )
}
