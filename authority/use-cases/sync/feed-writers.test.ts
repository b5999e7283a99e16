import { expect, test } from 'vitest'
import { describeOnPostgres } from '#authority/test/backends.ts'
import { runWriters } from '#authority/test/feed-writers.ts'

await describeOnPostgres('the feed under 24 writers', (backend) => {
  const rows = Number(process.env['FEED_ROWS'] ?? 20_000)

  test(`none of ${rows} rows is lost to a reader that pulls all the while, or comes before what it stands on`, {
    timeout: 600_000,
  }, async () => {
    const { seen, written, disorders, pulls } = await runWriters(backend.database.db, { rows, cursor: 'transactions' })
    expect(written).toBeGreaterThanOrEqual(rows)
    expect(seen.lost).toBe(0)
    expect(seen.doubled).toBe(0)
    expect(disorders).toBe(0)
    // It read beside them, not after them.
    expect(pulls).toBeGreaterThan(10)
  })

  test('a reader whose cursor is a serial number loses rows, and this test sees it', { timeout: 120_000 }, async () => {
    const { seen } = await runWriters(backend.database.db, { rows: 5_000, cursor: 'serial' })
    expect(seen.lost).toBeGreaterThan(0)
  })
})
