import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { sha256 } from '../sync/check-signature.ts'

/** SHA-256 (hex) of a record as it stands: what an audit entry keeps of it, behind a salted commitment. */
export function recordHash(record: object): string {
  return sha256(canonicalJson(record))
}
