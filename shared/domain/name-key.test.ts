import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameWords } from './name-fold.ts'
import { consonantKey, consonantKeys, foldArabic, foldLatin, foldName, queryTokens, tokens } from './name-key.ts'

const letters = 'أإآٱاىيئةهؤوءتثجحخدذرزسشصضطظعغفقكلمنبپچڈگکیہھںٹـ\u064e\u0651\u0670\u200f\ufdf2\ufefb'
const anyText = fc.string({
  unit: fc.constantFrom(
    ...Array.from(letters),
    ...Array.from(" -.\u2019\u02bf'AbcdEhklostuyzÉéğİıßœÆ09٠٩۵ﬁ"),
    'ال',
    'عبد ال',
    'Al-',
    'el ',
    'sh',
    'kh',
  ),
  maxLength: 30,
})

describe('folding', () => {
  it('folds the letters that people exchange', () => {
    expect(foldArabic('أإآٱ ى ئ ؤ ة ء مـحـمَّد')).toBe('اااا ي ي و ه  محمد')
    expect(foldArabic('چڈگپکی')).toBe('جدكبكي')
    expect(foldArabic('ﷲ ﻻ')).toBe('الله لا')
    expect(foldLatin("É Ğ İ ı ß œ Al-Zu'bi ʿAlī")).toBe('e g i i ss oe al-zubi ali')
    expect(foldName('Āl ٣٤')).toBe('al 34')
  })

  it('is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const fold of [foldArabic, foldLatin, foldName]) expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps track of where each letter came from', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of nameWords(text)) {
          expect(text.slice(word.start, word.end)).toBe(word.raw)
          expect(word.origins).toHaveLength(word.folded.length)
          for (const origin of word.origins) expect(origin >= 0 && origin < word.end - word.start).toBe(true)
          expect(foldName(word.raw)).toBe(word.folded)
        }
      }),
    )
  })
})

describe('consonantKey', () => {
  it.each([
    ['محمد', 'Mohammed', 'mhmd'],
    ['محمّد', 'Muhammad', 'mhmd'],
    ['القحطاني', 'Al-Qahtani', 'qhtn'],
    ['عبدالله', 'Abdullah', 'abdl'],
    ['خالد', 'Khalid', 'xld'],
    ['الشهري', 'Alshehri', 'chr'],
    ['يوسف', 'Yousef', 'ysf'],
    ['وليد', 'Waleed', 'wld'],
  ])('gives %s and %s the key %s', (arabic, latin, key) => {
    expect(consonantKey(arabic)).toBe(key)
    expect(consonantKey(latin)).toBe(key)
  })

  it('has several readings where Latin writes a letter in several ways', () => {
    expect(consonantKeys('القرني')).toEqual(expect.arrayContaining(['qrn', 'grn', 'krn']))
    expect(consonantKeys('Algarni')).toContain('grn')
    expect(consonantKeys('رمضان').some((key) => consonantKeys('Ramadhan').includes(key))).toBe(true)
    expect(consonantKeys('كمال').some((key) => consonantKeys('Jamal').includes(key))).toBe(false)
  })

  it('has no more than a bounded number of readings and none without letters', () => {
    expect(consonantKeys('٣٤-5')).toEqual([])
    expect(consonantKey('')).toBe('')
    fc.assert(
      fc.property(anyText, (text) => {
        expect(consonantKeys(text).length).toBeLessThanOrEqual(60)
        for (const key of consonantKeys(text)) expect(key).toMatch(/^[a-z]+$/)
      }),
    )
  })
})

describe('tokens and queryTokens', () => {
  const finds = (query: string, part: string) => {
    const index = tokens(part)
    return queryTokens(query).every(
      (token) =>
        token.kind === 'word' &&
        (index.words.some((word) => token.words.some((w) => (token.finished ? word === w : word.startsWith(w)))) ||
          index.keys.some((key) => token.keys.includes(key))),
    )
  }

  it.each([
    ['عبد الرحمن', 'عبدالرحمن'],
    ['عبدالرحمن', 'عبد الرحمن'],
    ['عبد ال', 'عبدالرحمن'],
    ['رحمن', 'عبدالرحمن'],
    ['عبدالله', 'محمد عبد الله العتيبي'],
    ['قحطاني', 'القحطاني'],
    ['القحطاني', 'قحطاني'],
    ['ابوزيد', 'أبو زيد'],
    ['صلاحالدين', 'صلاح الدين'],
    ['abdul aziz', 'Abdulaziz'],
    ['Abdurrahman', 'عبدالرحمن'],
    ['al otaibi', 'العتيبي'],
    ['El-Sayed', 'Alsayed'],
    ['Uddin', 'الدين'],
    ['بن سعد', 'سعد'],
    ['mohamed', 'محمد'],
    ['محـمـد', 'محمد'],
    ['گارسيا', 'كارسيا'],
  ])('%s finds %s', (query, part) => {
    expect(finds(query, part)).toBe(true)
  })

  it.each([
    ['كمال', 'جمال'],
    ['Saad', 'Sami'],
    ['محمد ', 'حمد'],
    ['القحط ', 'القحطاني'],
    ['Ali', 'آل سالم'],
  ])('%s does not find %s', (query, part) => {
    expect(finds(query, part)).toBe(false)
  })

  it('tells words, numbers and addresses apart', () => {
    expect(queryTokens('فهد ٠٥٥ 012-8841 x@y.sa')).toMatchObject([
      { kind: 'word', typed: 'فهد', finished: true, words: ['فهد'] },
      { kind: 'number', typed: '٠٥٥ 012-8841', numbers: ['0550128841', '550128841'] },
      { kind: 'email', email: 'x@y.sa' },
    ])
    expect(queryTokens('22-R-0061847')).toMatchObject([{ kind: 'number', numbers: ['22r0061847'] }])
    expect(queryTokens('F-118 20417735')).toMatchObject([{ numbers: ['f118'] }, { numbers: ['20417735'] }])
    expect(queryTokens('  ')).toEqual([])
  })

  it('lets keys of Arabic words serve only where spelling fails', () => {
    expect(queryTokens('محمد Mohammed ')).toMatchObject([{ keysAreFallback: true }, { keysAreFallback: false }])
  })

  it('takes the last word as unfinished until something follows it', () => {
    expect(queryTokens('moh').map((token) => token.kind === 'word' && token.finished)).toEqual([false])
    expect(queryTokens('moh ').map((token) => token.kind === 'word' && token.finished)).toEqual([true])
  })

  it('finds every word by itself, by any beginning of it, and whole', () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتجحدرسشعفقكلمنهوي')), minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), fc.nat(), (words, cut) => {
        const part = words.join(' ')
        expect(finds(`${part} `, part)).toBe(true)
        const last = words.at(-1) ?? ''
        expect(finds(last.slice(0, 1 + (cut % last.length)), part)).toBe(true)
      }),
    )
  })
})
