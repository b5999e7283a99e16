import { createHash } from 'node:crypto'
import type { Store } from '#core/db/store.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type Change, type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { hasAside, setAside, takeFromAside } from './aside.ts'
import { refreshPendingCertificate } from './certificate-overlay.ts'
import { putCertificate, putNewCertificate } from './certificates.ts'
import { IndexChanges } from './index-changes.ts'
import { type MemberForm, memberForm, putForm, putNewForm } from './members.ts'
import { hasOverlayRows } from './overlay-rows.ts'
import { type Arrival, applyChange } from './replica.ts'

interface CertificateForm {
  readonly certificate: Certificate
  readonly row: string
}

/** How many rows are written between two looks at the clock. */
const stride = 8

/**
 * Rows that arrived together. They are read and put into form first, without the store; then put in the order in which
 * the store lies, in as many slices as the caller likes. Members and certificates, who come in millions, have a way of
 * their own; all else goes by `applyChange`.
 */
export class Arrivals {
  readonly #arrival: Arrival
  /** Whether most rows are likely new: they are inserted without being looked up. */
  readonly #fresh: boolean
  readonly #full: Set<number>
  readonly #members: MemberForm[] = []
  readonly #certificates: CertificateForm[] = []
  readonly #others: { readonly change: Change; readonly cause?: string }[] = []
  readonly #changed = new Set<FeedTable>()
  #done = { members: 0, certificates: 0, others: 0 }

  constructor(arrival: Arrival, { fresh, full = new Set() }: { fresh: boolean; full?: Set<number> }) {
    this.#arrival = arrival
    this.#fresh = fresh
    this.#full = full
  }

  /** Takes a change of the feed. */
  take(change: Change): void {
    const { table, id, version, row } = change
    if (row !== null && this.#read(table, row, () => JSON.stringify(row), { id, version })) return
    this.#others.push({ change })
  }

  /** Takes a row of a fill by its text, which is kept as it came. */
  takeText(table: string, text: string): void {
    const row = readObject(text)
    if (row && this.#read(table, row, () => text)) return
    const known = row && typeof row['id'] === 'string' ? row['id'] : undefined
    const version = Number(row?.['version'])
    const change: Change = {
      table,
      id: known ?? createHash('sha256').update(text).digest('hex').slice(0, 32),
      version: Number.isSafeInteger(version) && version > 0 ? version : 1,
      row: row ?? { text },
    }
    this.#others.push(row ? { change } : { change, cause: 'unreadable: json' })
  }

  #read(
    table: string,
    row: Record<string, unknown>,
    text: () => string,
    named?: { readonly id: string; readonly version: number },
  ): boolean {
    if (table !== 'members' && table !== 'certificates') return false
    const { data } = feedTables[table].safeParse(row)
    if (!data || (named && (data.id !== named.id || data.version !== named.version))) return false
    if (table === 'members') this.#members.push(memberForm(data as Member, text()))
    else this.#certificates.push({ certificate: data as Certificate, row: text() })
    return true
  }

  /** Brings what was taken into the order of the store. */
  sort(): void {
    this.#members.sort((a, b) => a.place - b.place)
    this.#certificates.sort((a, b) => (a.certificate.id < b.certificate.id ? -1 : 1))
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
    const index = new IndexChanges()
    const whole =
      this.#putOthers(store, index, isEnough) &&
      this.#putMembers(store, index, isEnough) &&
      this.#putCertificates(store, isEnough)
    index.write(store)
    return whole
  }

  #putOthers(store: Store, index: IndexChanges, isEnough: () => boolean): boolean {
    while (this.#done.others < this.#others.length) {
      const other = this.#others[this.#done.others]
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
    const aside = this.#done.members < this.#members.length && hasAside(store, 'members')
    const put = { generation: this.#arrival.generation, pulledAt: this.#arrival.at, index, full: this.#full }
    while (this.#done.members < this.#members.length) {
      const from = this.#done.members
      for (const form of this.#members.slice(from, from + stride)) {
        if (this.#fresh ? putNewForm(store, form, put) : putForm(store, form, put)) this.#changed.add('members')
        if (aside) takeFromAside(store, 'members', form.member.id)
        this.#done.members += 1
      }
      if (isEnough()) return false
    }
    return true
  }

  #putCertificates(store: Store, isEnough: () => boolean): boolean {
    const any = this.#done.certificates < this.#certificates.length
    const aside = any && hasAside(store, 'certificates')
    const overlaid = any && hasOverlayRows(store, 'certificates')
    const put = this.#fresh ? putNewCertificate : putCertificate
    while (this.#done.certificates < this.#certificates.length) {
      const from = this.#done.certificates
      for (const { certificate, row } of this.#certificates.slice(from, from + stride)) {
        const changed = put(store, certificate, row, this.#arrival.generation)
        if (changed) this.#changed.add('certificates')
        if (changed && overlaid) refreshPendingCertificate(store, certificate.id)
        if (aside) takeFromAside(store, 'certificates', certificate.id)
        this.#done.certificates += 1
      }
      if (isEnough()) return false
    }
    return true
  }
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
