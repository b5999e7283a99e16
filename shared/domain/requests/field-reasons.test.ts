import { expect, test } from 'vitest'
import { reasonsFor } from '../reference/reasons.ts'
import { reasonsForField } from './field-reasons.ts'

test('a field is offered its own reasons first and none of another field', () => {
  const codes = (field: Parameters<typeof reasonsForField>[0]) =>
    reasonsForField(field, 'return').map(({ code }) => code)
  expect(codes('mobile')[0]).toBe('RTN-MOBILE-FORMAT')
  expect(codes('poBox')[0]).toBe('RTN-EVIDENCE-REQUIRED')
  for (const other of ['RTN-DOB-CALENDAR', 'RTN-EMPLOYER-PROOF']) expect(codes('mobile')).not.toContain(other)
})

test('no reason of the service is lost: each is offered for some field', () => {
  const fields = ['birthDate', 'mobile', 'nameEn', 'employer'] as const
  const offered = new Set(fields.flatMap((field) => reasonsForField(field, 'return').map(({ code }) => code)))
  expect(offered).toEqual(new Set(reasonsFor('data-update', 'return').map(({ code }) => code)))
})
