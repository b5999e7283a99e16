import { nodeVerifierPorts } from '#core/crypto/node-verifier-ports.ts'
import type { Store } from '#core/db/store.ts'
import { evidenceStamp, listEvidence } from '#core/repositories/evidence-lists.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { EvidenceAge } from '#shared/contracts/certificates.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { type Evidence, openEvidence } from '#shared/domain/certificates/evidence.ts'
import type { ProvenClock } from '#shared/domain/certificates/verify-code.ts'
import { evidenceLimitsOn } from '#shared/domain/reference/evidence-limits.ts'

/** The signed lists of this desk with their signatures looked at, opened again only when one of them has changed. */
export class DeskEvidence {
  #stamp: string | undefined
  #opened: Evidence | undefined

  get(store: Store): Evidence {
    const anchor = findSetting(store, 'trust-anchor') ?? null
    const stamp = `${anchor?.publicKey} ${evidenceStamp(store)}`
    if (this.#opened === undefined || stamp !== this.#stamp) {
      this.#opened = openEvidence({ anchor, lists: listEvidence(store) }, nodeVerifierPorts)
      this.#stamp = stamp
    }
    return this.#opened
  }
}

/** Seconds since 1970 as an age. */
function ageOf(issuedAt: number | undefined, now: number, limitSeconds: number): EvidenceAge {
  if (issuedAt === undefined) return { signedAt: null, ageSeconds: null, limitSeconds }
  const ageSeconds = Math.max(0, Math.floor(now / 1000) - issuedAt)
  return { signedAt: new Date(issuedAt * 1000).toISOString(), ageSeconds, limitSeconds }
}

/** How old the lists are by which this desk would verify now; of several status lists the oldest. */
export function describeEvidence(
  { trust, statusLists }: Evidence,
  clock: ProvenClock,
): { statusList: EvidenceAge; trustList: EvidenceAge; clockTrusted: boolean } {
  const now = Date.parse(clock.now)
  const limits = evidenceLimitsOn(riyadhDateOf(now))
  const signed = [...statusLists.values()].flatMap((list) => (list === 'not-trusted' ? [] : list.issuedAt))
  return {
    statusList: ageOf(signed.sort((a, b) => a - b)[0], now, limits.statusListSeconds),
    trustList: ageOf(trust.kind === 'list' ? trust.list.issuedAt : undefined, now, limits.trustListSeconds),
    clockTrusted: clock.trusted,
  }
}
