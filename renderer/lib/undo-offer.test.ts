import { expect, it } from 'vitest'
import { beginUndoOffer } from './undo-offer.ts'

const heldUntil = '2026-11-22T07:00:06.000Z'

it('counts what is left of the time to undo from when it was asked for, whatever any clock says', () => {
  let now = 40
  const offer = beginUndoOffer(() => now)
  now += 150
  expect(offer({ heldUntil })).toBe(5850)
  // A desk on another day holds it no longer and no shorter.
  expect(offer({ heldUntil: '2031-01-01T00:00:00.000Z' })).toBe(5850)
  expect(offer({ heldUntil: '2001-01-01T00:00:00.000Z' })).toBe(5850)
})

it('offers the whole time where nothing is held, and a moment at least after a slow answer', () => {
  let now = 0
  const offer = beginUndoOffer(() => now)
  now += 9000
  expect(offer({ heldUntil: null })).toBe(6000)
  expect(offer({ heldUntil })).toBe(1000)
})
