import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '#authority/db/open-database.ts'
import type { Db } from '#authority/db/types.ts'
import { sha256Bytes } from '#authority/repositories/audit.ts'
import { insertRegisterKeys } from '#authority/repositories/register-keys.ts'
import { deleteSessionsAt, deleteSessionsOf, findSession, sweepSessions } from '#authority/repositories/sessions.ts'
import { addCrowd } from '#authority/test/crowd.ts'
import { everyKind } from '#authority/test/every-kind.ts'
import { type Explained, explainAll, listScanned } from '#authority/test/explain.ts'
import { startPostgres, type TestPostgres } from '#authority/test/postgres.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { emptyDatabase, openTestPostgres } from '#authority/test/test-database.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { type ChainEntry, chainHash, chainStart } from '#shared/domain/audit/desk-chain.ts'
import type { Command, Deferral } from '#shared/protocol/command.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { takeChain } from '../audit/take-chain.ts'
import { makeKey } from '../certificates/make-keys.ts'
import { getDocument } from '../documents/get-document.ts'
import { describeUpload, takePart } from '../documents/upload-document.ts'
import { mayGoOn } from '../session/demo-session.ts'
import { openSession } from '../session/open-session.ts'
import { pullChanges } from './pull-changes.ts'
import { pushCommands } from './push-commands.ts'
import { settleGroup } from './settle-group.ts'
import { openFill } from './stream-fill.ts'
import { identify } from './validate-push.ts'

/** Tables of a handful of rows in any register, or of one for each clerk: those may be read from end to end. */
const small = [
  'accounts',
  'branches',
  'clerks',
  'evidence_lists',
  'feed_deltas',
  'meta',
  'reference_versions',
  'register_keys',
  'schedules',
]
const large = (tables: readonly string[]): string[] => tables.filter((table) => !small.includes(table))

/** Statements that read a table that grows from end to end, with the tables. */
function scans(explained: readonly Explained[]) {
  return explained
    .map(({ sql, scanned }) => ({ sql, scanned: large(scanned) }))
    .filter(({ scanned }) => scanned.length > 0)
}

const now = '2026-11-22T07:00:00.000Z'
const found = await startPostgres()
const missing = 'reason' in found ? found.reason : null

