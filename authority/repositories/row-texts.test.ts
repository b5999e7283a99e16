import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnBoth } from '#authority/test/backends.ts'
import { type FeedRecord, type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import {
  buildAppointment,
  buildCertificate,
  buildClerk,
  buildEmailChange,
  buildMember,
  buildSchedule,
} from '#shared/testing/builders.ts'
import { buildDataUpdate } from '#shared/testing/data-updates.ts'
import { insertAppointment } from './appointments.ts'
import { bulkText, insertBulk } from './bulk.ts'
import { listRows } from './feed.ts'
import { listRowTexts } from './row-texts.ts'

/** What a text must not stumble over. */
const odd = '"1\\2"\n\t\u2028 </script> 🩺 ١٢٣'

const member = buildMember({ poBox: odd, postalCode: null, updatedAt: '2026-11-22T00:00:00.007Z' })
const rows = {
  members: [member],
  clerks: [buildClerk({ nameEn: odd })],
  requests: [
    buildEmailChange(member, { id: 'r-1', number: 'r-1', dueAt: null, proposed: { email: odd } }),
    buildDataUpdate(member, undefined, { id: 'r-2', number: 'r-2', pausedAt: '2026-01-01T00:00:00.000Z' }),
  ],
  certificates: [
    buildCertificate(member, { expiresOn: null }),
    buildCertificate(member, { id: 'c-2', number: 'c-2', status: { uri: 'urn:x', index: 2 } }),
  ],
  evidence_lists: [
    { id: 'l', version: 1, kind: 'trust-list', uri: 'urn:l', signed: 'x', updatedAt: '2026-11-22T07:00:00.120Z' },
  ],
  reference_versions: [
    {
      id: 'v',
      version: 3,
      kind: 'holidays',
      effectiveFrom: '2026-12-01',
      rows: [],
      note: odd,
      publishedAt: '2026-11-22T07:00:00.000Z',
      publishedBy: 'huda',
      withdrawnAt: '2026-11-23T07:00:00.999Z',
      withdrawnBy: 'huda',
      proposalHash: 'a'.repeat(64),
      confirmedAt: '2026-11-22T08:00:00.000Z',
      confirmedBy: 'salem',
      updatedAt: '2026-11-22T07:00:00.000Z',
    },
  ],
  schedules: [buildSchedule()],
  appointments: [buildAppointment({ remarks: odd })],
} as const satisfies { [Table in FeedTable]: readonly object[] }

await describeOnBoth('rows as the database writes them', (backend) => {
  test('are what was put in, and what is read otherwise, in every table, whatever the zone', async () => {
    const { db } = backend.database
    for (const table of Object.keys(rows) as FeedTable[])
      if (table !== 'appointments') await insertBulk(db, bulkText(table, rows[table] as readonly FeedRecord[]))
    for (const [place, appointment] of rows.appointments.entries()) await insertAppointment(db, appointment, place + 1)
    for (const table of Object.keys(feedTables) as FeedTable[]) {
      const ids = rows[table].map(({ id }) => id)
      const expected = rows[table].toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const texts = await db.transaction().execute(async (trx) => {
        await sql`set local time zone 'America/St_Johns'`.execute(trx)
        return listRowTexts(trx, table, [...ids, 'nobody'])
      })
      texts.sort((a, b) => (a.id < b.id ? -1 : 1))
      const read = texts.map(({ text }): unknown => JSON.parse(text))
      expect(texts).toMatchObject(expected.map(({ id, version }) => ({ id, version })))
      expect(read).toEqual(expected)
      expect(read).toEqual((await listRows(db, table, ids)).toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      for (const row of read) expect(feedTables[table].parse(row)).toEqual(row)
    }
    expect(await listRowTexts(db, 'members', [])).toEqual([])
  })
})
