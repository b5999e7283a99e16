import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnBoth } from '#authority/test/backends.ts'
import { migrate } from './migrate.ts'

await describeOnBoth('schema', (backend) => {
  test('migrating again changes nothing', async () => {
    const { db } = backend.database
    const names = async () =>
      (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows
    const before = await names()
    await migrate(db)
    expect(before.at(0)).toEqual({ name: '0001-register' })
    expect(await names()).toEqual(before)
  })

  test('a schema that is newer than the program is refused', async () => {
    const { db } = backend.database
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(db)
    try {
      await expect(migrate(db)).rejects.toMatchObject({ code: 'store/newer', detail: { migration: '9999-later' } })
    } finally {
      await sql`delete from kysely_migration where name = '9999-later'`.execute(db)
    }
  })

  test('instants, days and large numbers come back as they went in, whatever the zone', async () => {
    const { rows } = await sql`
      select '2026-11-22T07:00:00.120Z'::timestamptz as instant, '1983-10-31'::date as day, 9007199254740991::bigint as big,
        '2026-01-01T00:00:00Z'::timestamptz as whole
    `.execute(backend.database.db)
    expect(rows).toEqual([
      {
        instant: '2026-11-22T07:00:00.120Z',
        day: '1983-10-31',
        big: 9_007_199_254_740_991,
        whole: '2026-01-01T00:00:00.000Z',
      },
    ])
  })

  test('the audit trail cannot be rewritten', async () => {
    const { db } = backend.database
    await sql`insert into audit (at, actor, action, subject, detail) values (now(), 'a', 'b', 'c', '{}')`.execute(db)
    await expect(sql`update audit set actor = 'x'`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/append-only/)
  })
})
