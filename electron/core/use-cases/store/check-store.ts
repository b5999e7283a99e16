import type { Store } from '#core/db/store.ts'
import { listUntruePending } from '#core/repositories/pending-truth.ts'
import {
  checkTable,
  countAside,
  countBrokenReferences,
  countEffectsWithoutCommand,
  countIndexDifferences,
  countRows,
  countTallyDifferences,
  listCommandNumbers,
  listStrangeCursors,
  listTables,
  listUnreadableCommands,
  listUnreadableLocal,
  readLocalIndexes,
  readSamples,
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

const some = (count: number, make: (count: number) => Finding): Finding[] => (count > 0 ? [make(count)] : [])

/** What must hold between the local tables: a question each, asked of small tables only. */
const localQuestions = {
  numbers: (store) =>
    ask('outbox', () =>
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
  commands: (store) =>
    ask('outbox', () =>
      [...listUnreadableCommands(store)].map(([clerkId, seqs]) =>
        finding('command-unreadable', { table: 'outbox', count: seqs.length, detail: { clerkId, seqs } }),
      ),
    ),
  effects: (store) =>
    ask('overlay', () =>
      some(countEffectsWithoutCommand(store), (count) =>
        finding('effect-without-command', { table: 'overlay', count }),
      ),
    ),
  cursors: (store) =>
    ask('cursors', () =>
      listStrangeCursors(store).map((scope) => finding('cursor-strange', { table: 'cursors', detail: { scope } })),
    ),
  aside: (store) =>
    ask('aside', () => some(countAside(store), (count) => finding('rows-aside', { table: 'aside', count }))),
} as const satisfies Record<string, (store: Store) => Finding[]>

const checkLocal = (store: Store): Finding[] =>
  Object.values(localQuestions).flatMap((question: (store: Store) => Finding[]) => question(store))

/** A sample of the authority's rows, and the indexes of what only this desk holds: a step each. */
function* checkPagesQuickly(store: Store, random: () => number): Generator<Finding[], void> {
  const told = (table: string | null): Finding[] => (table === null ? [] : [finding('page-damaged', { table })])
  for (const table of readSamples(store, random)) yield told(table)
  for (const table of readLocalIndexes(store)) yield told(table)
}

/**
 * The check after every start, a small step at a time with what it found: pages, and what can be mended of the numbers of
 * commands, pending effects and cursors. The rows that only this desk holds were read when the store was opened, and to
 * understand every command again takes longer than a step may.
 */
export function* checkAfterStart(store: Store, random: () => number): Generator<Finding[], void> {
  yield* checkPagesQuickly(store, random)
  const { numbers, effects, cursors } = localQuestions
  for (const question of [numbers, effects, cursors]) yield question(store)
}

/**
 * What the doctor looks at first: all that only this desk holds, a sample of the rest, and whether the numbers of commands
 * and cursors make sense. It takes a moment, however large the store.
 */
export function checkQuickly(store: Store, random: () => number): Checked {
  const unreadable = listUnreadableLocal(store).map((table) => finding('page-damaged', { table }))
  const pages = [...checkPagesQuickly(store, random)].flat()
  return { findings: once([...unreadable, ...pages, ...checkLocal(store)]), rows: {}, complete: true }
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
    ...ask(undefined, () => some(countTallyDifferences(store), (count) => finding('tally-wrong', { count }))),
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
