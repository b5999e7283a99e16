import { createHash } from 'node:crypto'
import type { CertificateColumns } from '#core/db/tables.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type Change, feedTables } from '#shared/protocol/pull.ts'
import { certificateColumns } from './certificates.ts'
import { type MemberForm, memberForm } from './members.ts'

/** A row that goes by `applyChange`, or, with a cause, aside at once. */
export interface OtherRow {
  readonly change: Change
  readonly cause?: string
}

/** Rows that arrived together, in the form and the order in which the store keeps them. */
export interface FormedRows {
  readonly members: readonly MemberForm[]
  readonly certificates: readonly CertificateColumns[]
  readonly others: readonly OtherRow[]
}

/**
 * Reads, checks and forms rows, without the store. Members and certificates, who come in millions, have forms of their
 * own; all else is left to `applyChange`.
 */
export class RowForms {
  readonly #members: MemberForm[] = []
  readonly #certificates: CertificateColumns[] = []
  readonly #others: OtherRow[] = []

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
    else this.#certificates.push(certificateColumns(data as Certificate, text()))
    return true
  }

  /** What was taken, in the order of the store. */
  inOrder(): FormedRows {
    this.#members.sort((a, b) => a.place - b.place)
    this.#certificates.sort((a, b) => (a.id < b.id ? -1 : 1))
    return { members: this.#members, certificates: this.#certificates, others: this.#others }
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
