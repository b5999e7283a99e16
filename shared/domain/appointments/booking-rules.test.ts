import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Role } from '#shared/domain/clerks/clerk.ts'
import { buildAppointment, buildClerk, buildSchedule } from '#shared/testing/builders.ts'
import { shippedBook } from '../reference/reference-book.ts'
import { applyBooking, applyCancel, applyMove, applyStatus } from './apply.ts'
import { Appointment, AppointmentState, allowedStatuses, placeTakingStates } from './appointment.ts'
import { appointmentActions, findVisitorsOther, placeRefusal, standsAsSeen } from './booking-rules.ts'
import { findSlot } from './slots.ts'
import { checkVisitor } from './visitor.ts'

const slotAt = (date: string, time: string) => {
  const slot = findSlot(shippedBook, buildSchedule(), { scheduleId: 'schedule-1', date, time })
  if (!slot) throw new Error(`No slot on ${date} at ${time}`)
  return slot
}
const doing = { by: 'noura', at: '2026-11-22T07:00:00.000Z' }

describe('who works with an appointment', () => {
  it.each(Role.options)('%s', (role) => {
    const may = ['clerk', 'supervisor', 'branch-manager'].includes(role)
    expect(appointmentActions(buildAppointment({ branch: 'abha' }), buildClerk({ role })).statuses).toEqual([])
    expect(appointmentActions(buildAppointment(), buildClerk({ role }))).toEqual(
      may ? { statuses: ['arrived', 'no-show'], canMove: true } : { statuses: [], canMove: false },
    )
  })
})

describe('a place', () => {
  const asked = { slot: slotAt('2026-11-22', '10:00'), now: Date.parse(doing.at), visitorBooked: false, taken: 1 }
  it.each([
    [{}, null],
    [{ slot: undefined }, 'appointments/slot-unknown'],
    [{ now: asked.now + 15 * 60_000 }, 'appointments/slot-past'],
    [{ visitorBooked: true, taken: 9 }, 'appointments/visitor-booked'],
    [{ taken: 2 }, 'appointments/slot-full'],
  ])('%j → %s', (over, expected) => {
    expect(placeRefusal({ ...asked, ...over })).toBe(expected)
  })

  it('is not given twice on a day for the same service to somebody who waits for it', () => {
    const slot = slotAt('2026-11-23', '11:00')
    const ask = (over: Partial<Appointment>, except?: string) =>
      findVisitorsOther([buildAppointment(over)], { idNo: '1000000008', slot, ...(except !== undefined && { except }) })
    expect(ask({})?.id).toBe('appointment-1')
    expect(ask({ state: 'arrived' })?.id).toBe('appointment-1')
    for (const over of [
      { state: 'served' },
      { state: 'cancelled' },
      { date: '2026-11-24' },
      { service: 'registration' },
    ])
      expect(ask(over as Partial<Appointment>)).toBeUndefined()
    expect(ask({ visitor: { ...buildAppointment().visitor, idNo: '1000000016' } })).toBeUndefined()
    expect(ask({}, 'appointment-1')).toBeUndefined()
  })
})

describe('effects', () => {
  const booked = applyBooking({
    id: 'a',
    number: '',
    slot: slotAt('2026-11-23', '09:00'),
    visitor: buildAppointment().visitor,
    origin: 'walk-in',
    ...doing,
  })

  it('of a booking, a move and a cancellation', () => {
    expect(Appointment.parse(booked)).toEqual(booked)
    expect(booked).toMatchObject({ version: 1, state: 'booked', date: '2026-11-23', time: '09:00', branch: 'riyadh' })
    const moved = applyMove(booked, slotAt('2026-11-24', '14:45'), doing)
    expect(moved).toMatchObject({ version: 2, state: 'booked', date: '2026-11-24', time: '14:45', minutes: 15 })
    expect(moved.events.map(({ kind }) => kind)).toEqual(['booked', 'moved'])
    const cancelled = applyCancel(moved, 'اعتذر المراجع', doing)
    expect(cancelled).toMatchObject({ version: 3, state: 'cancelled', remarks: 'اعتذر المراجع' })
    expect(placeTakingStates).not.toContain(cancelled.state)
  })

  it('of a move keep an arrival on its day alone', () => {
    const arrived = applyStatus(booked, 'arrived', doing)
    expect(applyMove(arrived, slotAt('2026-11-23', '11:00'), doing).state).toBe('arrived')
    expect(applyMove(arrived, slotAt('2026-11-24', '11:00'), doing).state).toBe('booked')
  })

  it('of statuses can be taken back, every one but a cancellation', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (choices) => {
        let appointment = booked
        for (const choice of choices) {
          const open = allowedStatuses(appointment.state)
          const status = open[choice % open.length]
          if (!status) throw new Error(`Nothing leads on from ${appointment.state}`)
          const next = applyStatus(appointment, status, doing)
          expect(next).toMatchObject({ version: appointment.version + 1, state: status })
          expect(next.events).toHaveLength(appointment.events.length + 1)
          appointment = next
        }
      }),
    )
    expect(allowedStatuses('cancelled')).toEqual([])
    const served = applyStatus(applyStatus(booked, 'arrived', doing), 'served', doing)
    expect(applyStatus(served, 'arrived', doing).events.at(-1)?.kind).toBe('reopened')
    expect(applyStatus(applyStatus(booked, 'no-show', doing), 'arrived', doing).events.at(-1)?.kind).toBe('arrived')
  })

  it('stand as seen only in the same slot and state', () => {
    const seen = { slot: { scheduleId: 'schedule-1', date: '2026-11-23', time: '09:00' }, state: 'booked' as const }
    expect(standsAsSeen(booked, seen)).toBe(true)
    for (const state of AppointmentState.exclude(['booked']).options)
      expect(standsAsSeen({ ...booked, state }, seen)).toBe(false)
    expect(standsAsSeen({ ...booked, time: '09:15' }, seen)).toBe(false)
    expect(standsAsSeen({ ...booked, date: '2026-11-24' }, seen)).toBe(false)
    expect(standsAsSeen({ ...booked, scheduleId: 'schedule-2' }, seen)).toBe(false)
  })
})

describe('a visitor', () => {
  const typed = { name: '  ماجد   الحربي ', mobile: '٠٥٥٠١٢٨٨٤٢', idNo: '١٠٠٠٠٠٠٠٠٨', memberId: null }
  it('is read with digits of any set', () => {
    expect(checkVisitor(typed)).toEqual({
      ok: true,
      visitor: { name: 'ماجد الحربي', mobile: '+966550128842', idNo: '1000000008', memberId: null },
    })
  })
  it.each([
    [{ name: ' 5 ' }, 'name'],
    [{ name: 'ab\u0000' }, 'name'],
    [{ name: 'ab\ud800' }, 'name'],
    [{ mobile: '0112345678' }, 'mobile'],
    [{ mobile: '05501288' }, 'mobile'],
    [{ idNo: '1000000000' }, 'idNo'],
    [{ idNo: '3000000008' }, 'idNo'],
  ])('%j has a wrong %s', (over, field) => {
    expect(checkVisitor({ ...typed, ...over })).toEqual({ ok: false, field })
  })
})
