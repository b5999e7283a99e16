import { createPublicKey, verify } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '#authority/db/types.ts'
import { appendAudit, erasePersonal, sha256Bytes } from '#authority/repositories/audit.ts'
import { auditColumns, findCheckpoint, getProof } from '#authority/repositories/audit-log.ts'
import { getRegisterKey } from '#authority/repositories/register-keys.ts'
import { describeOnBoth, describeOnPostgres } from '#authority/test/backends.ts'
import { testContext } from '#authority/test/test-context.ts'
import { type AuditRecord, commitmentOf, isSignedCheckpoint, leafText } from '#shared/domain/audit/audit-log.ts'
import {
  consistencyRanges,
  inclusionRanges,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from '#shared/domain/audit/merkle.ts'
import { sequenceLog } from './sequence-log.ts'

const at = '2026-11-22T07:00:00.000Z'

const ports = {
  verifyEs256(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const half = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
    const [x, y] = [half(1), half(33)]
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  },
}

async function write(db: Db, count: number, actor = 'noura'): Promise<void> {
  for (let number = 0; number < count; number += 1)
    await appendAudit(db, { at, actor, action: 'seen', subject: `member:${number}`, detail: { number, plain: true } })
}

async function placed(db: Db): Promise<(AuditRecord & { seq: number; hash: string })[]> {
  return db
    .selectFrom('auditLeaves')
    .innerJoin('audit', 'audit.id', 'auditLeaves.auditId')
    .select(['seq', 'hash', ...auditColumns])
    .orderBy('seq')
    .execute()
}

function naiveRoot(leaves: readonly string[]): string {
  if (leaves.length === 1) return leaves[0] ?? ''
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(sha256Bytes, naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

await describeOnBoth('the audit log', (backend) => {
  test('every entry gets its place, the root is that of all leaves, and the checkpoint is signed', async () => {
    const { db } = backend.database
    const context = testContext(db)
    await write(db, 5)
    expect(await sequenceLog(context)).toBe(5)
    const first = await findCheckpoint(db)
    await write(db, 8)
    expect(await sequenceLog(context)).toBe(8)
    expect(await sequenceLog(context)).toBe(0)

    const rows = await placed(db)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, seq) => seq))
    expect(rows.map(({ hash }) => hash)).toEqual(rows.map((row) => leafHash(sha256Bytes, leafText(row))))
    const checkpoint = await findCheckpoint(db)
    if (!checkpoint || !first) throw new Error('no checkpoint')
    expect(checkpoint).toMatchObject({ size: 13, root: naiveRoot(rows.map(({ hash }) => hash)) })
    const key = await getRegisterKey(db, 'audit')
    expect(isSignedCheckpoint(ports, key, checkpoint)).toBe(true)
    expect(isSignedCheckpoint(ports, key, { ...checkpoint, size: 12 })).toBe(false)

    const growth = await getProof(db, consistencyRanges(5, 13))
    expect(verifyConsistency(sha256Bytes, first, checkpoint, growth)).toBe(true)
    for (const { seq, hash } of rows) {
      const path = await getProof(db, inclusionRanges(seq, 13))
      expect(verifyInclusion(sha256Bytes, { hash, index: seq }, checkpoint, path)).toBe(true)
    }
  })

  test('more entries than one step takes are placed by one call', async () => {
    const { db } = backend.database
    await sql`insert into audit (at, actor, action, subject, detail)
      select now(), 'a', 'b', 'c', jsonb_build_object('n', n) from generate_series(1, 1201) as n`.execute(db)
    expect(await sequenceLog(testContext(db))).toBe(1201)
    expect(await findCheckpoint(db)).toMatchObject({ size: 1201 })
  })

  test('what lies behind a commitment can be opened, and erased without touching the log', async () => {
    const { db } = backend.database
    const context = testContext(db)
    const personal = { username: 'n.alharbi' }
    await appendAudit(db, { at, actor: 'system', action: 'sign-in-failed', subject: 'clerk:noura', personal })
    await sequenceLog(context)
    const [entry] = await placed(db)
    const opened = await db.selectFrom('auditPersonal').selectAll().executeTakeFirstOrThrow()
    expect(opened).toMatchObject({
      subject: 'clerk:noura',
      value: 'n.alharbi',
      commitment: entry?.personal['username'],
    })
    expect(commitmentOf(sha256Bytes, opened)).toBe(opened.commitment)
    expect(commitmentOf(sha256Bytes, { ...opened, value: 'n.alharbj' })).not.toBe(opened.commitment)

    expect(await erasePersonal(db, 'clerk:noura')).toBe(1)
    expect(JSON.stringify(await db.selectFrom('auditPersonal').selectAll().execute())).not.toContain('alharbi')
    const [after] = await placed(db)
    expect(after && leafHash(sha256Bytes, leafText(after))).toBe(entry?.hash)
  })

  test('places, nodes and checkpoints cannot be rewritten', async () => {
    const { db } = backend.database
    await write(db, 2)
    await sequenceLog(testContext(db))
    for (const table of ['audit_leaves', 'audit_nodes', 'audit_checkpoints'])
      await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow(/append-only/)
  })
})

await describeOnPostgres('the audit log with several writers', (backend) => {
  test('an entry whose transaction began earlier and ends later is not passed over', async () => {
    const { db } = backend.database
    const context = testContext(db)
    const slow = await db.startTransaction().execute()
    await appendAudit(slow, { at, actor: 'slow', action: 'seen', subject: 'x' })
    await write(db, 3)
    expect(await sequenceLog(context)).toBe(0)
    await slow.commit().execute()
    expect(await sequenceLog(context)).toBe(4)
    expect((await placed(db)).map(({ actor }) => actor)).toEqual(['slow', 'noura', 'noura', 'noura'])
  })

  test('three that sequence while four write give each entry one place, and the tree is whole', async () => {
    const { db } = backend.database
    const contexts = [1, 2, 3].map(() => testContext(db))
    let writing = true
    const sequencers = contexts.map(async (context) => {
      while (writing) await sequenceLog(context)
    })
    await Promise.all(['a', 'b', 'c', 'd'].map((actor) => write(db, 40, actor)))
    writing = false
    await Promise.all(sequencers)
    for (const context of contexts) await sequenceLog(context)
    const rows = await placed(db)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 160 }, (_, seq) => seq))
    expect(await findCheckpoint(db)).toMatchObject({ size: 160, root: naiveRoot(rows.map(({ hash }) => hash)) })
  })
})
