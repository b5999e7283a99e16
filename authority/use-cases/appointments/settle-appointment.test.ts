import { beforeEach, expect, test } from 'vitest'
import { findAppointment, listTakenPlaces, updateAppointment } from '#authority/repositories/appointments.ts'
import { listAudit } from '#authority/repositories/audit.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { listFeed } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { Appointment, type AppointmentState, type SlotKey } from '#shared/domain/appointments/appointment.ts'
import type { AppError } from '#shared/kernel/errors.ts'
import type { Command, CommandBase } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildAppointment, buildClerk, buildSchedule } from '#shared/testing/builders.ts'
import { pushCommands } from '../sync/push-commands.ts'
import { bookAsMember } from './book-as-member.ts'

const slot = (time: string, date = '2026-11-23', scheduleId = 'schedule-1'): SlotKey => ({ scheduleId, date, time })
const nine = slot('09:00')
const ten = slot('10:00')
const { visitor } = buildAppointment()
const others = ['1000000016', '1000000024', '1000000032'].map((idNo) => ({ ...visitor, idNo }))

await describeOnBoth('the appointment desk', (backend) => {
  let world: World
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    await insertSchedule(backend.database.db, buildSchedule())
    const registration = buildSchedule({ id: 'schedule-2', counter: 2, service: 'registration', capacity: 1 })
    await insertSchedule(backend.database.db, registration)
    await insertSchedule(backend.database.db, buildSchedule({ id: 'schedule-abha', branch: 'abha' }))
  })

  const push = async (...commands: Command[]) =>
    pushCommands(world.context, world.session, { protocol: 1, device: 'desk-1', items: pushItems(...commands) })
  const pushOne = async (command: Command): Promise<Receipt> => {
    const { receipts, stop } = await push(command)
    expect(stop).toBeNull()
    return receipts[0] ?? expect.fail('no receipt')
  }
  const book = (id: string, where = nine, who = visitor, place: { id?: string; madeAt?: string } = {}): Command =>
    world.desk.act(
      'noura',
      { kind: 'appointment.book', args: { appointmentId: id, branch: 'riyadh', slot: where, visitor: who } },
      place,
    )
  type Seen = { slot: SlotKey; state: AppointmentState }
  const seenBooked: Seen = { slot: nine, state: 'booked' }
  const move = (id: string, to: SlotKey, base: CommandBase = { version: 1 }, seen = seenBooked): Command =>
    world.desk.act('noura', {
      kind: 'appointment.move',
      args: { appointmentId: id, branch: 'riyadh', to, seen },
      base,
    })
  const cancel = (id: string, base: CommandBase = { version: 1 }, seen = seenBooked): Command =>
    world.desk.act('noura', {
      kind: 'appointment.cancel',
      args: { appointmentId: id, branch: 'riyadh', remarks: 'اعتذر', seen },
      base,
    })
  const setStatus = (id: string, status: AppointmentState, base: CommandBase, seen = seenBooked): Command =>
    world.desk.act('noura', {
      kind: 'appointment.setStatus',
      args: { appointmentId: id, branch: 'riyadh', status, seen },
      base,
    })
  const stored = async (id: string): Promise<Appointment> =>
    (await findAppointment(backend.database.db, id)) ?? expect.fail(`no appointment ${id}`)

  test('books: number, place, event, audit entry and feed in one', async () => {
    const receipt = await pushOne(book('a'))
    expect(receipt).toMatchObject({
      outcome: 'applied',
      rebased: false,
      changed: [{ table: 'appointments', id: 'a', version: 1 }],
    })
    const row = await stored('a')
    expect(Appointment.parse(row)).toEqual(row)
    expect(row).toMatchObject({
      number: 'A-48-000001',
      state: 'booked',
      visitor,
      origin: 'walk-in',
      events: [{ at: '2026-11-22T06:59:00.000Z', kind: 'booked', by: 'noura' }],
    })
    expect(await listTakenPlaces(backend.database.db, nine)).toEqual([1])
    expect(await listAudit(backend.database.db, 'appointment:a')).toMatchObject([
      { action: 'appointment-booked', actor: 'noura', device: 'desk-1', detail: { version: 1, state: 'booked' } },
    ])
    const feed = await listFeed(backend.database.db, 'branch:riyadh', { xid: '0', id: '0' }, 100)
    expect(feed.filter(({ table }) => table === 'appointments')).toMatchObject([{ rowId: 'a', version: 1 }])
  })

  test('fills a slot to its capacity and no further; a freed place is given again', async () => {
    await push(book('a'), book('b', nine, others[0]))
    expect(await pushOne(book('c', nine, others[1]))).toMatchObject({
      outcome: 'refused',
      code: 'appointments/slot-full',
      detail: { capacity: 2 },
    })
    await pushOne(cancel('a'))
    await pushOne(book('d', nine, others[1]))
    expect(await listTakenPlaces(backend.database.db, nine)).toEqual([1, 2])
    expect(await stored('a')).toMatchObject({ state: 'cancelled', remarks: 'اعتذر', version: 2 })
  })

  test.each<[string, Partial<SlotKey>, string]>([
    ['no such schedule', { scheduleId: 'schedule-9' }, 'appointments/slot-unknown'],
    ['a schedule of another branch', { scheduleId: 'schedule-abha' }, 'appointments/slot-unknown'],
    ['no such time', { time: '09:05' }, 'appointments/slot-unknown'],
    ['a Friday', { date: '2026-11-27' }, 'appointments/slot-unknown'],
    ['a holiday', { date: '2027-02-22' }, 'appointments/slot-unknown'],
    ['no such day', { date: '2026-11-31' }, 'appointments/slot-unknown'],
    ['over', { date: '2026-11-22', time: '09:30' }, 'appointments/slot-past'],
  ])('refuses a slot: %s', async (_, over, code) => {
    expect(await pushOne(book('a', { ...nine, ...over }))).toMatchObject({ outcome: 'refused', code })
    expect(await findAppointment(backend.database.db, 'a')).toBeUndefined()
  })

  test('takes a walk-in while their slot runs, and one that came while the line was down', async () => {
    // The authority's clock stands at ten; the slot of 9:45 runs until then.
    expect(await pushOne(book('a', slot('09:45', '2026-11-22')))).toMatchObject({ outcome: 'applied' })
    const early = { madeAt: '2026-11-22T05:20:00.000Z' }
    expect(await pushOne(book('b', slot('08:15', '2026-11-22'), others[0], early))).toMatchObject({
      outcome: 'applied',
    })
    // A desk whose clock runs ahead does not book in the future.
    const ahead = { madeAt: '2026-11-24T05:00:00.000Z' }
    expect(await pushOne(book('c', nine, others[1], ahead))).toMatchObject({ outcome: 'applied' })
    expect((await stored('c')).events[0]?.at).toBe('2026-11-22T07:00:00.000Z')
  })

  test('one booking a visitor, service and day', async () => {
    await pushOne(book('a'))
    expect(await pushOne(book('b', ten))).toMatchObject({ outcome: 'refused', code: 'appointments/visitor-booked' })
    expect(await pushOne(book('c', slot('10:00', '2026-11-23', 'schedule-2')))).toMatchObject({ outcome: 'applied' })
    expect(await pushOne(book('d', slot('10:00', '2026-11-24')))).toMatchObject({ outcome: 'applied' })
    expect(
      await pushOne(move('d', ten, { version: 1 }, { slot: slot('10:00', '2026-11-24'), state: 'booked' })),
    ).toMatchObject({
      outcome: 'refused',
      code: 'appointments/visitor-booked',
    })
  })

  test('refuses a visitor whose details are wrong or not in their normal form', async () => {
    expect(await pushOne(book('a', nine, { ...visitor, idNo: '1000000000' }))).toMatchObject({
      code: 'appointments/visitor-invalid',
      detail: { field: 'idNo' },
    })
    expect(await pushOne(book('a', nine, { ...visitor, mobile: '0550128842' }))).toMatchObject({
      code: 'appointments/visitor-invalid',
    })
    expect(await pushOne(book('a', nine, { ...visitor, memberId: 'x\u0000' }))).toMatchObject({ code: 'input/invalid' })
  })

  test.each([
    ['auditor', { role: 'auditor' as const }, 'role'],
    ['administrator', { role: 'administrator' as const }, 'role'],
    ['clerk of another branch', { branch: 'abha' as const }, 'branch'],
    ['clerk who has left', { active: false }, 'inactive'],
  ])('refuses a %s', async (_, over, reason) => {
    const command = book('a')
    await saveClerk(backend.database.db, buildClerk({ id: 'noura', version: 2, ...over }))
    expect(await pushOne(command)).toMatchObject({ code: 'permission/denied', detail: { reason } })
  })

  test('moves in one step, with the place', async () => {
    await push(book('a'), book('b', ten, others[0]), book('c', ten, others[1]))
    expect(await pushOne(move('a', ten))).toMatchObject({ outcome: 'refused', code: 'appointments/slot-full' })
    expect(await stored('a')).toMatchObject({ version: 1, time: '09:00' })
    const to = slot('11:00', '2026-11-24', 'schedule-2')
    expect(await pushOne(move('a', to))).toMatchObject({ outcome: 'applied', rebased: false })
    expect(await stored('a')).toMatchObject({
      version: 2,
      ...to,
      counter: 2,
      service: 'registration',
      number: 'A-48-000001',
    })
    expect(await listTakenPlaces(backend.database.db, nine)).toEqual([])
    expect(await listTakenPlaces(backend.database.db, to)).toEqual([1])
    expect(await pushOne(move('a', to, { version: 2 }, { slot: to, state: 'booked' }))).toMatchObject({
      code: 'appointments/action-not-allowed',
      detail: { reason: 'same-slot' },
    })
  })

  test('sets statuses by their rule, takes them back, and keeps a place until it is cancelled', async () => {
    await pushOne(book('a'))
    let version = 1
    let state: AppointmentState = 'booked'
    for (const next of ['arrived', 'served', 'arrived', 'booked', 'no-show', 'booked'] as const) {
      expect(await pushOne(setStatus('a', next, { version }, { slot: nine, state }))).toMatchObject({
        outcome: 'applied',
      })
      state = next
      version += 1
      expect(await listTakenPlaces(backend.database.db, nine)).toEqual([1])
    }
    for (const wrong of ['served', 'cancelled', 'booked'] as const)
      expect(await pushOne(setStatus('a', wrong, { version }))).toMatchObject({
        code: 'appointments/action-not-allowed',
        detail: { reason: 'booked' },
      })
    await pushOne(cancel('a', { version }))
    const gone: Seen = { slot: nine, state: 'cancelled' }
    expect(await pushOne(move('a', ten, { version: version + 1 }, gone))).toMatchObject({
      code: 'appointments/action-not-allowed',
    })
    expect(await pushOne(cancel('a', { version: version + 1 }, gone))).toMatchObject({
      code: 'appointments/action-not-allowed',
    })
  })

  test('refuses what rests on something else than what stands, and shows what stands', async () => {
    await push(book('a'), move('a', ten))
    const stale = await pushOne(cancel('a'))
    expect(stale).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'appointment-changed' },
    })
    expect(stale.current?.appointment).toEqual(await stored('a'))
    expect(await pushOne(setStatus('a', 'arrived', { version: 1 }))).toMatchObject({ code: 'sync/conflict' })
    expect(await pushOne(cancel('nobody'))).toMatchObject({ code: 'record/not-found' })
  })

  test('applies what the change of another did not touch, and says so', async () => {
    await pushOne(book('a'))
    const row = await stored('a')
    await updateAppointment(backend.database.db, {
      ...row,
      version: 2,
      visitor: { ...visitor, mobile: '+966550000001' },
    })
    expect(await pushOne(setStatus('a', 'arrived', { version: 1 }))).toMatchObject({
      outcome: 'applied',
      rebased: true,
    })
    expect(await stored('a')).toMatchObject({ version: 3, visitor: { mobile: '+966550000001' } })
    expect(await listTakenPlaces(backend.database.db, nine)).toEqual([1])
  })

  test('what was done on a booking stands and falls with it', async () => {
    const booking = book('a', nine, visitor, { id: 'command-book' })
    const moved = move('a', ten, { after: 'command-book' })
    const { receipts } = await push(booking, moved)
    expect(receipts.map(({ outcome, rebased }) => [outcome, rebased])).toEqual([
      ['applied', false],
      ['applied', false],
    ])
    await push(book('b', nine, others[0]), book('c', nine, others[1]))
    const full = book('d', nine, others[2], { id: 'command-full' })
    const arrived = setStatus('d', 'arrived', { after: 'command-full' })
    const answers = await push(full, arrived)
    expect(answers.receipts.map(({ code }) => code)).toEqual(['appointments/slot-full', 'sync/dependency'])
    const waits = await push(setStatus('a', 'arrived', { after: 'not-come' }, { slot: ten, state: 'booked' }))
    expect(waits).toMatchObject({ receipts: [], stop: { code: 'sync/dependency-pending' } })
  })

  test('gives the same answer to the same command, and books once', async () => {
    const command = book('a')
    const first = await pushOne(command)
    expect(await pushOne(command)).toEqual(first)
    expect(await listTakenPlaces(backend.database.db, nine)).toEqual([1])
    expect(await pushOne(book('a', ten, others[0]))).toMatchObject({ code: 'sync/conflict' })
  })

  test('a member books from home under the same rules', async () => {
    const typed = { ...visitor, mobile: '0550128842' }
    const asked = { branch: 'riyadh' as const, slot: nine, visitor: typed }
    const appointment = await bookAsMember(world.context, asked)
    expect(await stored(appointment.id)).toEqual(appointment)
    expect(appointment).toMatchObject({
      origin: 'portal',
      visitor: { mobile: '+966550128842' },
      events: [{ by: 'member' }],
    })
    const refused = await bookAsMember(world.context, { ...asked, slot: ten }).catch((thrown: AppError) => thrown.code)
    expect(refused).toBe('appointments/visitor-booked')
    await expect(bookAsMember(world.context, { ...asked, visitor: { ...typed, mobile: '1' } })).rejects.toThrow(
      'mobile',
    )
  })
})
