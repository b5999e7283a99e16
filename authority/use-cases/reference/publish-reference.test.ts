import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { readBook } from '#authority/repositories/reference.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { Session } from '#authority/repositories/sessions.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { PublishReferenceInput } from '#shared/domain/reference/reference-change.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { submitDataUpdate } from '../portal/data-update.ts'
import { pullChanges } from '../sync/pull-changes.ts'
import { pushCommands } from '../sync/push-commands.ts'
import { beginReference } from './begin-reference.ts'
import { publishReference, withdrawReference } from './publish-reference.ts'

await describeOnBoth('reference data', (backend) => {
  let world: World
  let admin: Session
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    const clerk = buildClerk({ id: 'admin', role: 'administrator' })
    await addRows(backend.database.db, { clerks: [clerk] })
    admin = { clerk, device: world.desk.device }
    await beginReference(backend.database.db)
  })
  const rowsOf = (kind: ReferenceVersion['kind'], change: (row: Record<string, unknown>) => object = () => ({})) =>
    shippedVersions[kind].rows.map((row) => ({ ...row, ...change(row) })) as PublishReferenceInput['rows']
  const slower = (days: number) => rowsOf('sla', ({ service }) => (service === 'data-update' ? { days } : {}))
  const closing = (from: string, to: string): PublishReferenceInput['rows'] => [
    ...rowsOf('holidays'),
    { code: 'storm', ar: 'تعليق الدوام', en: 'Offices closed', calendar: 'announced', from, nextDay: false, to },
  ]
  const publish = (over: Partial<PublishReferenceInput> & Pick<PublishReferenceInput, 'kind' | 'rows'>) =>
    publishReference(world.context, admin, {
      effectiveFrom: calendarDate('2026-11-23'),
      note: '',
      seen: 1,
      dryRun: false,
      ...over,
    })
  const later = (day: string) => {
    const { clock } = world.context
    clock.advance(Date.parse(`${day}T07:00:00.000Z`) - clock.now())
  }

  test('a register begins with what the program came with, once, and every desk gets it', async () => {
    await beginReference(backend.database.db)
    const { changes, totals } = await pullChanges(world.context, world.session, { scope: 'directory', limit: 100 })
    const pulled = changes.filter(({ table }) => table === 'reference_versions')
    expect(pulled.map(({ row }) => row)).toEqual(expect.arrayContaining(Object.values(shippedVersions)))
    expect(pulled).toHaveLength(Object.keys(shippedVersions).length)
    expect(totals['reference_versions']).toBe(pulled.length)
  })

  test('a version counts from its day on, is told to every desk, and stands in the audit log', async () => {
    const { version } = await publish({ kind: 'sla', rows: slower(9), note: ' قرار 12 ' })
    expect(version).toMatchObject({ effectiveFrom: '2026-11-23', publishedBy: 'admin', note: 'قرار 12', version: 1 })
    const book = await readBook(backend.database.db)
    expect([book.slaDays('data-update', '2026-11-22'), book.slaDays('data-update', '2026-11-23')]).toEqual([2, 9])
    const { changes } = await pullChanges(world.context, world.session, { scope: 'directory', limit: 100 })
    expect(changes.at(-1)).toMatchObject({ table: 'reference_versions', id: version.id, row: version })
    expect(await listAudit(backend.database.db, 'reference:sla')).toEqual([
      expect.objectContaining({
        actor: 'admin',
        action: 'reference-published',
        detail: { version: version.id, effectiveFrom: '2026-11-23', rows: 16, moved: 0 },
      }),
    ])
  })

  test('a submission takes the service time and the risk of its own day', async () => {
    const member = buildMember({ id: 'salma', membershipNo: '20555001', idNo: '1000000016', email: 's@old.example' })
    await addRows(backend.database.db, { members: [member] })
    await publish({ kind: 'sla', rows: slower(5) })
    const risky = rowsOf('field-risk', ({ field }) => (field === 'poBox' ? { risk: 'high' } : {}))
    await publish({ kind: 'field-risk', rows: risky })
    const submit = async (poBox: string) => {
      const { membershipNo, idNo } = member
      await submitDataUpdate(world.context, { membershipNo, idNo, fields: { poBox }, documents: [] })
      return backend.database.db.selectFrom('requests').selectAll().where('memberId', '=', 'salma').execute()
    }
    const [today] = await submit('11111')
    expect(today).toMatchObject({ risk: 'low', dueAt: '2026-11-24T12:00:00.000Z' })
    await backend.database.db
      .updateTable('requests')
      .set({ state: 'cancelled' })
      .where('memberId', '=', 'salma')
      .execute()
    later('2026-11-23')
    const [, tomorrow] = (await submit('22222')).sort((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1))
    expect(tomorrow).toMatchObject({ risk: 'high', dueAt: '2026-11-30T12:00:00.000Z' })
    expect(tomorrow?.fieldStates.poBox?.risk).toBe('high')
  })

  test('other days off move due times of open requests in the same transaction, and back when they are withdrawn', async () => {
    const { id } = world.request
    const due = async () => (await findRequest(backend.database.db, id))?.dueAt
    await backend.database.db
      .updateTable('requests')
      .set({ dueAt: '2026-11-24T12:00:00.000Z' })
      .where('id', '=', id)
      .execute()
    const rows = closing('2026-11-24', '2026-11-25')
    expect((await publish({ kind: 'holidays', rows, dryRun: true })).impact).toEqual({ open: 1, moved: 1 })
    expect(await due()).toBe('2026-11-24T12:00:00.000Z')
    const { version, impact } = await publish({ kind: 'holidays', rows })
    expect(impact).toEqual({ open: 1, moved: 1 })
    expect(await findRequest(backend.database.db, id)).toMatchObject({ dueAt: '2026-11-26T12:00:00.000Z', version: 2 })
    const branch = await pullChanges(world.context, world.session, { scope: 'branch:riyadh', limit: 100 })
    expect(branch.changes.at(-1)).toMatchObject({ id, version: 2, row: { dueAt: '2026-11-26T12:00:00.000Z' } })
    await withdrawReference(world.context, admin, { id: version.id, seen: 2, dryRun: false })
    expect(await due()).toBe('2026-11-24T12:00:00.000Z')
    expect((await readBook(backend.database.db)).holidaysOn('2026-11-24')).toEqual([])
    expect((await listAudit(backend.database.db, 'reference:holidays')).map(({ action }) => action)).toEqual([
      'reference-published',
      'reference-withdrawn',
    ])
  })

  test('a reason that is not given any more is refused where it is given on or after that day', async () => {
    const retired = rowsOf('reasons', ({ code }) => (code === 'REJ-EMAIL-IN-USE' ? { active: false } : {}))
    await publish({ kind: 'reasons', rows: retired })
    later('2026-11-24')
    const other = buildMember({ id: 'other', membershipNo: '20555009', idNo: '1000000024', email: 'o@old.example' })
    const second = buildEmailChange(other, { id: 'second', number: 'R-48-000002' })
    await addRows(backend.database.db, { members: [other], requests: [second] })
    const { desk, noura: clerk } = world
    const reject = async (request: Request, member: Member, seq: number, madeAt: string) => {
      const reasons = ['REJ-EMAIL-IN-USE']
      const command = desk.decide({ clerk, request, member, seq, madeAt, decision: 'reject', reasons })
      const input = { protocol: PROTOCOL_VERSION, device: desk.device, items: pushItems(command) }
      return (await pushCommands(world.context, world.session, input)).receipts[0]
    }
    // Made on the day before, without a line: the reason was one then.
    const before = await reject(world.request, world.member, 1, '2026-11-22T08:00:00.000Z')
    expect(before?.outcome).toBe('applied')
    const after = await reject(second, other, 2, '2026-11-23T08:00:00.000Z')
    expect(after).toMatchObject({ outcome: 'refused', code: 'reference/not-in-force' })
  })

  test.each<[string, Partial<PublishReferenceInput>]>([
    ['reference/too-early', { effectiveFrom: calendarDate('2026-11-22') }],
    ['reference/changed', { seen: 2 }],
    ['reference/unchanged', { rows: rowsOf('sla') }],
    ['reference/invalid', { rows: slower(366) }],
    ['reference/invalid', { rows: slower(5).slice(1) }],
    ['reference/invalid', { kind: 'cpd', rows: [{ family: 'nursing', rank: 'fellow', hours: 15 }] }],
  ])('%s', async (code, over) => {
    await expect(publish({ kind: 'sla', rows: slower(5), ...over })).rejects.toMatchObject({ code })
    expect(await listAudit(backend.database.db, 'reference:sla')).toEqual([])
  })

  test('only administrators change it, and one version comes after the other', async () => {
    await expect(
      publishReference(world.context, world.session, {
        kind: 'sla',
        rows: slower(5),
        effectiveFrom: calendarDate('2026-12-01'),
        note: '',
        seen: 1,
        dryRun: false,
      }),
    ).rejects.toMatchObject({ code: 'permission/denied' })
    const { version } = await publish({ kind: 'sla', rows: slower(5), effectiveFrom: calendarDate('2026-12-01') })
    await expect(publish({ kind: 'sla', rows: slower(6), seen: 2 })).rejects.toMatchObject({
      code: 'reference/too-early',
      detail: { from: '2026-12-02' },
    })
    await expect(
      withdrawReference(world.context, admin, { id: version.id, seen: 1, dryRun: false }),
    ).rejects.toMatchObject({ code: 'reference/changed' })
    later('2026-12-01')
    await expect(
      withdrawReference(world.context, admin, { id: version.id, seen: 2, dryRun: false }),
    ).rejects.toMatchObject({ code: 'reference/in-force' })
    expect((await readBook(backend.database.db)).slaDays('data-update', '2026-12-01')).toBe(5)
  })

  test('the database itself keeps a version from being edited or deleted', async () => {
    const { db } = backend.database
    const edited = db.updateTable('referenceVersions').set({ rows: '[]' }).where('id', '=', 'shipped-sla').execute()
    await expect(edited).rejects.toThrow(/stands as it is/)
    await expect(sql`delete from reference_versions where id = 'shipped-sla'`.execute(db)).rejects.toThrow(
      /stands as it is/,
    )
  })
})
