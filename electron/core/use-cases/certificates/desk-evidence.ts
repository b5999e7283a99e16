import type { Store } from '#core/db/store.ts'
import { evidenceStamp, listEvidence } from '#core/repositories/evidence-lists.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { type Evidence, openEvidence } from '#shared/domain/certificates/evidence.ts'
import { nodeVerifierPorts } from './node-verifier-ports.ts'

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
