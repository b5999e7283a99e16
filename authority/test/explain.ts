import { CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** A statement as it ran, and how the planner would run it. */
export interface Explained {
  readonly sql: string
  /** Tables that are read from beginning to end. */
  readonly scanned: string[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

function scansOf(node: PlanNode): string[] {
  const own = node['Node Type'].includes('Seq Scan') && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)]
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
  const explained: Explained[] = []
  for (const node of nodes) {
    const { sql, parameters } = plain.getExecutor().compileQuery(node, createQueryId())
    const { rows } = await plain.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]),
    )
    const plans = rows[0]?.['QUERY PLAN'] ?? []
    explained.push({ sql, scanned: plans.flatMap(({ Plan }) => scansOf(Plan)) })
  }
  return explained
}
