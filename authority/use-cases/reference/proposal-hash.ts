import { proposalText, type ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { sha256 } from '../sync/check-signature.ts'

/** SHA-256 (hex) of what a second person confirms: the rows and the day. */
export function proposalHash(version: Pick<ReferenceVersion, 'kind' | 'effectiveFrom' | 'rows'>): string {
  return sha256(proposalText(version))
}
