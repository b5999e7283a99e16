import { createHash } from 'node:crypto'
import type { WitnessPorts } from '#shared/domain/audit/witness.ts'
import { nodeVerifierPorts } from './node-verifier-ports.ts'

/** What a witness of the audit log needs, by Node's own modules. */
export const nodeWitnessPorts: WitnessPorts = {
  verifyEs256: nodeVerifierPorts.verifyEs256,
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
}
