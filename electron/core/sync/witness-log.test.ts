import { generateKeyPairSync, sign } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { appendAudit } from '#authority/repositories/audit.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { sequenceLog } from '#authority/use-cases/audit/sequence-log.ts'
import { openStore } from '#core/db/open-store.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import { checkpointText } from '#shared/domain/audit/audit-log.ts'
import type { PulledLog, PullOutput } from '#shared/protocol/pull.ts'
import { type Mishap, TestNetwork } from './test-network.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore
const key = new Uint8Array(32).fill(9)

const grow = async (entries = 1): Promise<void> => {
  for (let number = 0; number < entries; number += 1)
    await appendAudit(authority.db, {
      at: '2026-11-22T07:00:00.000Z',
      actor: 'system',
      action: 'seen',
      subject: `member:${number}`,
    })
  await sequenceLog(authority.context)
}

/** What the next page of a pull shows of the log, changed on its way. */
const shown =
  (change: (log: PulledLog) => PulledLog | undefined): Mishap =>
  async (send) => {
    const page = (await (await send()).json()) as PullOutput
    return Response.json({ ...page, audit: page.audit && change(page.audit) })
  }

const held = (name: 'audit-witness' | 'audit-breaks') => {
  const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
  try {
    return findSetting(store, name)
  } finally {
    store.close()
  }
}

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  network = new TestNetwork()
  desk = new TestDeskCore(authority.url, { fetch: network.fetch, key })
  await desk.signIn(world.noura)
  await grow(3)
  await desk.ask('sync.now', {})
})
afterEach(() => desk.end())
afterAll(() => authority.close())

describe('a desk as witness of the audit log', () => {
  test('keeps what is signed of it and follows as it grows', async () => {
    const first = (await desk.ask('sync.status', {})).auditLog
    expect(first?.size).toBeGreaterThanOrEqual(3)
    await grow(10)
    const { auditLog, fault } = await desk.ask('sync.now', {})
    expect(auditLog?.size).toBeGreaterThanOrEqual((first?.size ?? 0) + 10)
    expect({ fault, breaks: auditLog?.breaks }).toEqual({ fault: null, breaks: [] })
  })

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signedByAnother = (log: PulledLog): PulledLog['checkpoint'] => {
    const signature = sign('sha256', Buffer.from(checkpointText(log.checkpoint)), {
      key: other.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return { ...log.checkpoint, signature: signature.toString('base64url') }
  }
  const wrongs: [name: string, reason: string, change: (log: PulledLog) => PulledLog | undefined][] = [
    ['nothing of it is shown any more', 'missing', () => undefined],
    ['another key', 'key', (log) => ({ ...log, key: { ...log.key, kid: 'AAAAAAAAAAA' } })],
    [
      'a root that was not signed',
      'signature',
      (log) => ({ ...log, checkpoint: { ...log.checkpoint, root: '0'.repeat(64) } }),
    ],
    ['a signature of somebody else', 'signature', (log) => ({ ...log, checkpoint: signedByAnother(log) })],
    [
      'a proof that proves nothing',
      'rewritten',
      (log) => ({ ...log, consistency: log.consistency.map(() => '1'.repeat(64)) }),
    ],
  ]
  test.each(wrongs)('tells of %s, keeps both states, and goes on working', async (_, reason, change) => {
    const before = held('audit-witness')
    await grow(2)
    network.plan('/v1/pull', shown(change))
    const status = await desk.ask('sync.now', {})
    expect(status).toMatchObject({
      fault: 'audit/altered',
      caughtUp: true,
      auditLog: { breaks: [{ kind: 'altered', reason }] },
    })
    expect(held('audit-witness')).toEqual(before)
    expect(held('audit-breaks')).toMatchObject([{ reason, held: { size: expect.any(Number) } }])

    // The log itself holds still: the fault goes, what was shown stays as evidence.
    const after = await desk.ask('sync.now', {})
    expect(after.fault).toBeNull()
    expect(after.auditLog?.breaks).toHaveLength(1)
  })

  test('a break that is shown again and again is kept once', async () => {
    await grow(2)
    const same = shown((log) => ({ ...log, key: { ...log.key, kid: 'AAAAAAAAAAA' } }))
    network.plan('/v1/pull', same, 6)
    await desk.ask('sync.now', {})
    // The note of the first is handed in, and the log grows by it; so it does by what others do.
    await grow(2)
    await desk.ask('sync.now', {})
    await grow(2)
    await desk.ask('sync.now', {})
    expect(held('audit-breaks')).toHaveLength(1)
  })

  test('a break after one that went away is another, even from the same state', async () => {
    await grow(2)
    const same = shown((log) => ({ ...log, key: { ...log.key, kid: 'AAAAAAAAAAA' } }))
    network.plan('/v1/pull', same)
    await desk.ask('sync.now', {})
    expect((await desk.ask('sync.now', {})).fault).toBeNull()
    await grow(2)
    network.plan('/v1/pull', same)
    await desk.ask('sync.now', {})
    expect(held('audit-breaks')).toHaveLength(2)
  })

  test('after a restore it follows the shorter log, and remembers the one that ended', async () => {
    const size = (await desk.ask('sync.status', {})).auditLog?.size ?? 0
    await grow(9)
    await desk.ask('sync.now', {})
    // The register as it was before the last four, in another epoch.
    const { db } = authority
    await db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx)
      await trx.deleteFrom('auditCheckpoints').where('size', '>', size).execute()
      await trx.deleteFrom('auditLeaves').where('seq', '>=', size).execute()
      await sql`delete from audit_nodes where (position + 1) * (2 ^ level) > ${size}`.execute(trx)
      await setEpoch(trx, 'restored')
    })
    await grow(1)
    const { auditLog, fault } = await desk.ask('sync.now', {})
    expect(fault).toBeNull()
    expect(auditLog?.size).toBeLessThan(size + 9)
    expect(auditLog?.breaks).toMatchObject([{ kind: 'restored', reason: 'shorter' }])
    await grow(3)
    const later = await desk.ask('sync.now', {})
    expect(later.fault).toBeNull()
    expect(later.auditLog?.size).toBeGreaterThan(auditLog?.size ?? 0)
  })
})
