import type { VerificationKey } from '../certificates/certificate.ts'
import type { VerifierPorts } from '../certificates/ports.ts'
import { type AuditCheckpoint, isSignedCheckpoint } from './audit-log.ts'
import { type Sha256, verifyConsistency } from './merkle.ts'

/** What a witness keeps of the log: its newest signed state, and the key that it was told first. */
export interface HeldLog {
  readonly checkpoint: AuditCheckpoint
  readonly key: VerificationKey
}

/** What the authority shows of its log: its newest state, and the proof that it begins with the one that was held. */
export interface ShownLog extends HeldLog {
  readonly consistency: readonly string[]
}

/**
 * What is wrong with a log that is shown: nothing of it is shown any more, another key signs it, it is not signed, it is
 * shorter than it was, or it does not begin with what it was.
 */
export type LogFault = 'missing' | 'key' | 'signature' | 'shorter' | 'rewritten'

/** What a witness of a log needs of the machine. */
export type WitnessPorts = Pick<VerifierPorts, 'verifyEs256'> & { readonly sha256: Sha256 }

/** Whether a log that is shown is the one that was held, grown; the first one that is shown is believed. */
export function judgeLog(
  ports: WitnessPorts,
  held: HeldLog | undefined,
  shown: ShownLog | undefined,
): LogFault | undefined {
  if (!shown) return held && held.checkpoint.size > 0 ? 'missing' : undefined
  if (held && (held.key.kid !== shown.key.kid || held.key.publicKey !== shown.key.publicKey)) return 'key'
  if (!isSignedCheckpoint(ports, shown.key, shown.checkpoint)) return 'signature'
  if (!held) return undefined
  if (shown.checkpoint.size < held.checkpoint.size) return 'shorter'
  const grown = verifyConsistency(ports.sha256, held.checkpoint, shown.checkpoint, shown.consistency)
  return grown ? undefined : 'rewritten'
}
