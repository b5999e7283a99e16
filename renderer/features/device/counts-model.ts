import type { AsideRow, RowCount } from '#shared/contracts/sync.ts'

export interface CountedRow extends RowCount {
  /** Names the row within the table. */
  readonly key: string
  /** Whether as many rows are here as at the authority; `unknown` for a scope that was never read. */
  readonly state: 'equal' | 'differs' | 'unknown'
}

/** The order in which people think of them; what is not named here comes last. */
const order = [
  'members',
  'requests',
  'certificates',
  'appointments',
  'schedules',
  'clerks',
  'reference_versions',
  'evidence_lists',
]
const placeOf = (table: string): number => (order.includes(table) ? order.indexOf(table) : order.length)

/** Tables of scopes with how they stand: those that differ first, then those that were never read. */
export function countedRows(rows: readonly RowCount[]): CountedRow[] {
  const rank = { differs: 0, unknown: 1, equal: 2 } as const
  return rows
    .map((row): CountedRow => {
      const state = row.authority === null ? 'unknown' : row.here === row.authority ? 'equal' : 'differs'
      return { ...row, key: `${row.scope} ${row.table}`, state: row.aside > 0 ? 'differs' : state }
    })
    .sort((a, b) => rank[a.state] - rank[b.state] || placeOf(a.table) - placeOf(b.table))
}

/** What was set aside of one table of a scope. */
export function asideOf(aside: readonly AsideRow[], { scope, table }: Pick<RowCount, 'scope' | 'table'>): AsideRow[] {
  return aside.filter((row) => row.scope === scope && row.table === table)
}

/** The kind of a cause, `unreadable: field` → `unreadable`, with what follows it. */
export function causeOf(cause: string): { kind: 'unknown-table' | 'unreadable' | 'refused' | 'unnamed'; rest: string } {
  const [head = '', ...rest] = cause.split(': ')
  const kinds = ['unknown-table', 'unreadable', 'refused'] as const
  const kind = kinds.find((known) => known === head)
  return kind === undefined ? { kind: 'unnamed', rest: cause } : { kind, rest: rest.join(': ') }
}

/** `branch:jeddah` → `jeddah`; undefined for what belongs to no branch. */
export function branchOfScope(scope: string): string | undefined {
  return scope.startsWith('branch:') ? scope.slice('branch:'.length) : undefined
}
