import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { openApprovals } from '#authority/repositories/approvals.ts'
import { listAudit } from '#authority/repositories/audit.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { listMail } from '#authority/repositories/mail.ts'
import { findMember, insertMember, updateMember } from '#authority/repositories/members.ts'
import { findRequest, insertRequest, updateRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import type { Command, Deferral } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { pushCommands } from './push-commands.ts'

await describeOnBoth('decisions', (backend) => {
  let world: World
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
  })

  const push = (...envelopes: (Command | Deferral)[]) =>
    pushCommands(world.context, world.session, { protocol: 1, device: 'desk-1', items: pushItems(...envelopes) })
  const pushOne = async (envelope: Command | Deferral): Promise<Receipt> => {
    const { receipts, stop } = await push(envelope)
    expect(stop).toBeNull()
    if (!receipts[0]) throw new Error('no receipt')
    return receipts[0]
  }

  test('two people approve on top of each other in one push: once, in order, with letters, audit and feed', async () => {
    const { desk, noura, salem, request, member, context } = world
    const first = desk.decide({ clerk: noura, request, member })
    const second = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: first.id } })
    const { receipts, stop } = await push(first, second)
    expect(stop).toBeNull()
    expect(receipts).toMatchObject([
      {
        id: first.id,
        outcome: 'applied',
        rebased: false,
        changed: [{ table: 'requests', id: request.id, version: 2 }],
      },
      {
        id: second.id,
        outcome: 'applied',
        rebased: false,
        changed: [
          { table: 'requests', id: request.id, version: 3 },
          { table: 'members', id: member.id, version: 2 },
        ],
      },
    ])
    const db = context.db
    expect(await findMember(db, member.id)).toMatchObject({ email: 'f.alqahtani@alwaha.sa', version: 2 })
    expect(await findRequest(db, request.id)).toMatchObject({
      state: 'completed',
      version: 3,
      decisions: [
        { by: 'noura', step: 'propose', commandId: first.id },
        { by: 'salem', step: 'confirm', commandId: second.id },
      ],
    })
    const letters = (await listMail(db)).reverse()
    expect(letters.map(({ template, toAddress }) => [template, toAddress])).toEqual([
      ['email-changed-old-address', 'fahad_nq88@hotmail.com'],
      ['email-changed-new-address', 'f.alqahtani@alwaha.sa'],
    ])
    expect((await listAudit(db, `request:${request.id}`)).map(({ actor, action }) => [actor, action])).toEqual([
      ['noura', 'decision-propose-approve'],
      ['salem', 'decision-confirm-approve'],
    ])
  })

  test('the proposer cannot confirm: refused, and the database forbids it too', async () => {
    const { desk, salem, request, member, context } = world
    const first = desk.decide({ clerk: salem, request, member })
    const own = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: first.id } })
    const { receipts } = await push(first, own)
    expect(receipts[1]).toMatchObject({
      outcome: 'refused',
      code: 'requests/action-not-allowed',
      detail: { reason: 'same-person' },
      current: { request: { state: 'awaiting-second' } },
    })
    const direct = sql`update approvals set confirmer = proposer`.execute(context.db)
    await expect(direct).rejects.toThrow(/approvals_four_eyes/)
  })

  test('a high-risk request cannot be completed in the database without a second person', async () => {
    const { request, context } = world
    const completed = { ...request, version: 2, state: 'completed' as const }
    await expect(updateRequest(context.db, completed)).rejects.toThrow(/four eyes/)
    const { id: requestId, revisionHash } = request
    await openApprovals(context.db, [{ requestId, revisionHash, proposer: 'noura', fields: null }])
    await expect(updateRequest(context.db, completed)).rejects.toThrow(/four eyes/)
    await sql`update approvals set confirmer = 'salem'`.execute(context.db)
    await updateRequest(context.db, completed)
    await sql`update requests set state = 'submitted'`.execute(context.db)
    await expect(updateRequest(context.db, { ...completed, revisionHash: 'c'.repeat(64) })).rejects.toThrow(/four eyes/)
  })

  test('a request that somebody else decided meanwhile is a conflict with the rows as they stand', async () => {
    const { desk, noura, salem, request, member } = world
    await pushOne(desk.decide({ clerk: salem, request, member, decision: 'reject' }))
    const late = await pushOne(desk.decide({ clerk: noura, request, member }))
    expect(late).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'already-decided' },
      current: { request: { state: 'rejected', version: 2 }, member: { id: member.id } },
    })
  })

  test('an approval that would now do something else than its clerk saw is a conflict', async () => {
    const { desk, noura, salem, request, member } = world
    await pushOne(desk.decide({ clerk: noura, request, member }))
    const alsoFirst = await pushOne(desk.decide({ clerk: salem, request, member }))
    expect(alsoFirst).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'already-decided' },
    })
  })

  test('a changed field under the decision is a conflict; another field only rebases it', async () => {
    const { desk, noura, request, member, context } = world
    const moved = { ...member, version: 2, mobile: '+966550000000' }
    await updateMember(context.db, moved)
    const rebased = await pushOne(desk.decide({ clerk: noura, request, member }))
    expect(rebased).toMatchObject({ outcome: 'applied', rebased: true })
    await updateMember(context.db, { ...moved, version: 3, email: 'other@example.com' })
    const current = await findRequest(context.db, request.id)
    if (!current) throw new Error('gone')
    const confirm = desk.decide({ clerk: world.salem, request: current, member, step: 'confirm' })
    expect(await pushOne(confirm)).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'member-changed', fields: 'email' },
      current: { member: { email: 'other@example.com', version: 3 }, request: { state: 'awaiting-second' } },
    })
    const redone = desk.decide({
      clerk: world.salem,
      request: current,
      member: { ...moved, version: 3, email: 'other@example.com' },
      step: 'confirm',
    })
    expect(await pushOne(redone)).toMatchObject({ outcome: 'applied', rebased: false })
  })

  test('a request that moved on without touching the decision is applied as rebased', async () => {
    const { desk, noura, request, member, context } = world
    await updateRequest(context.db, { ...request, version: 2, assigneeId: 'huda' })
    expect(await pushOne(desk.decide({ clerk: noura, request, member }))).toMatchObject({
      outcome: 'applied',
      rebased: true,
      changed: [{ version: 3 }],
    })
  })

  test('another revision, an unknown request, a missing reason and other branches are refused', async () => {
    const { desk, noura, request, member, context } = world
    const stranger = buildClerk({ id: 'stranger', branch: 'jeddah' })
    await saveClerk(context.db, stranger)
    await sql`insert into device_keys values ('desk-1', 'stranger', ${desk.enrol('stranger')}, now())`.execute(
      context.db,
    )
    const { receipts } = await push(
      desk.decide({ clerk: noura, request, member, revisionHash: 'b'.repeat(64) }),
      desk.decide({ clerk: noura, request: { ...request, id: 'nothing' }, member }),
      desk.decide({ clerk: noura, request: { ...request, memberId: 'other' }, member }),
      desk.decide({ clerk: noura, request, member, decision: 'reject', reasons: [] }),
      desk.decide({ clerk: stranger, request, member }),
    )
    expect(receipts.map(({ code, detail }) => [code, detail])).toEqual([
      ['requests/revision-changed', {}],
      ['record/not-found', {}],
      ['record/not-found', {}],
      ['requests/reason-required', {}],
      ['requests/action-not-allowed', { reason: 'branch' }],
    ])
    expect(receipts.map(({ current }) => current !== null)).toEqual([true, false, false, false, false])
  })

  test('words that no database can hold are refused, and what comes after goes on', async () => {
    const { desk, noura, request, member } = world
    const { receipts, stop } = await push(
      desk.decide({ clerk: noura, request, member, remarks: 'a\u0000b' }),
      desk.decide({ clerk: noura, request, member, decision: 'return', reasons: ['\ud800'] }),
      desk.decide({ clerk: noura, request, member }),
    )
    expect(stop).toBeNull()
    expect(receipts.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'input/invalid'],
      ['refused', 'input/invalid'],
      ['applied', null],
    ])
  })

  test('the role of now counts, not the one at the time of the decision', async () => {
    const { desk, noura, salem, request, member, context } = world
    const first = desk.decide({ clerk: noura, request, member })
    const second = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: first.id } })
    await saveClerk(context.db, { ...salem, version: 2, role: 'clerk' })
    expect((await push(first, second)).receipts[1]).toMatchObject({
      code: 'requests/action-not-allowed',
      detail: { reason: 'role' },
    })
    await saveClerk(context.db, { ...noura, version: 2, active: false })
    const gone = desk.decide({ clerk: noura, request, member, decision: 'return' })
    expect(await pushOne(gone)).toMatchObject({ code: 'permission/denied', detail: { reason: 'inactive' } })
  })

  test.each([
    [
      'the address was never proven',
      { addressProof: { codeSentAt: null, codeEnteredAt: null, oldAddressNotifiedAt: null } },
      'EM-02',
    ],
    ['nothing is known of the proof', { addressProof: null }, 'EM-02'],
    ['the address is another member’s', { proposed: { email: 'TAKEN@example.com' } }, 'EM-03'],
    ['no address is asked for', { proposed: {} }, 'EM-03'],
  ])('an approval is refused when %s', async (_, over, rule) => {
    const { desk, noura, request, member, context } = world
    await insertMember(context.db, buildMember({ id: 'other', membershipNo: '9', email: 'taken@example.com' }))
    const changed = { ...request, ...over }
    await updateRequest(context.db, changed)
    expect(await pushOne(desk.decide({ clerk: noura, request: changed, member }))).toMatchObject({
      outcome: 'refused',
      code: 'requests/rules-not-met',
      detail: { rule },
    })
    const returned = await pushOne(desk.decide({ clerk: noura, request: changed, member, decision: 'return' }))
    expect(returned.outcome).toBe('applied')
  })

  test('an approval for a member whose file has ended is refused', async () => {
    const { desk, noura, request, member, context } = world
    await updateMember(context.db, { ...member, state: 'deceased' })
    expect(await pushOne(desk.decide({ clerk: noura, request, member }))).toMatchObject({
      code: 'requests/rules-not-met',
      detail: { rule: 'EM-01' },
    })
  })

  test('returning and rejecting write to the current address and end a first approval', async () => {
    const { desk, noura, salem, request, member, context } = world
    const first = desk.decide({ clerk: noura, request, member })
    const back = desk.decide({ clerk: salem, request, member, decision: 'return', base: { after: first.id } })
    const { receipts } = await push(first, back)
    expect(receipts[1]).toMatchObject({ outcome: 'applied', changed: [{ table: 'requests' }] })
    expect(await findRequest(context.db, request.id)).toMatchObject({ state: 'returned', proposal: null, dueAt: null })
    expect(await listMail(context.db)).toMatchObject([{ template: 'request-returned', toAddress: member.email }])
    const { rows } = await sql<{ voided: boolean }>`select voided from approvals`.execute(context.db)
    expect(rows).toEqual([{ voided: true }])
  })

  test('a desk whose clock runs ahead does not decide in the future', async () => {
    const { desk, noura, request, member, context } = world
    await pushOne(desk.decide({ clerk: noura, request, member, madeAt: '2030-01-01T00:00:00.000Z' }))
    expect(await findRequest(context.db, request.id)).toMatchObject({ decisions: [{ at: '2026-11-22T07:00:00.000Z' }] })
  })

  test('two members cannot take the same address at the same moment', async () => {
    const { desk, noura, salem, huda, request, member, context } = world
    const member2 = buildMember({ id: 'member-2', membershipNo: '2', email: 'b@example.com' })
    const request2 = buildEmailChange(member2, { id: 'request-2', number: 'R-48-000002' })
    await insertMember(context.db, member2)
    await insertRequest(context.db, request2)
    const firsts = [
      desk.decide({ clerk: noura, request, member }),
      desk.decide({ clerk: noura, request: request2, member: member2 }),
    ]
    await push(...firsts)
    const [one, two] = await Promise.all([
      push(desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: firsts[0]?.id ?? '' } })),
      push(
        desk.decide({
          clerk: huda,
          request: request2,
          member: member2,
          step: 'confirm',
          base: { after: firsts[1]?.id ?? '' },
        }),
      ),
    ])
    const outcomes = [one, two].map(({ receipts }) => receipts[0]?.outcome)
    expect(new Set(outcomes)).toEqual(new Set(['applied', 'refused']))
    const refused = [one, two].flatMap(({ receipts }) => receipts).find(({ outcome }) => outcome === 'refused')
    expect(refused).toMatchObject({ code: 'requests/rules-not-met', detail: { rule: 'EM-03' } })
  })
})
