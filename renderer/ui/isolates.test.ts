import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitIsolates } from './isolates.ts'

const isolated = (text: string) => splitIsolates(text).flatMap((piece) => (piece.isolated ? [piece.text] : []))

describe('splitIsolates', () => {
  it('finds numbers, identifiers, times, phones and addresses in Arabic text', () => {
    expect(isolated('منها 3 عالية')).toEqual(['3'])
    expect(isolated('الطلب R-48-018204 الساعة 10:29، النسخة v418.')).toEqual(['R-48-018204', '10:29', 'v418'])
    expect(isolated('الجوال صار +966 50 771 2094 اليوم')).toEqual(['+966 50 771 2094'])
    expect(isolated('البريد f.alqahtani@alwaha.sa.')).toEqual(['f.alqahtani@alwaha.sa'])
    expect(isolated('بنسبة 85% و١٢ طلبًا')).toEqual(['85%', '١٢'])
  })

  it('leaves plain words of either script alone', () => {
    expect(isolated('Mumaris Plus ممارس بلس')).toEqual([])
  })

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          splitIsolates(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
