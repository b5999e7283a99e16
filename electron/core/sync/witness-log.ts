import { nodeWitnessPorts } from '#core/crypto/node-witness-ports.ts'
import type { Store } from '#core/db/store.ts'
import { appendNotes } from '#core/repositories/desk-audit.ts'
import { addLogBreak, findSetting, type LogBreak, putSetting } from '#core/repositories/settings.ts'
import { judgeLog, type LogFault } from '#shared/domain/audit/witness.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { AUDIT_PROTOCOL } from '#shared/protocol/protocol-version.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'

/** After a restore a log may be another one; it is never signed by another key, nor not at all. */
const restorable: readonly LogFault[] = ['missing', 'shorter', 'rewritten']

/** How many entries the newest state of the log has that this desk has seen: what its next proof begins with. */
export function witnessedSize(store: Store): number {
  return findSetting(store, 'audit-witness')?.checkpoint.size ?? 0
}

/** Both states are kept for good, and this desk's own chain tells the authority that they were seen. */
function keepBreak(store: Store, broken: LogBreak): void {
  const lasting = (findSetting(store, 'audit-fault') ?? null) !== null
  if (!addLogBreak(store, broken, lasting)) return
  const { at, kind, reason, held, shown } = broken
  const detail = { reason, held: held?.size ?? 0, shown: shown?.size ?? 0, root: held?.root ?? '' }
  appendNotes(store, [{ actor: 'system', action: `desk.log-${kind}`, subject: 'device', detail }], at)
}

/**
 * Looks at what a page shows of the audit log. It is kept in the place of the state before where it is that one, grown;
 * else both are kept for good as evidence. In a new epoch the desk follows the log that is shown, and remembers that the
 * one before ended.
 *
 * @throws AppError `audit/altered` with `{ reason }` where the log is not the one that this desk has seen.
 */
function takeLog(store: Store, { epoch, audit }: Pick<PullOutput, 'epoch' | 'audit'>, at: string): void {
  const held = findSetting(store, 'audit-witness') ?? undefined
  const spoken = findSetting(store, 'authority')?.protocol ?? 0
  if (!audit && spoken < AUDIT_PROTOCOL) return
  const fault = judgeLog(nodeWitnessPorts, held, audit)
  const shown = audit?.checkpoint ?? null
  if (fault === undefined) {
    if (audit && audit.checkpoint.signature !== held?.checkpoint.signature)
      putSetting(store, 'audit-witness', { epoch, key: audit.key, checkpoint: audit.checkpoint })
    return
  }
  const before = held?.checkpoint ?? null
  if (held && held.epoch !== epoch && restorable.includes(fault)) {
    keepBreak(store, { at, kind: 'restored', reason: fault, epoch, held: before, shown, proof: [] })
    putSetting(store, 'audit-witness', audit ? { epoch, key: audit.key, checkpoint: audit.checkpoint } : null)
    return
  }
  const proof = [...(audit?.consistency ?? [])]
  keepBreak(store, { at, kind: 'altered', reason: fault, epoch, held: before, shown, proof })
  throw new AppError('audit/altered', { reason: fault })
}

/** Looks at what a page shows of the audit log and remembers whether it holds: `audit-fault`. Stops nothing. */
export function witnessLog(store: Store, page: Pick<PullOutput, 'epoch' | 'audit'>, at: string): void {
  store.cheapTransaction(() => {
    const before = findSetting(store, 'audit-fault') ?? null
    let fault: string | null = null
    try {
      takeLog(store, page, at)
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'audit/altered')) throw thrown
      fault = thrown.code
    }
    if (fault !== before) putSetting(store, 'audit-fault', fault)
  })
}
