import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDate } from '../calendar.ts'
import { unmetPasswordRules } from './password-policy.ts'

const owner = { names: ['نورة العتيبي', 'Noura Alotaibi', 'n.alotaibi'], birthDate: calendarDate('1990-03-07') }
const unmet = (password: string) => unmetPasswordRules(password, owner)

test('each rule is told by its name', () => {
  expect(unmet('Sand&Ink-42')).toEqual([])
  expect(unmet('')).toEqual(['length', 'upper', 'lower', 'digit', 'symbol'])
  expect(unmet('Aa1!')).toEqual(['length'])
  expect(unmet(`Aa1!${'x'.repeat(125)}`)).toEqual(['length'])
  expect(unmet('sand&ink-42')).toEqual(['upper'])
  expect(unmet('SAND&INK-42')).toEqual(['lower'])
  expect(unmet('Sand&Ink-xx')).toEqual(['digit'])
  expect(unmet('SandInk42 42')).toEqual(['symbol'])
  // Eight characters are eight, whatever they are made of.
  expect(unmet('Aa1!😀😀😀')).toEqual(['length'])
  expect(unmet('Aa1!😀😀😀😀')).toEqual([])
})

test('the name is found however it is written', () => {
  for (const password of ['xNOURA!42x', 'Alo.taibi!42', 'Aa1!نوره العتيبى', 'Aa1!نُورة', 'N.alotaibi!42'])
    expect(unmet(password), password).toEqual(['not-name'])
  expect(unmetPasswordRules('Al-42!xyz', { names: ['Al Omar'] })).toEqual([])
})

test('the birth date is found in either calendar, in any order and script of digits', () => {
  // 7 March 1990 is 9 Shaaban 1410.
  const forms = [
    '19900307',
    '07031990',
    '1990-3-7!',
    '07/03/90',
    '900307',
    '14100809',
    '09/08/1410',
    '٠٩٠٨١٤١٠',
    '1410 8 9!',
  ]
  for (const form of forms) expect(unmet(`Aa!x${form}`), form).toEqual(['not-birth-date'])
  expect(unmet('Aa!x19900308')).toEqual([])
  expect(unmetPasswordRules('Aa!x19900307', { names: [] })).toEqual([])
})

test('exactly what meets every rule gets through', () => {
  const unit = fc.constantFrom(...'AaZz19٣!-ن 𝓐')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (password) => {
      const meets =
        [/[AZ𝓐]/u, /[az]/, /[19٣]/, /[!-]/].every((kind) => kind.test(password)) && [...password].length >= 8
      expect(unmetPasswordRules(password, { names: [] }).length === 0).toBe(meets)
    }),
  )
})
