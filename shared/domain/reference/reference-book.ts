import type { Holiday } from '../business-days.ts'
import { addDays, type CalendarDate, calendarDate } from '../calendar.ts'
import type { MemberField } from '../members/member.ts'
import type { RequestKind, Risk } from '../requests/request.ts'
import { holidaysOf } from './holidays.ts'
import { ReferenceKind, type ReferenceRow } from './reference-rows.ts'
import { isStanding, type ReferenceVersion } from './reference-version.ts'
import { type CodeName, namesOfRanks } from './register-codes.ts'
import { shippedVersions } from './shipped.ts'

/**
 * What the authority has laid down, by the day it counts from. In force on a day is the latest version from that day or
 * before it; before the first, the first. A kind that nothing is known of has the version that the program came with.
 */
export class ReferenceBook {
  readonly #byKind: ReadonlyMap<ReferenceKind, readonly [ReferenceVersion, ...ReferenceVersion[]]>
  readonly #holidays = new Map<string, readonly Holiday[]>()

  /** @param versions in any order; withdrawn ones and proposals count for nothing. */
  constructor(versions: readonly ReferenceVersion[]) {
    this.#byKind = new Map(
      ReferenceKind.options.map((kind) => {
        const [first, ...later] = versions
          .filter((version) => version.kind === kind && isStanding(version))
          .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
        return [kind, first ? [first, ...later] : [shippedVersions[kind]]]
      }),
    )
  }

  /** The versions of a kind that stand, oldest first; never none. */
  versionsOf(kind: ReferenceKind): readonly [ReferenceVersion, ...ReferenceVersion[]] {
    return this.#byKind.get(kind) ?? [shippedVersions[kind]]
  }

  /** The version in force on a day. */
  versionInForce(kind: ReferenceKind, date: string): ReferenceVersion {
    const versions = this.versionsOf(kind)
    return versions.findLast(({ effectiveFrom }) => effectiveFrom <= date) ?? versions[0]
  }

  /** The rows in force on a day, in their order. */
  inForce<K extends ReferenceKind>(kind: K, date: string): readonly ReferenceRow<K>[] {
    // A version's rows were checked against its kind's schema where it came in.
    return this.versionInForce(kind, date).rows as unknown as readonly ReferenceRow<K>[]
  }

  /** Business days that a request may take which was submitted on a day. */
  slaDays(service: RequestKind, submitted: string): number {
    return this.inForce('sla', submitted).find((row) => row.service === service)?.days ?? 0
  }

  /** Risk of changing a field by a request that was submitted on a day. */
  riskOf(field: MemberField, submitted: string): Risk {
    return this.inForce('field-risk', submitted).find((row) => row.field === field)?.risk ?? 'high'
  }

  /** Every rank that a standing version names, the highest first: none is ever taken away. */
  knownRanks(): Readonly<Record<string, CodeName>> {
    const versions = this.versionsOf('ranks')
    return namesOfRanks(this.inForce('ranks', (versions.at(-1) ?? versions[0]).effectiveFrom))
  }

  /**
   * CPD hours a year that are required on a day of whoever has a rank of a family, and from when they are; undefined where
   * nothing is laid down. A row of the rank goes before that of the whole family.
   */
  cpdHours(family: string, rank: string, day: string): { hours: number; effectiveFrom: CalendarDate } | undefined {
    const { effectiveFrom } = this.versionInForce('cpd', day)
    const rows = this.inForce('cpd', day).filter((row) => row.family === family)
    const row = rows.find((one) => one.rank === rank) ?? rows.find((one) => one.rank === null)
    return row && { hours: row.hours, effectiveFrom }
  }

  /**
   * Holidays that touch the days from `from` to `to`, oldest first: of each day by the version in force on it, so that a
   * holiday which begins before a new version and ends after it is cut where the two disagree.
   */
  holidaysBetween(from: CalendarDate, to: CalendarDate): readonly Holiday[] {
    const key = `${from} ${to}`
    const known = this.#holidays.get(key)
    if (known) return known
    const versions = this.versionsOf('holidays')
    const found = versions.flatMap((version, at) => {
      const next = versions[at + 1]?.effectiveFrom
      const first = at === 0 ? undefined : version.effectiveFrom
      const last = next && addDays(next, -1)
      const [begin, end] = [first && first > from ? first : from, last && last < to ? last : to]
      if (begin > end) return []
      const rows = version.rows as unknown as readonly ReferenceRow<'holidays'>[]
      return holidaysOf(rows, begin, end).map(
        (holiday): Holiday => ({
          ...holiday,
          from: first && holiday.from < first ? first : holiday.from,
          to: last && holiday.to > last ? last : holiday.to,
        }),
      )
    })
    // A calendar asks for the same weeks again and again; a year of single days is more than anybody asks for.
    if (this.#holidays.size >= 400) this.#holidays.clear()
    this.#holidays.set(key, found)
    return found
  }

  /** The holidays on one day. */
  holidaysOn(date: string): readonly Holiday[] {
    const day = calendarDate(date)
    return this.holidaysBetween(day, day)
  }
}

/** What the program came with: what holds where no authority has said anything yet. */
export const shippedBook = new ReferenceBook([])
