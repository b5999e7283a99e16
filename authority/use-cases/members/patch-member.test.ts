import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldValue, fullName, type MemberField } from '#shared/domain/members/member.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { patchMember, splitName } from './patch-member.ts'

const at = '2026-11-22T07:00:00.000Z'
const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('ف', 'ه', 'د', 'a', 'b', '-') })

test('a name of any number of words keeps every word and its order', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 7 }), (words) => {
      expect(fullName(splitName(words.join('  ')))).toBe(words.join(' '))
    }),
  )
})

test('a name of four words is split as the form has it', () => {
  expect(splitName('فهد ناصر سعد القحطاني')).toEqual({
    first: 'فهد',
    father: 'ناصر',
    grandfather: 'سعد',
    family: 'القحطاني',
  })
  expect(splitName('Fahad Alqahtani')).toEqual({ first: 'Fahad', father: '', grandfather: '', family: 'Alqahtani' })
})

const samples: [MemberField, string | null][] = [
  ['nameAr', 'فهد ناصر سعد الحربي'],
  ['nameEn', 'Fahad Alharbi'],
  ['idNo', '1000000016'],
  ['birthDate', '1984-01-01'],
  ['nationality', 'JO'],
  ['email', 'new@example.com'],
  ['mobile', '+966500000000'],
  ['city', 'jeddah'],
  ['poBox', null],
  ['postalCode', '11111'],
  ['employer', 'مستشفى آخر'],
  ['photo', 'd'.repeat(64)],
]

test.each(samples)('%s takes its value, and nothing else changes but the version', (field, value) => {
  const member = buildMember()
  const patched = patchMember(member, { [field]: value }, at)
  expect(fieldValue(patched, field)).toBe(value)
  expect(patched).toMatchObject({ version: 2, updatedAt: at })
  for (const [other] of samples) {
    if (other !== field) expect(fieldValue(patched, other)).toBe(fieldValue(member, other))
  }
})

test('an address is kept in its normal form', () => {
  expect(patchMember(buildMember(), { email: ' New@Example.COM' }, at).email).toBe('new@example.com')
})
