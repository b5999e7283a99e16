import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { listMail } from '#authority/repositories/mail.ts'
import { findMember, insertMember, updateMember } from '#authority/repositories/members.ts'
import { findRequest, insertRequest, updateRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { fieldsThatAre } from '#shared/domain/requests/field-decisions.ts'
import type { FieldState, Request } from '#shared/domain/requests/request.ts'
import type { Command } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions, type OtherField, otherValues } from '#shared/testing/data-updates.ts'
import { pushCommands } from './push-commands.ts'

await describeOnBoth('data updates', (backend) => {
  let world: World
  let update: Request
  let asked = 0
  beforeEach(async () => {
    asked = 0
    world = await buildWorld(backend.database.db)
    update = await ask()
  })

  const ask = async (fields?: readonly OtherField[], over: Partial<Request> = {}): Promise<Request> => {
    asked += 1
    const place = { id: `update-${asked}`, number: `R-48-02000${asked}` }
    const request = buildDataUpdate(world.member, fields, { ...place, ...over })
    await sql`update requests set state = 'cancelled' where kind = 'data-update'`.execute(world.context.db)
    await insertRequest(world.context.db, request)
    return request
  }
  const now = async (): Promise<Request> => {
    const request = await findRequest(world.context.db, update.id)
    if (!request) throw new Error('gone')
    return request
  }
  const push = async (...commands: Command[]): Promise<Receipt[]> => {
    const push = { protocol: 1 as const, device: 'desk-1', items: pushItems(...commands) }
    return (await pushCommands(world.context, world.session, push)).receipts
  }
  const first = (
    words: Parameters<typeof fieldDecisions>[0],
    over: Partial<Parameters<World['desk']['decide']>[0]> = {},
  ) =>
    world.desk.decide({
      clerk: world.noura,
      request: update,
      member: world.member,
      fields: fieldDecisions(words),
      ...over,
    })
  const states = (request: Request) =>
    Object.fromEntries(Object.entries(request.fieldStates).map(([field, { state }]) => [field, state]))

  test('field by field: light ones at once, the grave one by two, one returned, with letters, audit and feed', async () => {
    const { desk, salem, member, context } = world
    const [receipt] = await push(
      first({ nameAr: 'approve', mobile: 'approve', city: 'approve', poBox: 'return', employer: 'reject' }),
    )
    expect(receipt).toMatchObject({
      outcome: 'applied',
      changed: [
        { table: 'requests', id: 'update-1', version: 2 },
        { table: 'members', id: member.id, version: 2 },
      ],
    })
    const half = await findMember(context.db, member.id)
    expect(half).toMatchObject({
      mobile: otherValues.mobile,
      city: 'jeddah',
      poBox: member.poBox,
      nameAr: member.nameAr,
    })
    const waiting = await now()
    expect(waiting).toMatchObject({ state: 'awaiting-second', proposal: { by: 'noura' } })
    expect(states(waiting)).toEqual({
      nameAr: 'awaiting-second',
      mobile: 'applied',
      city: 'applied',
      poBox: 'returned',
      employer: 'rejected',
    })

    const fields = fieldDecisions({ nameAr: 'approve' })
    const [second] = await push(desk.decide({ clerk: salem, request: waiting, member: half ?? member, fields }))
    expect(second).toMatchObject({ outcome: 'applied', rebased: false })
    expect(await findMember(context.db, member.id)).toMatchObject({
      version: 3,
      nameAr: { first: 'فهد', father: 'ناصر', grandfather: 'سعد', family: 'العتيبي' },
    })
    expect(await now()).toMatchObject({ state: 'returned', dueAt: null, pausedAt: '2026-11-22T06:59:00.000Z' })
    const [later, earlier] = await listMail(context.db)
    expect(earlier).toMatchObject({ template: 'data-update-decided', toAddress: member.email })
    expect(earlier?.bodyEn).toContain('Updated in your record')
    expect(earlier?.bodyEn).toContain('Mobile, City')
    expect(earlier?.bodyEn).toMatch(/Employer: .*do not/)
    expect(earlier?.bodyEn).toContain('Still under study: Name in Arabic, PO box')
    expect(later?.bodyEn).toMatch(/PO box: .*evidence/)
    expect(later?.bodyEn).toContain('2026-12-22')
    for (const letter of [earlier, later]) {
      for (const value of [otherValues.mobile, otherValues.nameAr, member.idNo])
        expect(JSON.stringify(letter)).not.toContain(value)
    }
    expect((await listAudit(context.db, 'request:update-1')).map(({ action, detail }) => [action, detail])).toEqual([
      [
        'decision-propose-approve',
        expect.objectContaining({
          fields: 'nameAr:approve,mobile:approve,city:approve,poBox:return,employer:reject',
          state: 'awaiting-second',
        }),
      ],
      ['decision-confirm-approve', expect.objectContaining({ fields: 'nameAr:approve', state: 'returned' })],
    ])
    const { rows } = await sql<object>`select proposer, confirmer, fields, voided from approvals`.execute(context.db)
    expect(rows).toEqual([{ proposer: 'noura', confirmer: 'salem', fields: ['nameAr'], voided: false }])
  })

  test('two clerks decide different fields from the same state: both count, the later one rebased', async () => {
    const { desk, salem, member, context } = world
    const receipts = await push(
      first({ city: 'approve' }),
      desk.decide({
        clerk: salem,
        request: update,
        member,
        fields: fieldDecisions({ mobile: 'approve', poBox: 'reject' }),
      }),
    )
    expect(receipts.map(({ outcome, rebased }) => [outcome, rebased])).toEqual([
      ['applied', false],
      ['applied', true],
    ])
    expect(await findMember(context.db, member.id)).toMatchObject({ city: 'jeddah', mobile: otherValues.mobile })
    expect(await now()).toMatchObject({ state: 'in-review', version: 3 })
  })

  test('a field that is decided already is a conflict, and nothing of that command takes effect', async () => {
    const { desk, salem, member } = world
    const [, late] = await push(
      first({ city: 'reject' }),
      desk.decide({
        clerk: salem,
        request: update,
        member,
        fields: fieldDecisions({ city: 'approve', mobile: 'approve' }),
      }),
    )
    expect(late).toMatchObject({ outcome: 'refused', code: 'sync/conflict', detail: { reason: 'already-decided' } })
    expect(states(await now())).toMatchObject({ city: 'rejected', mobile: 'open' })
  })

  test('a change of another field rebases; of an approved one it is a conflict; to the proposed value it does no harm', async () => {
    const { member, context } = world
    await updateMember(context.db, {
      ...member,
      version: 2,
      postalCode: '99999',
      mobile: '+966500000000',
      city: 'jeddah',
    })
    const [conflict] = await push(first({ mobile: 'approve', city: 'approve' }))
    expect(conflict).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'member-changed', fields: 'mobile' },
      current: { member: { mobile: '+966500000000' } },
    })
    const [applied] = await push(first({ mobile: 'return', city: 'approve', poBox: 'approve' }))
    expect(applied).toMatchObject({ outcome: 'applied', rebased: true })
    expect(await findMember(context.db, member.id)).toMatchObject({ version: 3, city: 'jeddah', poBox: '12211' })
    // Nothing is left to write where everything stands there already.
    update = await ask(['postalCode'], { proposed: { postalCode: '99999' } })
    const [already] = await push(first({ postalCode: 'approve' }))
    expect(already).toMatchObject({ outcome: 'applied', changed: [{ table: 'requests' }] })
    expect(await findMember(context.db, member.id)).toMatchObject({ version: 3 })
    expect(await now()).toMatchObject({ state: 'completed' })
  })

  test('a blocking rule stops its field, not the others', async () => {
    const { context } = world
    update = await ask(undefined, { evidence: [] })
    const [refused] = await push(first({ nameAr: 'approve', city: 'approve' }))
    expect(refused).toMatchObject({ code: 'requests/rules-not-met', detail: { rule: 'DU-02', field: 'nameAr' } })
    const [applied] = await push(first({ nameAr: 'return', city: 'approve' }))
    expect(applied?.outcome).toBe('applied')
    await insertMember(context.db, buildMember({ id: 'o', membershipNo: '9', email: 'o@x.sa', idNo: otherValues.idNo }))
    update = await ask(['idNo'])
    const [held] = await push(first({ idNo: 'approve' }))
    expect(held).toMatchObject({ code: 'requests/rules-not-met', detail: { rule: 'DU-04', field: 'idNo' } })
  })

  test('another ID number brings its kind with it', async () => {
    const { desk, noura, salem, member, context } = world
    const resident = { ...member, idNo: '2000000006', idKind: 'resident' as const, nationality: 'SA', version: 2 }
    await updateMember(context.db, resident)
    update = await ask(['idNo'])
    const fields = fieldDecisions({ idNo: 'approve' })
    const one = desk.decide({ clerk: noura, request: update, member: resident, fields })
    const two = desk.decide({
      clerk: salem,
      request: update,
      member: resident,
      fields,
      step: 'confirm',
      base: { after: one.id },
    })
    expect((await push(one, two)).map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    expect(await findMember(context.db, member.id)).toMatchObject({ idNo: otherValues.idNo, idKind: 'citizen' })
  })

  test('words that do not fit their fields are refused', async () => {
    const { desk, noura, member, request } = world
    const bare = { city: { decision: 'return' as const, reasons: [], remarks: '' } }
    const receipts = await push(
      desk.decide({ clerk: noura, request: update, member }),
      first({ city: 'approve' }, { decision: 'reject' }),
      first({ email: 'approve' }),
      first({ nameAr: 'approve' }, { step: 'decide' }),
      first({}, { fields: bare }),
      first({}, { fields: { city: { ...bare.city, remarks: 'a\u0000' } } }),
      desk.decide({ clerk: noura, request, member, fields: fieldDecisions({ email: 'approve' }), step: 'propose' }),
    )
    expect(receipts.map(({ code, detail }) => [code, detail['reason'] ?? null])).toEqual([
      ['input/invalid', null],
      ['input/invalid', null],
      ['requests/action-not-allowed', 'decided'],
      ['requests/action-not-allowed', 'state'],
      ['requests/reason-required', null],
      ['input/invalid', null],
      ['input/invalid', null],
    ])
    expect(await now()).toEqual(update)
  })

  test('nobody confirms their own field, and a second person decides only what awaits them', async () => {
    const { desk, salem, member } = world
    const fields = fieldDecisions({ nameAr: 'approve' })
    await push(desk.decide({ clerk: salem, request: update, member, fields }))
    const waiting = await now()
    const [own, other] = await push(
      desk.decide({ clerk: salem, request: waiting, member, fields }),
      desk.decide({
        clerk: world.huda,
        request: waiting,
        member,
        fields: fieldDecisions({ city: 'approve' }),
        step: 'confirm',
      }),
    )
    expect(own).toMatchObject({ code: 'requests/action-not-allowed', detail: { reason: 'same-person' } })
    expect(other).toMatchObject({ code: 'requests/action-not-allowed', detail: { reason: 'decided' } })
    const [back] = await push(
      desk.decide({ clerk: salem, request: waiting, member, fields: fieldDecisions({ nameAr: 'return' }) }),
    )
    expect(back?.outcome).toBe('applied')
    const { rows } = await sql<object>`select confirmer, voided from approvals`.execute(world.context.db)
    expect(rows).toEqual([{ confirmer: null, voided: true }])
  })

  test('confirming one of two leaves the other to be confirmed, by its own row', async () => {
    const { desk, salem, huda, member, context } = world
    update = await ask(['nameAr', 'nameEn'])
    await push(first({ nameAr: 'approve', nameEn: 'approve' }))
    await push(
      desk.decide({ clerk: salem, request: await now(), member, fields: fieldDecisions({ nameAr: 'approve' }) }),
    )
    expect(states(await now())).toEqual({ nameAr: 'applied', nameEn: 'awaiting-second' })
    const half = (await findMember(context.db, member.id)) ?? member
    const [last] = await push(
      desk.decide({ clerk: huda, request: await now(), member: half, fields: fieldDecisions({ nameEn: 'approve' }) }),
    )
    expect(last?.outcome).toBe('applied')
    const { rows } = await sql<object>`select proposer, confirmer, fields from approvals order by id`.execute(
      context.db,
    )
    expect(rows).toEqual([
      { proposer: 'noura', confirmer: 'salem', fields: ['nameAr'] },
      { proposer: 'noura', confirmer: 'huda', fields: ['nameEn'] },
    ])
    expect(await now()).toMatchObject({ state: 'completed' })
  })

  test('the database itself lets no grave field be applied by one person, whoever else approved what else', async () => {
    const { context } = world
    const db = context.db
    update = await ask(['nameAr', 'nameEn', 'city'])
    const applied = (risk: FieldState['risk']): FieldState => ({
      state: 'applied',
      risk,
      by: 'noura',
      at: '2026-11-22T07:00:00.000Z',
      reasons: [],
      remarks: '',
    })
    const write = (fieldStates: Request['fieldStates']) =>
      updateRequest(db, { ...update, fieldStates: { ...update.fieldStates, ...fieldStates } })
    await write({ city: applied('low') })
    await expect(write({ nameAr: applied('high') })).rejects.toThrow(/four eyes/)
    // Calling it harmless does not help, nor does a first approval, nor a second one of something else.
    await expect(write({ nameAr: applied('low') })).rejects.toThrow(/four eyes/)
    const { id, revisionHash } = update
    const approve = (fields: string, confirmer: string | null, hash = revisionHash) =>
      sql`insert into approvals (request_id, revision_hash, proposer, confirmer, fields)
        values (${id}, ${hash}, 'noura', ${confirmer}, ${fields}::jsonb)`.execute(db)
    await approve('["nameAr"]', null)
    await expect(write({ nameAr: applied('high') })).rejects.toThrow(/four eyes/)
    await approve('["nameEn"]', 'salem')
    await expect(write({ nameAr: applied('high') })).rejects.toThrow(/four eyes/)
    await approve('["nameAr"]', 'salem', 'c'.repeat(64))
    await expect(write({ nameAr: applied('high') })).rejects.toThrow(/four eyes/)
    await sql`update approvals set confirmer = 'salem' where confirmer is null`.execute(db)
    await write({ nameAr: applied('high') })
    expect(fieldsThatAre(await now(), 'applied')).toEqual(['nameAr'])
    await expect(approve('["city"]', 'noura')).rejects.toThrow(/approvals_four_eyes/)
  })

  test('a member has one open data update', async () => {
    const second = buildDataUpdate(world.member, ['city'], { id: 'update-2', number: 'R-48-029999' })
    await expect(insertRequest(world.context.db, second)).rejects.toThrow(/requests_one_open_data_update/)
  })
})
