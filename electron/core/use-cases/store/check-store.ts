import type { Store } from '#core/db/store.ts'
import { listUntruePending } from '#core/repositories/pending-truth.ts'
import {
  checkTable,
  countAside,
  countBrokenReferences,
  countEffectsWithoutCommand,
  countIndexDifferences,
  countRows,
  listCommandNumbers,
  listStrangeCursors,
  listTables,
  listUnreadableCommands,
  listUnreadableLocal,
  listUnreadableSamples,
} from '#core/repositories/store-health.ts'
import { type Finding, finding } from '#shared/domain/store/finding-table.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** What a full check needs besides the store. */
export interface FullCheck {
  /** Hears what is looked at, and how many of how many steps are done. */
  readonly onStep: (step: string, done: number, total: number) => void
  readonly signal: AbortSignal
  /** Lets other work of the thread in between. */
  readonly breathe: () => Promise<unknown>
}

/** What was found, and rows by table where they were counted. */
export interface Checked {
  readonly findings: Finding[]
  readonly rows: Record<string, number>
  readonly complete: boolean
}

/** Asks a question about the content; a page that cannot be read is a finding and ends no check. */
function ask(table: string | undefined, question: () => Finding[]): Finding[] {
  try {
    return question()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'store/damaged')
      return [finding('page-damaged', table === undefined ? {} : { table })]
    throw thrown
  }
}

/** What holds between the local tables, asked of small tables only. */
function checkLocal(store: Store): Finding[] {
  const some = (count: number, make: (count: number) => Finding): Finding[] => (count > 0 ? [make(count)] : [])
  return [
    ...ask('outbox', () =>
      listCommandNumbers(store).flatMap(({ clerkId, next, last, missing }) => [
        ...some(missing.length, (count) =>
          finding('number-missing', { table: 'outbox', count, detail: { clerkId, seqs: [...missing] } }),
        ),
        // A command pruned after its time leaves `next` ahead of nothing; never behind.
        ...(next <= last || (last > 0 && next !== last + 1)
          ? [finding('number-ahead', { table: 'enrolled', detail: { clerkId, next, last } })]
          : []),
      ]),
    ),
    ...ask('outbox', () =>
      [...listUnreadableCommands(store)].map(([clerkId, seqs]) =>
        finding('command-unreadable', { table: 'outbox', count: seqs.length, detail: { clerkId, seqs } }),
      ),
    ),
    ...ask('overlay', () =>
      some(countEffectsWithoutCommand(store), (count) =>
        finding('effect-without-command', { table: 'overlay', count }),
      ),
    ),
    ...ask('cursors', () =>
      listStrangeCursors(store).map((scope) => finding('cursor-strange', { table: 'cursors', detail: { scope } })),
    ),
    ...ask('aside', () => some(countAside(store), (count) => finding('rows-aside', { table: 'aside', count }))),
  ]
}

/**
 * The check at every start: what only this desk holds is read, a sample of the rest, and the numbers of commands and
 * cursors make sense. Milliseconds, however large the store.
 */
export function checkQuickly(store: Store, random: () => number): Checked {
  const unreadable = [...listUnreadableLocal(store), ...listUnreadableSamples(store, random)]
  const findings = unreadable.map((table) => finding('page-damaged', { table }))
  return { findings: [...findings, ...checkLocal(store)], rows: {}, complete: true }
}

function checkRules(store: Store): Finding[] {
  return [
    ...ask(undefined, () =>
      [...countBrokenReferences(store)].map(([table, count]) => finding('reference-broken', { table, count })),
    ),
    ...ask(undefined, () =>
      listUntruePending(store).map(({ table, ids }) => finding('pending-not-true', { table, count: ids.length })),
    ),
    ...ask('member_index', () => {
      const count = countIndexDifferences(store)
      return count > 0 ? [finding('search-index-wrong', { table: 'member_index', count })] : []
    }),
    ...checkLocal(store),
  ]
}

/** At most so many of SQLite's own complaints are kept for the details, and never a value of a row. */
const keptComplaints = 5

function checkPages(store: Store, table: string): Finding[] {
  const said = checkTable(store, table)
  if (said === 'damaged') return [finding('page-damaged', { table })]
  if (said.length === 0) return []
  return [
    finding(table.startsWith('member_index') ? 'search-index-wrong' : 'structure-wrong', {
      table,
      count: said.length,
      detail: { said: said.slice(0, keptComplaints).join('; ').slice(0, 500) },
    }),
  ]
}

/**
 * The check that somebody asks for: every page and index of every table, the search index, references, derived rows
 * against what they are derived from, commands and their numbers. Can be ended between two tables.
 */
export async function checkFully(store: Store, { onStep, signal, breathe }: FullCheck): Promise<Checked> {
  const findings: Finding[] = []
  const rows: Record<string, number> = {}
  let tables: string[] = []
  findings.push(
    ...ask('sqlite_schema', () => {
      tables = listTables(store)
      return []
    }),
  )
  const total = tables.length + 1
  for (const [done, table] of tables.entries()) {
    onStep(table, done, total)
    await breathe()
    if (signal.aborted) return { findings, rows, complete: false }
    const found = checkPages(store, table)
    findings.push(...found)
    if (found.length === 0 && table !== 'sqlite_schema' && !table.startsWith('member_index_'))
      rows[table] = countRows(store, table)
  }
  onStep('rules', tables.length, total)
  await breathe()
  findings.push(...checkRules(store))
  return { findings: once(findings), rows, complete: true }
}

/** The same thing found twice is told once. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter((one) => {
    const key = `${one.code} ${one.table ?? ''} ${JSON.stringify(one.detail)}`
    return !seen.has(key) && seen.add(key)
  })
}