describe.skipIf(missing !== null)(`a large register${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let database: OpenDatabase
  let world: World
  beforeAll(async () => {
    database = await openTestPostgres((found as TestPostgres).url)
    await emptyDatabase(database.db)
    world = await buildWorld(database.db)
    await insertRegisterKeys(database.db, [makeKey('audit')], now)
    await addCrowd(database.db)
  })
  afterAll(async () => {
    await database.close()
    await (found as TestPostgres).stop()
  })

  /** What a use-case is given whose statements are watched. */
  const watching = (db: Db, over: Partial<World['context']['config']> = {}) => ({
    ...world.context,
    db,
    config: { ...world.context.config, ...over },
  })

  test('is pulled by its indexes alone: pages of the feed, totals, and the proof of the log for a witness', async () => {
    const pulled = await explainAll(database.db, async (watched) => {
      for (const scope of ['directory', 'branch:riyadh']) {
        let cursor: string | undefined
        for (const witness of [undefined, 0, 12_345]) {
          const query = { scope, limit: 100, cursor, witness }
          const page = await pullChanges(watching(watched), world.session, query)
          expect(page.changes).toHaveLength(100)
          expect((page.audit?.consistency.length ?? 0) > 0).toBe(witness === 12_345)
          cursor = page.cursor
        }
      }
    })
    expect(pulled.length).toBeGreaterThan(24)
    expect(scans(pulled)).toEqual([])
  })

  test('is filled by its indexes alone, each page from where the one before ended', async () => {
    let rows = 0
    const filled = await explainAll(database.db, async (watched) => {
      const stream = await openFill(watching(watched, { fillRows: 1000 }), world.session, undefined)
      for await (const text of stream) if (text.startsWith('{')) rows += text.split('\n').length - 1
    })
    expect(rows).toBeGreaterThan(60_000)
    expect(scans(filled)).toEqual([])
    for (const [table, index] of [
      ['members', 'members_display_order'],
      ['certificates', 'certificates_pkey'],
    ] as const) {
      const pages = filled.filter(({ sql }) => sql.includes(`from "${table}"`))
      expect(pages.length).toBeGreaterThan(30)
      const [first, ...others] = pages
      expect(first).toMatchObject({ sorted: [], indexes: [{ index, within: undefined, filter: undefined }] })
      for (const { indexes } of others)
        expect(indexes).toEqual([{ index, within: expect.any(String), filter: undefined }])
    }
  })

  describe('takes every kind of a push by its indexes alone', () => {
    let envelopes: (Command | Deferral)[]
    beforeAll(async () => {
      envelopes = await everyKind(world)
    })

    test('with what triggers and foreign keys look up', async () => {
      const scanned: string[] = []
      const undone = new Error('undone')
      const settling = database.db.transaction().execute(async (trx) => {
        const settle = () => settleGroup(world.context, trx, world.desk.device, identify(pushItems(...envelopes)))
        scanned.push(...(await listScanned(trx, settle)))
        throw undone
      })
      await expect(settling).rejects.toBe(undone)
      expect(large(scanned)).toEqual([])
    })

    test('as it is explained', async () => {
      const push = (db: Db) => {
        const { device } = world.desk
        const items = pushItems(...envelopes)
        return pushCommands(watching(db), world.session, { protocol: PROTOCOL_VERSION, device, items })
      }
      const pushed = await explainAll(database.db, async (watched) => {
        const { receipts, stop } = await push(watched)
        expect(stop).toBeNull()
        expect(receipts.map(({ outcome, code }) => code ?? outcome)).toEqual(
          envelopes.map(({ kind }) => (kind === 'withdrawn' || kind === 'deferred' ? kind : 'applied')),
        )
        // Its answer was lost: it comes again.
        expect(await push(watched)).toMatchObject({ receipts, stop: null })
      })
      expect(pushed.length).toBeGreaterThan(100)
      expect(scans(pushed)).toEqual([])
    })
  })

  test('knows sessions and devices by its indexes alone, and ends them so', async () => {
    const explained = await explainAll(database.db, async (watched) => {
      const context = watching(watched)
      const device = 'crowd-8'
      const input = { device, deviceName: device, publicKey: 'x'.repeat(43) }
      await openSession(context, { clerkId: 'noura', proofKey: 'key' }, input)
      expect(await findSession(watched, 'crowd-7', now)).toMatchObject({ device: 'crowd-7' })
      expect(await mayGoOn(context, { ...world.session, device })).toBe(true)
      await deleteSessionsAt(watched, device)
      expect(await mayGoOn(context, { ...world.session, device })).toBe(false)
      await deleteSessionsOf(watched, 'salem')
      await sweepSessions(watched, '2020-01-01T00:00:00.000Z')
    })
    expect(explained.length).toBeGreaterThan(10)
    expect(scans(explained)).toEqual([])
  })

  test("takes and gives documents by its indexes alone, and a desk's own chain", async () => {
    const { session } = world
    const bytes = new TextEncoder().encode('%PDF-1.7 in two parts')
    const hash = createHash('sha256').update(bytes).digest('hex')
    const explained = await explainAll(database.db, async (watched) => {
      const context = watching(watched)
      expect(await describeUpload(context, session, hash)).toEqual({ offset: 0, complete: false })
      for (const [offset, end] of [
        [0, 9],
        [9, bytes.length],
      ] as const)
        await takePart(context, session, { hash, offset, length: bytes.length, bytes: bytes.subarray(offset, end) })
      expect(await describeUpload(context, session, hash)).toEqual({ offset: bytes.length, complete: true })
      expect(await getDocument(context, session, 'crowd-7')).toMatchObject({ hash: 'crowd-7' })
      // A member's photo whose document is not there.
      await expect(getDocument(context, session, 'photo-7')).rejects.toMatchObject({ code: 'record/not-found' })
      const said = { at: now, actor: 'noura', action: 'desk.member-read', subject: 'member:1', detail: {} }
      const link = { number: 1, ...said, previous: chainStart }
      const entries: ChainEntry[] = [{ ...link, hash: chainHash(sha256Bytes, link) }]
      expect(await takeChain(context, session, { device: session.device, epoch: 'test', entries })).toMatchObject({
        taken: 1,
        found: [],
      })
    })
    expect(explained.length).toBeGreaterThan(20)
    expect(scans(explained)).toEqual([])
  })

  test.each<[string, (db: Db) => Promise<unknown>]>([
    ['no index', (db) => db.selectFrom('commands').selectAll().where('bodyHash', '=', 'x').execute()],
    [
      'an index of another column first',
      (db) => db.selectFrom('commands').select('seq').where('actor', '=', 'x').execute(),
    ],
  ])('a look-up that is served by %s would be seen here', async (_, lookUp) => {
    expect(scans(await explainAll(database.db, lookUp))).toMatchObject([{ scanned: ['commands'] }])
  })

  test('so would one that nobody explains', async () => {
    const scanned = await database.db
      .transaction()
      .execute((trx) =>
        listScanned(trx, () => trx.selectFrom('commands').selectAll().where('bodyHash', '=', 'x').execute()),
      )
    expect(scanned).toEqual(['commands'])
  })
})
