import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemberField } from '../members/member.ts'
import { checkFieldValue, isFieldValue } from './field-value.ts'

test.each([
  ['mobile', ' ٠٥٠ ٧٧١ ٢٠٩٤ ', '+966507712094'],
  ['idNo', '١٠٠٠٠٠٠٠٠٨', '1000000008'],
  ['birthDate', '1404/01/24', '1983-10-31'],
  ['birthDate', '31-10-1983', '1983-10-31'],
  ['nameAr', '  فهد   ناصر  القحطاني', 'فهد ناصر القحطاني'],
  ['nameAr', 'عبدالرحمـن آل-سالم', 'عبدالرحمـن آل-سالم'],
  ['nameEn', "Fahad O'Neill-Smith", "Fahad O'Neill-Smith"],
  ['nationality', 'jo', 'JO'],
  ['poBox', '٩٤٦٥٦', '94656'],
  ['postalCode', '11614', '11614'],
  ['city', 'jeddah', 'jeddah'],
  ['employer', 'مجمع  الندى', 'مجمع الندى'],
  ['email', ' A@Example.com', 'a@example.com'],
] as const)('%s «%s» is %s', (field, typed, value) => {
  expect(checkFieldValue(field, typed)).toEqual({ ok: true, value })
  expect(isFieldValue(field, value)).toBe(true)
})

test.each([
  ['mobile', '0112345678'],
  ['idNo', '1000000000'],
  ['birthDate', '1404/13/01'],
  ['nameAr', 'فهد'],
  ['nameAr', 'Fahad Alqahtani'],
  ['nameEn', 'Fahad'],
  ['nameEn', 'فهد القحطاني'],
  ['nationality', 'Jordan'],
  ['poBox', '12 345 678'],
  ['postalCode', '1161'],
  ['city', 'الرياض'],
  ['employer', 'x'],
  ['employer', 'a\u0000b'],
  ['photo', 'x'],
] as const)('%s «%s» is no value', (field, typed) => {
  expect(checkFieldValue(field, typed)).toEqual({ ok: false })
})

test('a normal form is its own normal form, whatever was typed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...MemberField.options), fc.string({ unit: 'grapheme' }), (field, typed) => {
      const check = checkFieldValue(field, typed)
      if (check.ok) expect(isFieldValue(field, check.value)).toBe(true)
    }),
  )
  expect(isFieldValue('city', null)).toBe(false)
})
