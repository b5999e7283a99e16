import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { insertMember } from '#authority/repositories/members.ts'
import { findRequest, insertRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Command, Deferral } from '#shared/protocol/command.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { pushCommands } from './push-commands.ts'

await describeOnBoth('push', (backend) => {
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
  const propose = () => world.desk.decide({ clerk: world.noura, request: world.request, member: world.member })
  const errorOf = async (work: Promise<unknown>): Promise<AppError> => {
    const thrown: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(thrown instanceof AppError)) throw new Error(`expected an AppError, got ${String(thrown)}`)
    return thrown
  }

  test('the same push again gives the same receipts word for word and changes nothing', async () => {
    const command = propose()
    const first = await pushOne(command)
    world.context.clock.advance(60_000)
    expect(await pushOne(command)).toEqual(first)
    expect(await findRequest(world.context.db, world.request.id)).toMatchObject({ version: 2 })
  })

  test('the same command twice in one push is settled once', async () => {
    const command = propose()
    const { receipts } = await push(command, command)
    expect(receipts[1]).toEqual(receipts[0])
    expect(await findRequest(world.context.db, world.request.id)).toMatchObject({ version: 2 })
  })

  test('the same command pushed eight times at once has one effect', async () => {
    const command = propose()
    const answers = await Promise.all(Array.from({ length: 8 }, () => push(command)))
    const [first] = answers
    for (const answer of answers) expect(answer.receipts).toEqual(first?.receipts)
    expect(await findRequest(world.context.db, world.request.id)).toMatchObject({ version: 2, decisions: [{}] })
  })

  test('the same id with another body is refused whole', async () => {
    const command = propose()
    await pushOne(command)
    const other = world.desk.decide({
      clerk: world.noura,
      request: world.request,
      member: world.member,
      id: command.id,
      seq: 1,
      remarks: 'x',
    })
    expect(await errorOf(push(other))).toMatchObject({ code: 'sync/body-mismatch', detail: { id: command.id } })
  })

  test('another id at a place that is taken is refused whole', async () => {
    await pushOne(propose())
    const other = world.desk.decide({ clerk: world.noura, request: world.request, member: world.member, seq: 1 })
    expect(await errorOf(push(other))).toMatchObject({ code: 'sync/body-mismatch' })
  })

  test('two ids at one place in the same push are refused whole', async () => {
    const a = propose()
    const b = world.desk.decide({ clerk: world.noura, request: world.request, member: world.member, seq: 1 })
    expect(await errorOf(push(a, b))).toMatchObject({ code: 'sync/body-mismatch', detail: { id: b.id } })
    expect(await findRequest(world.context.db, world.request.id)).toMatchObject({ version: 1 })
  })

  test('a gap names the seq that is wanted, and nothing of the push happens', async () => {
    const { desk, salem, noura, request, member } = world
    const good = desk.decide({ clerk: noura, request, member })
    const far = desk.decide({ clerk: salem, request, member, seq: 3 })
    expect(await errorOf(push(good, far))).toMatchObject({ code: 'sync/gap', detail: { actor: 'salem', seq: 1 } })
    expect(await findRequest(world.context.db, request.id)).toMatchObject({ version: 1 })
    await pushOne(good)
    const later = desk.decide({ clerk: noura, request, member, seq: 4 })
    expect(await errorOf(push(later))).toMatchObject({ code: 'sync/gap', detail: { actor: 'noura', seq: 2 } })
  })

  test('a signature by another key, of another body, or by nobody enrolled is refused whole', async () => {
    const { desk, noura, request, member } = world
    const command = propose()
    const tampered = { ...command, madeAt: '2026-11-22T06:58:00.000Z' }
    expect(await errorOf(push(tampered))).toMatchObject({ code: 'sync/bad-signature', detail: { id: command.id } })
    desk.enrol(noura.id)
    const otherKey = desk.decide({ clerk: noura, request, member, seq: 1 })
    expect(await errorOf(push(otherKey))).toMatchObject({ code: 'sync/bad-signature' })
    desk.enrol('stranger')
    const stranger = desk.decide({ clerk: { id: 'stranger' }, request, member })
    expect(await errorOf(push(stranger))).toMatchObject({ code: 'sync/bad-signature' })
    const zeros = { ...command, signature: 'A'.repeat(86) }
    expect(await errorOf(push(zeros))).toMatchObject({ code: 'sync/bad-signature' })
  })

  test('commands of another device than the session, and another protocol, are refused whole', async () => {
    const command = propose()
    const { context, session } = world
    const items = pushItems(command)
    const other = pushCommands(context, { ...session, device: 'desk-2' }, { protocol: 1, device: 'desk-1', items })
    expect(await errorOf(other)).toMatchObject({ code: 'permission/denied' })
    const mixed = pushCommands(context, { ...session, device: 'desk-2' }, { protocol: 1, device: 'desk-2', items })
    expect(await errorOf(mixed)).toMatchObject({ code: 'input/invalid' })
    const newer = pushCommands(context, session, { protocol: PROTOCOL_VERSION + 1, device: 'desk-1', items })
    expect(await errorOf(newer)).toMatchObject({ code: 'sync/protocol' })
  })

  test('a withdrawn command keeps its seq and has no effect', async () => {
    const receipt = await pushOne(world.desk.withdraw('noura'))
    expect(receipt).toMatchObject({ outcome: 'withdrawn', changed: [], code: null })
    expect(await pushOne(propose())).toMatchObject({ outcome: 'applied' })
  })

  test('a deferral lets later ones pass; the command itself may still come, once', async () => {
    const { desk, noura, request, member } = world
    const parked = propose()
    const deferral = desk.defer(parked)
    const deferred = await pushOne(deferral)
    expect(deferred).toMatchObject({ id: parked.id, outcome: 'deferred', changed: [] })
    expect(await pushOne(deferral)).toEqual(deferred)
    const member2 = buildMember({ id: 'member-2', membershipNo: '2', email: 'b@example.com' })
    const request2 = buildEmailChange(member2, {
      id: 'request-2',
      number: 'R-48-000002',
      proposed: { email: 'c@example.com' },
    })
    await insertMember(world.context.db, member2)
    await insertRequest(world.context.db, request2)
    const later = await pushOne(desk.decide({ clerk: noura, request: request2, member: member2 }))
    expect(later.outcome).toBe('applied')
    const applied = await pushOne(parked)
    expect(applied.outcome).toBe('applied')
    expect(await pushOne(deferral)).toEqual(applied)
    expect(await findRequest(world.context.db, request.id)).toMatchObject({ state: 'awaiting-second', version: 2 })
    expect(member.version).toBe(1)
  })

  test('a deferral of a command that had arrived after all gives its own receipt', async () => {
    const command = propose()
    const applied = await pushOne(command)
    expect(await pushOne(world.desk.defer(command))).toEqual(applied)
  })

  test('a deferred command may be given up: its withdrawal fills the place', async () => {
    const parked = propose()
    await pushOne(world.desk.defer(parked))
    const withdrawn = world.desk.withdraw('noura', { id: parked.id, seq: parked.seq })
    expect(await pushOne(withdrawn)).toMatchObject({ id: parked.id, outcome: 'withdrawn' })
    expect(await errorOf(push(parked))).toMatchObject({ code: 'sync/body-mismatch' })
  })

  test('a decision on a refused, withdrawn or deferred one is refused as dependent', async () => {
    const { desk, noura, salem, request, member } = world
    const parked = propose()
    await pushOne(desk.defer(parked))
    const onDeferred = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: parked.id } })
    expect(await pushOne(onDeferred)).toMatchObject({ outcome: 'refused', code: 'sync/dependency', current: null })
    const withdrawn = desk.withdraw('noura')
    const onWithdrawn = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: withdrawn.id } })
    const refused = desk.decide({ clerk: noura, request, member, revisionHash: 'b'.repeat(64) })
    const onRefused = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: refused.id } })
    const { receipts } = await push(withdrawn, onWithdrawn, refused, onRefused)
    expect(receipts.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['withdrawn', null],
      ['refused', 'sync/dependency'],
      ['refused', 'requests/revision-changed'],
      ['refused', 'sync/dependency'],
    ])
  })

  test('a dependency that has not arrived stops the push there; the earlier receipts stand', async () => {
    const { desk, noura, salem, request, member } = world
    const before = desk.withdraw('noura')
    const first = desk.decide({ clerk: noura, request, member })
    const second = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: first.id } })
    const { receipts, stop } = await push(before, second)
    expect(receipts.map(({ outcome }) => outcome)).toEqual(['withdrawn'])
    expect(stop).toEqual({ id: second.id, code: 'sync/dependency-pending' })
    const all = await push(before, first, second)
    expect(all.receipts.map(({ outcome }) => outcome)).toEqual(['withdrawn', 'applied', 'applied'])
  })

  test('a fault stops the push at its command, keeps the earlier receipts and changes nothing', async () => {
    const { desk, noura, request, member, context } = world
    await sql`alter table mail_outbox add constraint planted check (template <> 'request-returned')`.execute(context.db)
    try {
      const before = desk.withdraw('noura')
      const faulty = desk.decide({ clerk: noura, request, member, decision: 'return' })
      const { receipts, stop } = await push(before, faulty)
      expect(receipts.map(({ outcome }) => outcome)).toEqual(['withdrawn'])
      expect(stop).toEqual({ id: faulty.id, code: 'internal' })
      expect(await findRequest(context.db, request.id)).toMatchObject({ version: 1 })
      expect(context.faults[0]).toContain(faulty.id)
    } finally {
      await sql`alter table mail_outbox drop constraint planted`.execute(context.db)
    }
  })
})
