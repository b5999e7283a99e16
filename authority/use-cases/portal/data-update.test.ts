import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { listMail } from '#authority/repositories/mail.ts'
import { findMember, insertMember } from '#authority/repositories/members.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { DataUpdateInput } from '#shared/protocol/portal.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import { fieldDecisions } from '#shared/testing/data-updates.ts'
import { pushCommands } from '../sync/push-commands.ts'
import { resubmitDataUpdate, submitDataUpdate } from './data-update.ts'

const card: DataUpdateInput['documents'][number] = {
  kind: 'id-card',
  mediaType: 'image/jpeg',
  fileName: 'card.jpg',
  base64: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]).toString('base64'),
}

await describeOnBoth('portal, data updates', (backend) => {
  let world: World
  const salma = buildMember({
    id: 'salma',
    membershipNo: '20555001',
    idNo: '1000000016',
    email: 'salma@old.example',
    city: 'jeddah',
    gender: 'f',
  })
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    await insertMember(backend.database.db, salma)
  })
  const input = (fields: DataUpdateInput['fields'], over: Partial<DataUpdateInput> = {}): DataUpdateInput => ({
    membershipNo: salma.membershipNo,
    idNo: salma.idNo,
    fields,
    documents: [],
    ...over,
  })
  const requestOf = async (number: string): Promise<Request> => {
    const row = await backend.database.db
      .selectFrom('requests')
      .select('id')
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    const request = await findRequest(backend.database.db, row.id)
    if (!request) throw new Error(`no request ${number}`)
    return request
  }

  test('several fields, typed as people type, become one request with every field open', async () => {
    const { number, state } = await submitDataUpdate(
      world.context,
      input(
        { mobile: '٠٥٠ ٧٧١ ٢٠٩٤', birthDate: '1404/01/25', city: 'riyadh', nameAr: ' سلمى   ناصر القحطاني ' },
        { documents: [card] },
      ),
    )
    expect(state).toBe('submitted')
    const request = await requestOf(number)
    expect(request).toMatchObject({
      kind: 'data-update',
      risk: 'high',
      branch: 'jeddah',
      dueAt: '2026-11-24T12:00:00.000Z',
      base: { mobile: salma.mobile, city: 'jeddah' },
      proposed: { mobile: '+966507712094', birthDate: '1983-11-01', city: 'riyadh', nameAr: 'سلمى ناصر القحطاني' },
      evidence: [{ kind: 'id-card', proves: { field: 'nameAr' } }],
    })
    expect(Object.entries(request.fieldStates).map(([field, { state: open, risk }]) => [field, open, risk])).toEqual(
      expect.arrayContaining([
        ['nameAr', 'open', 'high'],
        ['birthDate', 'open', 'high'],
        ['mobile', 'open', 'medium'],
        ['city', 'open', 'low'],
      ]),
    )
    expect(request.rulesAtSubmission.filter(({ blocking, outcome }) => blocking && outcome !== 'met')).toEqual([])
    const [notice] = await listMail(world.context.db)
    expect(notice).toMatchObject({ template: 'data-update-requested', toAddress: salma.email, requestNumber: number })
    expect(notice?.bodyAr).toContain('رقم الجوال، المدينة')
    expect(JSON.stringify(notice)).not.toContain('507712094')
    const feed = await world.context.db.selectFrom('feed').selectAll().where('rowId', '=', request.id).execute()
    expect(feed).toMatchObject([{ scope: 'branch:jeddah', version: 1 }])
    expect(await listAudit(world.context.db, `request:${request.id}`)).toMatchObject([{ action: 'request-submitted' }])
  })

  test.each([
    ['a mobile that is none', { mobile: '0112345678' }, 'fields.mobile'],
    ['a day that is none', { birthDate: '1404/13/01' }, 'fields.birthDate'],
    ['a name of one word', { nameAr: 'سلمى' }, 'fields.nameAr'],
    ['the value that stands there', { city: 'jeddah' }, 'fields.city'],
    ['the same mobile, typed otherwise', { mobile: '0550128841' }, 'fields.mobile'],
  ])('%s is refused with its field', async (_, fields, field) => {
    const refused = submitDataUpdate(world.context, input(fields))
    await expect(refused).rejects.toMatchObject({ code: 'input/invalid', detail: { field } })
    expect(await listMail(world.context.db)).toEqual([])
  })

  test('who cannot prove who they are, and who has one open already, are refused', async () => {
    const stranger = submitDataUpdate(world.context, input({ city: 'riyadh' }, { idNo: '1000000008' }))
    await expect(stranger).rejects.toMatchObject({ code: 'portal/proof-failed' })
    const both = await Promise.allSettled([1, 2].map(() => submitDataUpdate(world.context, input({ city: 'riyadh' }))))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    for (const answer of both) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'portal/already-open' })
    }
  })

  test('returned fields come back, what is decided stays decided, and two people end it', async () => {
    const { context, desk } = world
    const clerk = buildClerk({ id: 'j-clerk', branch: 'jeddah' })
    const boss = buildClerk({ id: 'j-boss', branch: 'jeddah', role: 'supervisor' })
    for (const person of [clerk, boss]) {
      await saveClerk(context.db, person)
      const publicKey = desk.enrol(person.id)
      await enrolKey(context.db, { device: desk.device, clerkId: person.id, publicKey }, '2026-11-22T06:00:00.000Z')
    }
    const push = async (...commands: Parameters<typeof pushItems>) => {
      const items = pushItems(...commands)
      return (await pushCommands(context, { clerk, device: desk.device }, { protocol: 1, device: desk.device, items }))
        .receipts
    }
    const { number } = await submitDataUpdate(
      context,
      input({ nameAr: 'سلمى ناصر القحطاني', city: 'riyadh', poBox: '1' }, { documents: [card] }),
    )
    const before = await requestOf(number)
    const words = fieldDecisions({ nameAr: 'return', city: 'approve', poBox: 'reject' })
    expect(await push(desk.decide({ clerk, request: before, member: salma, fields: words }))).toMatchObject([
      { outcome: 'applied' },
    ])
    const other = resubmitDataUpdate(context, number, input({ city: 'abha' }))
    await expect(other).rejects.toMatchObject({
      code: 'input/invalid',
      detail: { field: 'fields.city', reason: 'decided' },
    })

    context.clock.advance(3_600_000)
    const again = input({ nameAr: 'سلمى ناصر العتيبي' }, { documents: [{ ...card, fileName: 'new.jpg' }] })
    expect(await resubmitDataUpdate(context, number, again)).toEqual({ number, state: 'resubmitted' })
    await expect(resubmitDataUpdate(context, number, again)).rejects.toMatchObject({
      code: 'requests/action-not-allowed',
    })
    const resubmitted = await requestOf(number)
    expect(resubmitted).toMatchObject({
      state: 'resubmitted',
      version: 3,
      pausedAt: null,
      dueAt: '2026-11-24T12:00:00.000Z',
      base: before.base,
      proposed: { nameAr: 'سلمى ناصر العتيبي', city: 'riyadh' },
      fieldStates: { nameAr: { state: 'open' }, city: { state: 'applied' }, poBox: { state: 'rejected' } },
      evidence: [{ fileName: 'new.jpg' }],
    })
    expect(resubmitted.revisionHash).not.toBe(before.revisionHash)

    const fields = fieldDecisions({ nameAr: 'approve' })
    const member = (await findMember(context.db, 'salma')) ?? salma
    const stale = desk.decide({ clerk, request: resubmitted, member, fields, revisionHash: before.revisionHash })
    const first = desk.decide({ clerk, request: resubmitted, member, fields })
    const second = desk.decide({
      clerk: boss,
      request: resubmitted,
      member,
      fields,
      step: 'confirm',
      base: { after: first.id },
    })
    expect((await push(stale, first, second)).map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'requests/revision-changed'],
      ['applied', null],
      ['applied', null],
    ])
    expect(await requestOf(number)).toMatchObject({ state: 'completed' })
    expect(await findMember(context.db, 'salma')).toMatchObject({
      city: 'riyadh',
      poBox: salma.poBox,
      nameAr: { first: 'سلمى', family: 'العتيبي' },
    })
  })
})
