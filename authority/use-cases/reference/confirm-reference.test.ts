import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { insertVersions, listVersions, readBook } from '#authority/repositories/reference.ts'
import type { Session } from '#authority/repositories/sessions.ts'
import { inTransaction, takeTurn } from '#authority/repositories/transaction.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, buildWorld, type World } from '#authority/test/test-context.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { PublishReferenceInput } from '#shared/domain/reference/reference-change.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import type { Risk } from '#shared/domain/requests/request.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { pullChanges } from '../sync/pull-changes.ts'
import { beginReference } from './begin-reference.ts'
import { confirmReference } from './confirm-reference.ts'
import { publishReference, withdrawReference } from './publish-reference.ts'

await describeOnBoth('a second person for reference data', (backend) => {
  let world: World
  let reem: Session
  let salman: Session
  let huda: Session
  beforeEach(async () => {
    const { db } = backend.database
    world = await buildWorld(db)
    const clerks = ['reem', 'salman', 'huda'].map((id) => buildClerk({ id, role: 'administrator' }))
    await addRows(db, { clerks })
    const [first, second, third] = clerks.map((clerk): Session => ({ clerk, device: world.desk.device }))
    if (!first || !second || !third) throw new Error('Three administrators')
    reem = first
    salman = second
    huda = third
    await beginReference(db)
  })
  const risks = (over: Partial<Record<MemberField, Risk>>): PublishReferenceInput['rows'] =>
    shippedVersions['field-risk'].rows
      .map((row) => ({ ...row, risk: over[row['field'] as MemberField] ?? row['risk'] }))
      .map((row) => row as PublishReferenceInput['rows'][number])
  const publish = (by: Session, rows: PublishReferenceInput['rows'], effectiveFrom: string, over = {}) =>
    publishReference(world.context, by, {
      kind: 'field-risk',
      rows,
      effectiveFrom: calendarDate(effectiveFrom),
      note: '',
      seen: 1,
      dryRun: false,
      ...over,
    })
  const propose = async (over: Partial<Record<MemberField, Risk>> = { idNo: 'medium' }, seen = 1) =>
    (await publish(reem, risks(over), '2026-12-01', { seen })).version
  const confirm = (by: Session, { id, proposalHash }: ReferenceVersion, over = {}) =>
    confirmReference(world.context, by, { id, hash: proposalHash ?? '', seen: 2, dryRun: false, ...over })
  const decline = (by: Session, { id }: ReferenceVersion, seen = 2) =>
    withdrawReference(world.context, by, { id, seen, dryRun: false })
  const riskOn = async (day: string, field: MemberField = 'idNo') =>
    (await readBook(backend.database.db)).riskOf(field, day)
  const later = (day: string) => {
    const { clock } = world.context
    clock.advance(Date.parse(`${day}T07:00:00.000Z`) - clock.now())
  }
  const acts = async () => (await listAudit(backend.database.db, 'reference:field-risk')).map(({ action }) => action)

  test('a risk that is lowered from high is proposed, and counts once another administrator has confirmed it', async () => {
    const dry = await publish(reem, risks({ idNo: 'medium' }), '2026-12-01', { dryRun: true })
    expect(dry.version.proposalHash).toMatch(/^[0-9a-f]{64}$/)
    expect(await acts()).toEqual([])
    const proposal = await propose()
    expect(proposal).toMatchObject({ version: 1, publishedBy: 'reem', confirmedBy: null, withdrawnAt: null })
    expect(await riskOn('2026-12-01')).toBe('high')

    expect((await confirm(salman, proposal, { dryRun: true })).version.confirmedBy).toBe('salman')
    expect(await riskOn('2026-12-01')).toBe('high')
    const { version } = await confirm(salman, proposal)
    expect(version).toMatchObject({ version: 2, confirmedBy: 'salman', confirmedAt: '2026-11-22T07:00:00.000Z' })
    expect([await riskOn('2026-11-30'), await riskOn('2026-12-01')]).toEqual(['high', 'medium'])
    const { changes } = await pullChanges(world.context, world.session, { scope: 'directory', limit: 100 })
    expect(changes.at(-1)).toMatchObject({ table: 'reference_versions', id: version.id, row: version })
    const { proposalHash: hash } = proposal
    expect(await listAudit(backend.database.db, 'reference:field-risk')).toEqual([
      expect.objectContaining({
        actor: 'reem',
        action: 'reference-proposed',
        detail: { version: version.id, effectiveFrom: '2026-12-01', rows: 12, moved: 0, lowered: 'idNo', hash },
      }),
      expect.objectContaining({
        actor: 'salman',
        action: 'reference-confirmed',
        detail: { version: version.id, effectiveFrom: '2026-12-01', rows: 12, moved: 0, proposer: 'reem', hash },
      }),
    ])
    // It stands: nobody confirms it once more, and it can be withdrawn, which gives the second approval back.
    await expect(confirm(huda, proposal, { seen: 3 })).rejects.toMatchObject({ code: 'record/not-found' })
    expect((await decline(huda, proposal, 3)).version).toMatchObject({ version: 3, withdrawnBy: 'huda' })
    expect(await riskOn('2026-12-01')).toBe('high')
    expect((await acts()).at(-1)).toBe('reference-withdrawn')
  })

  test('what raises a risk, or lowers one that never took two, is published by one', async () => {
    const { version } = await publish(reem, risks({ city: 'high', mobile: 'low' }), '2026-12-01')
    expect(version.proposalHash).toBeNull()
    expect([await riskOn('2026-12-01', 'city'), await riskOn('2026-12-01', 'mobile')]).toEqual(['high', 'low'])
  })

  test('what was raised and has not begun is withdrawn by nobody alone; it is lowered again by two', async () => {
    const { version } = await publish(reem, risks({ city: 'high' }), '2026-12-01')
    const withdrawal = withdrawReference(world.context, salman, { id: version.id, seen: 2, dryRun: true })
    await expect(withdrawal).rejects.toMatchObject({ code: 'reference/withdrawal-lowers', detail: { field: 'city' } })
    await expect(decline(salman, version)).rejects.toMatchObject({ code: 'reference/withdrawal-lowers' })
    const { version: lower } = await publish(reem, risks({}), '2026-12-02', { seen: 2 })
    expect(lower.proposalHash).not.toBeNull()
    await confirm(salman, lower, { seen: 3 })
    expect([await riskOn('2026-12-01', 'city'), await riskOn('2026-12-02', 'city')]).toEqual(['high', 'low'])
  })

  test('who proposed does not confirm; nor does anybody of another role, or other rows', async () => {
    const proposal = await propose()
    const same = { code: 'permission/denied', detail: { reason: 'same-person' } }
    await expect(confirm(reem, proposal)).rejects.toMatchObject(same)
    await expect(confirm(reem, proposal, { dryRun: true })).rejects.toMatchObject(same)
    await expect(confirm(world.session, proposal)).rejects.toMatchObject({ code: 'permission/denied' })
    await expect(confirm(salman, proposal, { hash: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'reference/changed',
    })
    await expect(confirm(salman, proposal, { seen: 1 })).rejects.toMatchObject({ code: 'reference/changed' })
    await expect(confirm(salman, { ...proposal, id: 'shipped-field-risk' })).rejects.toMatchObject({
      code: 'record/not-found',
    })
    expect(await acts()).toEqual(['reference-proposed'])
  })

  test('somebody whose role is taken while they confirm is refused, whatever their session says', async () => {
    const { db } = backend.database
    const proposal = await propose()
    let confirming: Promise<unknown> = Promise.resolve()
    await inTransaction(db, async (trx) => {
      await takeTurn(trx, 'administration')
      confirming = confirm(salman, proposal).catch((thrown: unknown) => thrown)
      await new Promise((done) => setTimeout(done, 50))
      await saveClerk(trx, { ...salman.clerk, role: 'clerk', version: 2 })
    })
    expect(await confirming).toMatchObject({ code: 'permission/denied' })
    await saveClerk(db, { ...huda.clerk, active: false, version: 2 })
    await expect(confirm(huda, proposal)).rejects.toMatchObject({ code: 'permission/denied' })
    expect(await riskOn('2026-12-01')).toBe('high')
  })

  test('of two who confirm at once one does, and of one who confirms and one who turns down', async () => {
    const proposal = await propose()
    const both = await Promise.allSettled([confirm(salman, proposal), confirm(huda, proposal)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'reference/changed' }) }),
    )
    expect(await acts()).toEqual(['reference-proposed', 'reference-confirmed'])

    const second = (await publish(reem, risks({ idNo: 'medium', email: 'low' }), '2026-12-02', { seen: 3 })).version
    const mixed = await Promise.allSettled([confirm(salman, second, { seen: 4 }), decline(huda, second, 4)])
    expect(mixed.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await acts()).toHaveLength(4)
  })

  test('it is turned down by another one, or taken back by its proposer, and made anew', async () => {
    const first = await propose()
    await expect(publish(salman, risks({ city: 'high' }), '2026-12-05', { seen: 2 })).rejects.toMatchObject({
      code: 'reference/proposal-waits',
    })
    expect((await decline(salman, first)).version).toMatchObject({ version: 2, withdrawnBy: 'salman' })
    await expect(confirm(huda, first, { seen: 3 })).rejects.toMatchObject({ code: 'record/not-found' })
    const second = await propose({ idNo: 'low' }, 3)
    await decline(reem, second, 4)
    expect(await acts()).toEqual([
      'reference-proposed',
      'reference-declined',
      'reference-proposed',
      'reference-taken-back',
    ])
    expect(await riskOn('2026-12-01')).toBe('high')
  })

  test('from its day on nobody confirms it, and another one can be made', async () => {
    const proposal = await propose()
    later('2026-12-01')
    await expect(confirm(salman, proposal)).rejects.toMatchObject({ code: 'reference/proposal-lapsed' })
    expect(await riskOn('2026-12-01')).toBe('high')
    const { version } = await publish(reem, risks({ idNo: 'low' }), '2026-12-02', { seen: 2 })
    await confirm(salman, version, { seen: 3 })
    expect([await riskOn('2026-12-01'), await riskOn('2026-12-02')]).toEqual(['high', 'low'])
  })

  test('by hand in the database nobody is their own second person, and nothing goes around one', async () => {
    const { db } = backend.database
    const proposal = await propose()
    const set = (change: ReturnType<typeof sql>) =>
      sql`update reference_versions set ${change} where id = ${proposal.id}`.execute(db)
    const at = '2026-11-22T08:00:00.000Z'
    await expect(set(sql`confirmed_at = ${at}, confirmed_by = 'reem'`)).rejects.toThrow(/reference_four_eyes/)
    await expect(set(sql`confirmed_at = ${at}`)).rejects.toThrow(/confirmed_by_somebody/)
    await expect(set(sql`confirmed_at = '2026-12-01T08:00:00Z', confirmed_by = 'huda'`)).rejects.toThrow(
      /before_its_day/,
    )
    await expect(set(sql`published_by = 'huda'`)).rejects.toThrow(/stands as it is/)
    await expect(set(sql`proposal_hash = null`)).rejects.toThrow(/stands as it is/)
    await expect(set(sql`rows = '[]'`)).rejects.toThrow(/stands as it is/)
    await confirm(salman, proposal)
    await expect(set(sql`confirmed_by = 'huda'`)).rejects.toThrow(/stands as it is/)
    await expect(set(sql`confirmed_at = null, confirmed_by = null`)).rejects.toThrow(/stands as it is/)

    const alone: ReferenceVersion = {
      ...proposal,
      id: 'alone',
      effectiveFrom: calendarDate('2026-12-03'),
      rows: risks({ idNo: 'medium', email: 'medium' }),
      proposalHash: null,
    }
    await expect(insertVersions(db, [alone])).rejects.toThrow(/takes a second approval away/)
    const { version: raised } = await publish(reem, risks({ city: 'high' }), '2026-12-04', { seen: 3 })
    await expect(
      sql`update reference_versions set version = 2, withdrawn_at = ${at}, withdrawn_by = 'reem' where id = ${raised.id}`.execute(
        db,
      ),
    ).rejects.toThrow(/withdrawal of reference version .* takes a second approval away/)
  })

  test('a register moves with its whole history, in whatever order its rows come', async () => {
    const { db } = backend.database
    await confirm(salman, await propose())
    world.context.clock.advance(60_000)
    const next = await publish(reem, risks({ idNo: 'medium', mobile: 'low' }), '2026-12-05', { seen: 3 })
    world.context.clock.advance(60_000)
    await decline(huda, next.version, 4)
    await publish(reem, risks({ nameAr: 'low', idNo: 'medium' }), '2026-12-07', { seen: 5 })
    const versions = await listVersions(db)
    expect(versions.filter(({ kind }) => kind === 'field-risk')).toHaveLength(4)
    await emptyDatabase(db)
    await inTransaction(db, async (trx) => {
      for (const version of versions.toReversed()) await insertVersions(trx, [version])
    })
    expect(await listVersions(db)).toEqual(versions)
  })
})
