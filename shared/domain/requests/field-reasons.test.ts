import { expect, test } from 'vitest'
import type { MemberField } from '../members/member.ts'
import { reasonsFor } from '../reference/reasons.ts'
import { shippedBook } from '../reference/reference-book.ts'
import { reasonsForField } from './field-reasons.ts'

const reasons = shippedBook.inForce('reasons', '2026-11-22')

test('a field is offered its own reasons first and none of another field', () => {
  const codes = (field: MemberField) => reasonsForField(reasons, field, 'return').map(({ code }) => code)
  expect(codes('mobile')[0]).toBe('RTN-MOBILE-FORMAT')
  expect(codes('poBox')[0]).toBe('RTN-EVIDENCE-REQUIRED')
  for (const other of ['RTN-DOB-CALENDAR', 'RTN-EMPLOYER-PROOF']) expect(codes('mobile')).not.toContain(other)
})

test('no reason of the service is lost: each is offered for some field', () => {
  const fields = ['birthDate', 'mobile', 'nameEn', 'employer'] as const
  const offered = new Set(fields.flatMap((field) => reasonsForField(reasons, field, 'return').map(({ code }) => code)))
  expect(offered).toEqual(new Set(reasonsFor(reasons, 'data-update', 'return').map(({ code }) => code)))
})
