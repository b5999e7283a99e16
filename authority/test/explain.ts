import { CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode, sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** An index as a plan uses it: by `within` it goes to its place, by `filter` it throws away what it has read. */
export interface IndexUse {
  readonly index: string
  readonly within: string | undefined
  readonly filter: string | undefined
}

/** A statement as it ran, and how the planner would run it. */
export interface Explained {
  readonly sql: string
  /** Tables that are read from beginning to end, be it by an index that does not lead to the wanted rows. */
  readonly scanned: string[]
  /** Tables whose rows are sorted: read by no index in the order that is asked for. */
  readonly sorted: string[]
  readonly indexes: IndexUse[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  Filter?: string
  Plans?: PlanNode[]
}

/** Whose index it is, and its leading column or expression. */
type Indexes = ReadonlyMap<string, { readonly table: string; readonly first: string }>

async function listIndexes(db: Db): Promise<Indexes> {
  const { rows } = await sql<{ name: string; table: string; first: string }>`
    select indexrelid::regclass::text as name, indrelid::regclass::text as "table", pg_get_indexdef(indexrelid, 1, true) as first
    from pg_index
  `.execute(db)
  return new Map(rows.map(({ name, ...index }) => [name, index]))
}

/** A node and all below it. */
function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/**
 * Tables that a plan reads from end to end. An index is so read where nothing is said of its leading column, unless its
 * first rows are enough (`isLimited`).
 */
function scansOf(node: PlanNode, indexes: Indexes, isLimited = false): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': name, 'Index Cond': within } = node
  const index = indexes.get(name ?? '')
  const isAstray = index !== undefined && (within === undefined ? !isLimited : !within.includes(index.first))
  const own = type.includes('Seq Scan') ? table : isAstray ? index.table : undefined
  // What is sorted or put together must be read whole first, whatever is made of it.
  const limits = type === 'Limit' || (isLimited && !/Sort|Aggregate|Hash/.test(type))
  return [
    ...(own === undefined ? [] : [own]),
    ...(node.Plans ?? []).flatMap((below) => scansOf(below, indexes, limits)),
  ]
}

function describe(text: string, plans: readonly PlanNode[], indexes: Indexes): Explained {
  const nodes = plans.flatMap(nodesOf)
  const sorts = nodes.filter((node) => node['Node Type'].includes('Sort'))
  return {
    sql: text,
    scanned: plans.flatMap((plan) => scansOf(plan, indexes)),
    sorted: sorts.flatMap(nodesOf).flatMap((node) => node['Relation Name'] ?? []),
    indexes: nodes.flatMap((node) => {
      const { 'Index Name': index, 'Index Cond': within, Filter: filter } = node
      return index === undefined ? [] : [{ index, within, filter }]
    }),
  }
}

/** Runs `work` on the database and explains every statement that it made, with the parameters that it had. */
export async function explainAll(db: Db, work: (watched: Db) => Promise<unknown>): Promise<Explained[]> {
  const nodes: RootOperationNode[] = []
  const watch: KyselyPlugin = {
    transformQuery({ node }) {
      nodes.push(node)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  await work(db.withPlugin(watch))
  const plain = db.withoutPlugins()
  const indexes = await listIndexes(plain)
  const explained: Explained[] = []
  for (const node of nodes) {
    const { sql: text, parameters } = plain.getExecutor().compileQuery(node, createQueryId())
    const { rows } = await plain.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]),
    )
    const plans = (rows[0]?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan)
    explained.push(describe(text, plans, indexes))
  }
  return explained
}

async function countScans(trx: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select relname as name, seq_scan as count from pg_stat_xact_user_tables
  `.execute(trx)
  return new Map(rows.map(({ name, count }) => [name, count]))
}

/**
 * Tables that `work` has read from beginning to end in a transaction, as the database itself has counted: what triggers
 * and foreign keys look up is explained by nobody.
 */
export async function listScanned(trx: Db, work: () => Promise<unknown>): Promise<string[]> {
  // What the same connection has done shortly before is in the numbers too.
  const before = await countScans(trx)
  await work()
  const after = await countScans(trx)
  return [...after].flatMap(([name, count]) => (count > (before.get(name) ?? 0) ? [name] : []))
}
