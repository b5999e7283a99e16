import type { Store } from '#core/db/store.ts'
import type { FeedTable } from '#shared/protocol/pull.ts'
import type { FormedRows } from './arrival-forms.ts'
import { hasAside, setAside, takeFromAside } from './aside.ts'
import { refreshPendingCertificate } from './certificate-overlay.ts'
import { putCertificateForm, putNewCertificate } from './certificates.ts'
import { IndexChanges } from './index-changes.ts'
import { putForm, putNewForm } from './members.ts'
import { hasOverlayRows } from './overlay-rows.ts'
import { type Arrival, applyChange } from './replica.ts'

/** How many rows are written between two looks at the clock. */
const stride = 8

/**
 * Rows that arrived together and were put into form (`RowForms`). They are put in the order in which the store lies, in
 * as many slices as the caller likes. Members and certificates, who come in millions, have a way of their own; all else
 * goes by `applyChange`.
 */
export class Arrivals {
  readonly #arrival: Arrival
  /** Whether most rows are likely new: they are inserted without being looked up. */
  readonly #fresh: boolean
  readonly #full: Set<number>
  readonly #tellsWords: boolean
  readonly #rows: FormedRows
  readonly #changed = new Set<FeedTable>()
  #done = { members: 0, certificates: 0, others: 0 }

  /** @param how `many`: they are part of so many that lists of members are read anew behind them; as `fresh` when absent. */
  constructor(arrival: Arrival, rows: FormedRows, how: { fresh: boolean; many?: boolean; full?: Set<number> }) {
    const { fresh, many = fresh, full = new Set() } = how
    this.#tellsWords = !many
    this.#arrival = arrival
    this.#rows = rows
    this.#fresh = fresh
    this.#full = full
  }

  /** Tables whose rows look different now. */
  get changed(): ReadonlySet<FeedTable> {
    return this.#changed
  }

  /**
   * Puts rows until `isEnough`, in the caller's transaction.
   *
   * @returns whether all are put.
   */
  put(store: Store, isEnough: () => boolean): boolean {
    const index = new IndexChanges({ tellsWords: this.#tellsWords })
    const whole =
      this.#putOthers(store, index, isEnough) &&
      this.#putMembers(store, index, isEnough) &&
      this.#putCertificates(store, isEnough)
    index.write(store)
    return whole
  }

  #putOthers(store: Store, index: IndexChanges, isEnough: () => boolean): boolean {
    while (this.#done.others < this.#rows.others.length) {
      const other = this.#rows.others[this.#done.others]
      this.#done.others += 1
      if (other?.cause) setAside(store, other.change, this.#arrival.scope, other.cause, this.#arrival.at)
      else if (other) {
        const table = applyChange(store, other.change, { ...this.#arrival, index })
        if (table) this.#changed.add(table)
      }
      if (isEnough()) return false
    }
    return true
  }

  #putMembers(store: Store, index: IndexChanges, isEnough: () => boolean): boolean {
    const aside = this.#done.members < this.#rows.members.length && hasAside(store, 'members')
    const put = { generation: this.#arrival.generation, pulledAt: this.#arrival.at, index, full: this.#full }
    while (this.#done.members < this.#rows.members.length) {
      const from = this.#done.members
      for (const form of this.#rows.members.slice(from, from + stride)) {
        if (this.#fresh ? putNewForm(store, form, put) : putForm(store, form, put)) this.#changed.add('members')
        if (aside) takeFromAside(store, 'members', form.id)
        this.#done.members += 1
      }
      if (isEnough()) return false
    }
    return true
  }

  #putCertificates(store: Store, isEnough: () => boolean): boolean {
    const any = this.#done.certificates < this.#rows.certificates.length
    const aside = any && hasAside(store, 'certificates')
    const overlaid = any && hasOverlayRows(store, 'certificates')
    const put = this.#fresh ? putNewCertificate : putCertificateForm
    while (this.#done.certificates < this.#rows.certificates.length) {
      const from = this.#done.certificates
      for (const form of this.#rows.certificates.slice(from, from + stride)) {
        const changed = put(store, form, this.#arrival.generation)
        if (changed) this.#changed.add('certificates')
        if (changed && overlaid) refreshPendingCertificate(store, form.id)
        if (aside) takeFromAside(store, 'certificates', form.id)
        this.#done.certificates += 1
      }
      if (isEnough()) return false
    }
    return true
  }
}
