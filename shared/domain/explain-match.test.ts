import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainMatch, type MatchField } from './explain-match.ts'
import { queryTokens } from './name-key.ts'

const ROW = [
  { field: 'nameAr', kind: 'name', text: 'فهد عبد الرحمن سعد القحطاني' },
  { field: 'nameEn', kind: 'name', text: 'Fahad Abdulrahman Saad Al-Qahtani' },
  { field: 'membershipNo', kind: 'number', text: '20417735' },
  { field: 'fileNo', kind: 'number', text: 'F-118-40923' },
  { field: 'registrationNo', kind: 'number', text: '22-R-0061847' },
  { field: 'mobile', kind: 'number', text: '+966550128841' },
  { field: 'email', kind: 'email', text: 'fahad_nq88@hotmail.com' },
] as const satisfies readonly MatchField[]

/** `field/how: marked text` for each thing typed. */
const explain = (query: string) =>
  explainMatch(query, ROW).map(({ field, how, text, ranges }) => {
    const marked = ranges.map(([start, length]) => text.slice(start, start + length)).join('|')
    return `${field}/${how}: ${marked}`
  })

describe('explainMatch', () => {
  it.each([
    ['فهد', ['nameAr/exact: فهد']],
    ['القحط', ['nameAr/prefix: القحط']],
    ['قحطاني', ['nameAr/folded: قحطاني']],
    ['القحطانى', ['nameAr/folded: القحطاني']],
    ['عبدالرحمن', ['nameAr/spacing: عبد الرحمن']],
    ['عبد الرحمن', ['nameAr/exact: عبد الرحمن']],
    ['abdul rahman', ['nameEn/spacing: Abdulrahman']],
    ['FAHAD', ['nameEn/exact: Fahad']],
    ['Fahd', ['nameAr/transliteration: فهد']],
    ['alqahtani', ['nameEn/folded: Qahtani']],
    ['Alkahtani', ['nameAr/transliteration: القحطاني']],
    ['٢٠٤١٧٧٣٥', ['membershipNo/exact: 20417735']],
    ['2041', ['membershipNo/prefix: 2041']],
    ['f11840', ['fileNo/prefix: F-118-40']],
    ['11840', ['fileNo/prefix: 118-40']],
    ['61847', ['registrationNo/exact: 61847']],
    ['220061', ['registrationNo/prefix: 22-R-0061']],
    ['055 012', ['mobile/prefix: 55012']],
    ['fahad_nq88@hotmail.com', ['email/exact: fahad_nq88@hotmail.com']],
    ['fahad_nq88@', ['email/prefix: fahad_nq88@']],
    ['سعد 2041', ['nameAr/exact: سعد', 'membershipNo/prefix: 2041']],
    ['zzz 2041', ['membershipNo/prefix: 2041']],
    ['', []],
  ])('%s', (query, expected) => {
    expect(explain(query)).toEqual(expected)
  })

  it('marks only what is in the text, and explains no more than was typed', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...Array.from('فهدعبدالرحمنسقطي FfahdASQ-0123٠٤ـ\u064e@._')),
      maxLength: 24,
    })
    fc.assert(
      fc.property(typed, (query) => {
        const reasons = explainMatch(query, ROW)
        expect(reasons.length).toBeLessThanOrEqual(queryTokens(query).length)
        for (const { text, ranges } of reasons) {
          for (const [start, length] of ranges) {
            expect(length).toBeGreaterThan(0)
            expect(start >= 0 && start + length <= text.length).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('finds every word of a row and every beginning of one', () => {
    const words = ROW.filter((field) => field.kind === 'name').flatMap((field) => field.text.split(/[ -]/))
    for (const word of words) {
      for (let length = 1; length <= word.length; length += 1) expect(explain(word.slice(0, length))).toHaveLength(1)
    }
  })
})
