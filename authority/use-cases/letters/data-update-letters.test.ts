import { expect, test } from 'vitest'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { applyFieldDecisions, stepOfFields, summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildDataUpdate, fieldDecisions, otherValues } from '#shared/testing/data-updates.ts'
import { dataUpdateDecided } from './data-update-letters.ts'

const reasons = shippedBook.inForce('reasons', '2026-11-22')
const at = '2026-11-22T07:00:00.000Z'
const request = buildDataUpdate()
const decide = (before: Request, words: Parameters<typeof fieldDecisions>[0], by = 'noura'): Request => {
  const fields = fieldDecisions(words)
  const [decision, step] = [summariseFields(fields), stepOfFields(before, fields)]
  return applyFieldDecisions(before, { commandId: 'c', decision, step, by, at, reasons: [], remarks: '', fields })
    .request
}

test('a letter names what took effect, what was rejected and why, and what is still studied', () => {
  const { ar, en, subjectEn } = dataUpdateDecided(
    reasons,
    decide(request, { nameAr: 'approve', mobile: 'approve', city: 'approve', poBox: 'return', employer: 'reject' }),
    at,
  )
  expect(subjectEn).toBe('Outcome of a data update')
  expect(en.slice(1)).toEqual([
    expect.stringMatching(/^Updated in your record from .*: Mobile, City\.$/),
    'We regret that these could not be accepted:',
    expect.stringMatching(/^• Employer: We regret/),
    expect.stringMatching(/grievance within 60 days/),
    // It waits for the second person, so that the member could not complete it yet.
    'Still under study: Name in Arabic, PO box.',
  ])
  expect(ar).toHaveLength(en.length)
  expect(ar[1]).toContain('رقم الجوال، المدينة')
  for (const value of [otherValues.mobile, otherValues.employer]) expect(ar.join() + en.join()).not.toContain(value)
})

test('returned fields are told when the request is with the member, and decided ones are not told twice', () => {
  const waiting = decide(request, { nameAr: 'approve', mobile: 'approve', poBox: 'return' })
  const { en, subjectAr } = dataUpdateDecided(reasons, decide(waiting, { nameAr: 'approve' }, 'salem'), at)
  expect(subjectAr).toBe('تحديث البيانات: إعادة للاستكمال')
  const text = en.join('\n')
  expect(text).toContain('Name in Arabic.')
  expect(text).not.toContain('Mobile')
  expect(text).toMatch(/• PO box: .*evidence/)
  expect(text).toContain('2026-12-22')
  expect(text).toContain('Still under study: City, Employer.')
})
