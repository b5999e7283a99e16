import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { nextAppointmentNumber } from '#authority/repositories/appointments.ts'
import { appointmentColumns } from '#authority/repositories/feed.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import { Member } from '#shared/domain/members/member.ts'
import { Request } from '#shared/domain/requests/request.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { type FillProgress, fillDemo } from './fill.ts'

const options = { members: 240, seed: 'test', now: Date.UTC(2026, 10, 22, 7) }
const hashes = new Map<string, string>()

await describeOnBoth('demo register', (backend) => {
  test('is whole: rows that parse, a place in the feed for each, papers, approvals, and numbers that go on', async () => {
    const { db } = backend.database
    const progress: FillProgress[] = []
    await fillDemo(db, options, (step) => progress.push(step))
    expect([...new Set(progress.map(({ step }) => step))]).toEqual([
      'clerks',
      'documents',
      'members',
      'certificates',
      'requests',
      'appointments',
    ])
    expect(progress.findLast(({ step }) => step === 'requests')).toEqual({ step: 'requests', done: 60, total: 60 })
    const appointments = await db.selectFrom('appointments').select(appointmentColumns).orderBy('id').execute()
    const schedules = await db.selectFrom('schedules').selectAll().orderBy('id').execute()
    expect(appointments.map((row) => Appointment.parse(row))).toEqual(appointments)
    expect(schedules.map((row) => Schedule.parse(row))).toEqual(schedules)
    expect(await nextAppointmentNumber(db)).toBe(appointments.length + 1)

    const members = await db.selectFrom('members').selectAll().orderBy('id').execute()
    const requests = await db.selectFrom('requests').selectAll().orderBy('id').execute()
    expect(members.map((row) => Member.parse(row))).toEqual(members)
    expect(requests.map((row) => Request.parse(row))).toEqual(requests)
    const { rows: totals } = await sql`
      select table_name, count(*) as total from feed group by table_name order by table_name
    `.execute(db)
    expect(totals).toEqual([
      { tableName: 'appointments', total: appointments.length },
      { tableName: 'certificates', total: 480 },
      { tableName: 'clerks', total: 53 },
      { tableName: 'members', total: 240 },
      { tableName: 'reference_versions', total: 7 },
      { tableName: 'requests', total: 60 },
      { tableName: 'schedules', total: schedules.length },
    ])
    const { rows: papers } = await sql<{
      hash: string
      bytes: Uint8Array
      size: number
    }>`select * from documents`.execute(db)
    for (const { hash, bytes, size } of papers) {
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
      expect(bytes.length).toBe(size)
    }
    const known = new Set(papers.map(({ hash }) => hash))
    expect(requests.flatMap(({ evidence }) => evidence).filter(({ hash }) => !known.has(hash))).toEqual([])
    expect(members.filter(({ photo }) => photo !== null && !known.has(photo))).toEqual([])
    const open = await db.selectFrom('approvals').select('requestId').where('confirmer', 'is', null).execute()
    expect(open.map(({ requestId }) => requestId).sort()).toEqual(
      requests.filter(({ state }) => state === 'awaiting-second').map(({ id }) => id),
    )
    const last = Math.max(...requests.map(({ number }) => Number(number.slice(-6))))
    const { rows } = await sql<{ next: number }>`select nextval('request_numbers') as next`.execute(db)
    expect(rows[0]?.next).toBe(last + 1)

    const hash = createHash('sha256')
      .update(canonicalJson([members, requests, appointments]))
      .digest('hex')
    hashes.set(backend.kind, hash)
    expect(new Set(hashes.values()).size).toBe(1)
  })
})
