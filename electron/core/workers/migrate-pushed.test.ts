import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import { earlierVersions, writeEarlier } from './test/earlier-profile.ts'
import { beforeEachSyncedDesk, key } from './test/synced-desk.ts'
import { addWorld, TestDeskCore, type World } from './test-desk.ts'

let authority: TestAuthority
let world: World
let desk: TestDeskCore

beforeEachSyncedDesk((parts) => {
  ;({ authority, world, desk } = parts)
})
afterEach(() => desk.end())

test.each(earlierVersions)(
  'what waited in a file of version %i is pushed after its migration, killed on the way, and takes effect once',
  async (version) => {
    const other = await addWorld(authority)
    await desk.ask('sync.now', {})
    await desk.ask('sync.setLine', { connected: false })
    const decided = [
      await desk.decide(world.request.id, 'approve'),
      await desk.decide(other.request.id, 'return', { reasons: ['RTN-DOC-UNCLEAR'] }),
    ]
    await desk.close()

    const [earlier, cut] = [mkdtempSync(join(tmpdir(), 'desk-earlier-')), mkdtempSync(join(tmpdir(), 'desk-cut-'))]
    const today = openStore(join(desk.profileDir, 'desk.db'), key, 'reader')
    writeEarlier(today, join(earlier, 'desk.db'), key, version)
    today.close()
    // As a kill after the next step leaves it.
    const killed = openStore(join(earlier, 'desk.db'), key, 'writer', migrations.slice(0, version + 1))
    for (const file of ['desk.db', 'desk.db-wal']) copyFileSync(join(earlier, file), join(cut, file))
    killed.close()

    const again = new TestDeskCore(authority.url, { profileDir: cut, key })
    try {
      await again.ask('sync.setLine', { connected: true })
      for (let round = 0; round < 2; round += 1)
        expect(await again.ask('sync.now', {})).toMatchObject({ line: 'online', caughtUp: true, fault: null })
      expect((await again.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied'])
      const ids = decided.map(({ commandId }) => commandId)
      const stored = await authority.db.selectFrom('commands').selectAll().where('id', 'in', ids).execute()
      expect(stored.map(({ receipt }) => receipt.outcome)).toEqual(['applied', 'applied'])
      const rows = await authority.db
        .selectFrom('requests')
        .select(['id', 'state', 'decisions'])
        .where('id', 'in', [world.request.id, other.request.id])
        .orderBy('id')
        .execute()
      const taken = rows.flatMap(({ decisions }) => decisions.map(({ commandId }) => commandId))
      expect(taken).toHaveLength(2)
      expect(new Set(taken)).toEqual(new Set(ids))
    } finally {
      await again.end()
      rmSync(earlier, { recursive: true, force: true })
    }
  },
)
