import { sql } from 'kysely'
import type { AuditCheckpoint, AuditRecord } from '#shared/domain/audit/audit-log.ts'
import { coveringNodes, foldNodes, type LeafRange, type NodePlace, type TreeNode } from '#shared/domain/audit/merkle.ts'
import type { VerificationKey } from '#shared/domain/certificates/certificate.ts'
import type { Db } from '../db/types.ts'
import { sha256Bytes } from './audit.ts'
import { insertRows } from './rows.ts'

export const auditColumns = ['id', 'at', 'actor', 'device', 'action', 'subject', 'detail', 'personal'] as const

/** Entries that have no place in the log yet and before which none can be committed any more, in order. */
export async function listUnplaced(trx: Db, limit: number): Promise<AuditRecord[]> {
  const { rows } = await sql<AuditRecord>`
    select ${sql.join(auditColumns.map((column) => sql.ref(`a.${column}`)))}
    from audit_queue as q join audit as a on a.id = q.id
    where q.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by q.xid, q.id
    limit ${limit}
  `.execute(trx)
  return rows
}

/** Takes entries that have their place out of the queue. */
export async function unqueue(trx: Db, ids: readonly number[]): Promise<void> {
  await sql`delete from audit_queue where id = any(${ids}::bigint[])`.execute(trx)
}

/** Takes what has its place already out of the queue: the rows of an import were queued anew. */
export async function unqueuePlaced(trx: Db): Promise<void> {
  await sql`delete from audit_queue as q using audit_leaves as l where l.audit_id = q.id`.execute(trx)
}

/** The newest checkpoint; undefined before the first entry has its place. */
export function findCheckpoint(db: Db): Promise<AuditCheckpoint | undefined> {
  return db.selectFrom('auditCheckpoints').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst()
}

/** The newest checkpoint with the key that signed it: what is shown to desks. */
export async function findSignedCheckpoint(
  db: Db,
): Promise<{ checkpoint: AuditCheckpoint; key: VerificationKey } | undefined> {
  const row = await db
    .selectFrom('auditCheckpoints')
    .innerJoin('registerKeys', (join) =>
      join.onRef('registerKeys.kid', '=', 'auditCheckpoints.kid').on('registerKeys.name', '=', 'audit'),
    )
    .select(['size', 'root', 'at', 'auditCheckpoints.kid', 'signature', 'publicKey'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { publicKey, ...checkpoint } = row
  return { checkpoint, key: { kid: row.kid, publicKey } }
}

/** Adds leaves with their entries, what stands above them, and the checkpoint over all. */
export async function insertLeaves(
  trx: Db,
  leaves: readonly { seq: number; auditId: number; hash: string }[],
  nodes: readonly TreeNode[],
  checkpoint: AuditCheckpoint,
): Promise<void> {
  await insertRows(trx, 'audit_leaves', leaves)
  const above = nodes.filter(({ level }) => level > 0)
  await insertRows(trx, 'audit_nodes', above)
  await trx.insertInto('auditCheckpoints').values(checkpoint).execute()
}

const nameOf = ({ level, position }: NodePlace): string => `${level} ${position}`

async function readNodes(db: Db, places: readonly NodePlace[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const leaves = places.filter(({ level }) => level === 0).map(({ position }) => position)
  const above = places.filter(({ level }) => level > 0)
  if (leaves.length > 0) {
    const { rows } = await sql<{ position: number; hash: string }>`
      select seq as position, hash from audit_leaves where seq = any(${leaves}::bigint[])
    `.execute(db)
    for (const { position, hash } of rows) found.set(nameOf({ level: 0, position }), hash)
  }
  if (above.length > 0) {
    const { rows } = await sql<TreeNode>`
      select n.level, n.position, n.hash from audit_nodes as n
      join json_to_recordset(${JSON.stringify(above)}::json) as w(level integer, position bigint)
        on w.level = n.level and w.position = n.position
    `.execute(db)
    for (const node of rows) found.set(nameOf(node), node.hash)
  }
  return found
}

/** The hashes of complete subtrees, in their order. Throws when one is missing: the log was cut at the database. */
export async function getNodes(db: Db, places: readonly NodePlace[]): Promise<string[]> {
  const found = await readNodes(db, places)
  return places.map((place) => {
    const hash = found.get(nameOf(place))
    if (hash === undefined) throw new Error(`The audit log has no node ${nameOf(place)}`)
    return hash
  })
}

/** The hashes of ranges, each of which the tree is parted into: a proof. */
export async function getProof(db: Db, ranges: readonly LeafRange[]): Promise<string[]> {
  const places = ranges.map(coveringNodes)
  const hashes = await getNodes(db, places.flat())
  return places.map((nodes) => foldNodes(sha256Bytes, hashes.splice(0, nodes.length)))
}
