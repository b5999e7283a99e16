import type { Db } from '#authority/db/types.ts'
import { sha256Bytes } from '#authority/repositories/audit.ts'
import { auditColumns } from '#authority/repositories/audit-log.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { leafText } from '#shared/domain/audit/audit-log.ts'
import { appendLeaves, leafHash } from '#shared/domain/audit/merkle.ts'
import type { Complain } from './check-desk.ts'
import type { SimDesk } from './sim-desk.ts'

/** Every entry has one place or waits for it, every leaf is that of its entry, and the signed root is that of all of them. */
async function checkLog(db: Db, complain: Complain): Promise<void> {
  const entries = await db.selectFrom('audit').select(auditColumns).execute()
  const queued = new Set((await db.selectFrom('auditQueue').select('id').execute()).map(({ id }) => id))
  const leaves = await db.selectFrom('auditLeaves').selectAll().orderBy('seq').execute()
  const checkpoint = await db.selectFrom('auditCheckpoints').selectAll().orderBy('size', 'desc').executeTakeFirst()
  const placed = new Map(leaves.map((leaf) => [leaf.auditId, leaf.hash]))
  for (const entry of entries) {
    const hash = placed.get(entry.id)
    if ((hash === undefined) !== queued.has(entry.id))
      complain(`entry ${entry.id} of the audit log is nowhere or twice`)
    if (hash !== undefined && hash !== leafHash(sha256Bytes, leafText(entry)))
      complain(`entry ${entry.id} of the audit log is not what its leaf says`)
  }
  const hashes = leaves.map(({ hash }) => hash)
  const { root } = appendLeaves(sha256Bytes, { size: 0, frontier: [] }, hashes)
  if (leaves.some(({ seq }, place) => seq !== place)) complain('the places of the audit log have a gap')
  if (leaves.length > 0 && (checkpoint?.size !== leaves.length || checkpoint.root !== root))
    complain(`the audit log has ${leaves.length} leaves, and another root was signed over ${checkpoint?.size ?? 0}`)
}

/** Nothing that happened at a desk is missing at the authority, and no desk took a log that only grew for a changed one. */
async function checkChains(db: Db, desks: readonly SimDesk[], complain: Complain): Promise<void> {
  const there = await db
    .selectFrom('audit')
    .select(['device', 'action', 'detail'])
    .where('action', 'like', 'desk%')
    .execute()
  for (const { device, action } of there)
    if (!action.startsWith('desk.')) complain(`the authority found a fault in the chain of ${device}: ${action}`)
  for (const desk of desks) {
    const device = findSetting(desk.store, 'device')
    const received = there.filter((entry) => entry.device === device).map(({ detail }) => Number(detail['number']))
    // What happened since the last round waits for the next one; what is said to be there is there, all of it.
    const made = desk.store.findOf<{ sent: number | null; all: number | null }>(
      'SELECT max(number) FILTER (WHERE sent = 1) AS sent, max(number) AS "all" FROM desk_audit',
    )
    const [sent, all] = [made?.sent ?? 0, made?.all ?? 0]
    if (new Set(received).size !== received.length) complain(`the chain of ${desk.name} stands twice in the log`)
    // Whose answer was lost has arrived all the same, and is sent again.
    if (received.length < sent || received.length > all || received.some((number) => number > received.length))
      complain(`${desk.name} has sent ${sent} of ${all} entries, and the authority has ${received.length}`)
    for (const { kind, reason } of findSetting(desk.store, 'audit-breaks') ?? [])
      if (kind === 'altered') complain(`${desk.name} says that the audit log was altered: ${reason}`)
  }
}

/** What must be true of the audit log and of the desks' own chains when all is at rest. */
export async function checkAudit(db: Db, desks: readonly SimDesk[], complain: Complain): Promise<void> {
  await checkLog(db, complain)
  await checkChains(db, desks, complain)
}
