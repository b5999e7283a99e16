import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenDatabase, openPostgres } from '#authority/db/open-database.ts'
import { runWriters } from '#authority/test/feed-writers.ts'
import { startPostgres, type TestPostgres } from '#authority/test/postgres.ts'
import { openTestPostgres } from '#authority/test/test-database.ts'

const found = await startPostgres()
const missing = 'reason' in found ? found.reason : null
/** `npm run test:long` asks for 100,000. */
const rows = Number(process.env['FEED_ROWS'] ?? 20_000)

describe.skipIf(missing !== null)(`24 writers${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let reader: OpenDatabase
  /** Two pools of twelve: as many connections as writers. */
  const pools: OpenDatabase[] = []
  beforeAll(async () => {
    const { url } = found as TestPostgres
    reader = await openTestPostgres(url)
    pools.push(openPostgres(url), openPostgres(url))
  })
  afterAll(async () => {
    for (const { close } of [reader, ...pools]) await close()
    await (found as TestPostgres).stop()
  })
  const run = (options: Parameters<typeof runWriters>[1]) =>
    runWriters({ reader: reader.db, writers: pools.map(({ db }) => db) }, options)

  test(`none of ${rows} rows is lost to a reader that pulls all the while, or comes before its cause`, async () => {
    const { written, lost, doubled, disorders, pulls } = await run({ rows, cursor: 'transactions' })
    expect(written).toBeGreaterThanOrEqual(rows)
    expect({ lost, doubled, disorders }).toEqual({ lost: 0, doubled: 0, disorders: 0 })
    // It read beside them, not after them.
    expect(pulls).toBeGreaterThan(10)
  }, 900_000)

  test('a reader whose cursor is a serial number loses rows, and this test sees it', async () => {
    const { lost } = await run({ rows: 5_000, cursor: 'serial' })
    expect(lost).toBeGreaterThan(0)
  }, 120_000)
})
