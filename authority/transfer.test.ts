import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import type { Db } from './db/types.ts'
import { fillDemo } from './demo/fill.ts'
import { nextCertificateNumber } from './repositories/certificates.ts'
import { countFeed, feedStart, listFeed, publish } from './repositories/feed.ts'
import { getEpoch } from './repositories/meta.ts'
import { nextRequestNumber } from './repositories/requests.ts'
import { listMovingTables, readRows } from './repositories/transfer.ts'
import { describeOnPostgres } from './test/backends.ts'
import { emptyDatabase, openTestPglite } from './test/test-database.ts'
import { exportRegister, importRegister } from './transfer.ts'

const home = mkdtempSync(join(tmpdir(), 'authority-transfer-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Everything that moves, table by table, in an order of its own; the epoch is another one on purpose. */
async function contentOf(db: Db): Promise<Record<string, string[]>> {
  return db.transaction().execute(async (trx) => {
    const content: Record<string, string[]> = {}
    for (const table of await listMovingTables(trx)) {
      const rows: string[] = []
      for await (const some of readRows(trx, table, 1000))
        rows.push(...(JSON.parse(some) as object[]).map((row) => JSON.stringify(row)))
      content[table.name] = table.name === 'feed' ? rows : rows.sort()
    }
    content['meta'] = content['meta']?.filter((row) => !row.includes('"epoch"')) ?? []
    return content
  })
}

/** A database whose register was never begun. */
async function forget(db: Db): Promise<void> {
  await emptyDatabase(db)
  await sql`delete from meta`.execute(db)
  await sql`delete from register_keys`.execute(db)
}

await describeOnPostgres('a register', (backend) => {
  test('moves from PGlite to PostgreSQL whole, in the order of its feed, with another epoch', async () => {
    const file = join(home, 'register.zst')
    const small = await openTestPglite()
    try {
      await forget(small.db)
      await expect(exportRegister(small.db, file)).rejects.toThrow('no register')
      await fillDemo(small.db, { members: 60, seed: 'move', now: Date.UTC(2026, 10, 22, 7) })
      await sql`insert into meta (name, value) values ('epoch', 'before')`.execute(small.db)
      // Somebody changed after the fill: the feed's order is not that of the tables.
      await publish(small.db, [{ scope: 'directory', table: 'members', id: 'member-0000003', version: 9 }])
      const totals = await exportRegister(small.db, file)
      expect(totals).toMatchObject({ members: 60, certificates: 120, requests: 15 })
      expect(Object.keys(totals)).not.toContain('sessions')

      const { db } = backend.database
      await forget(db)
      expect(await importRegister(db, file)).toEqual(totals)
      expect(await contentOf(db)).toEqual(await contentOf(small.db))
      expect(await getEpoch(db)).not.toBe('before')
      expect(await countFeed(db, 'directory')).toEqual(await countFeed(small.db, 'directory'))
      const feed = await listFeed(db, 'directory', feedStart, 10_000)
      expect(feed.at(-1)).toMatchObject({ rowId: 'member-0000003', version: 9 })
      expect([await nextRequestNumber(db), await nextCertificateNumber(db)]).toEqual([
        await nextRequestNumber(small.db),
        await nextCertificateNumber(small.db),
      ])
      await expect(importRegister(db, file)).rejects.toThrow('holds a register already')
    } finally {
      await small.close()
    }
  }, 120_000)

  test('a file that is cut off or of another schema leaves nothing behind', async () => {
    const { db } = backend.database
    const file = join(home, 'register.zst')
    const whole = readFileSync(file)
    await forget(db)
    const cut = join(home, 'cut.zst')
    writeFileSync(cut, whole)
    truncateSync(cut, Math.floor(whole.length / 2))
    await expect(importRegister(db, cut)).rejects.toThrow()
    const { rows } = await sql<{ members: number; feed: number; meta: number }>`
      select (select count(*) from members) as members, (select count(*) from feed) as feed, (select count(*) from meta) as meta
    `.execute(db)
    expect(rows).toEqual([{ members: 0, feed: 0, meta: 0 }])
  })
})
