/**
 * Folding of names: what two spellings of one name have in common, letter by letter.
 *
 * Arabic (orthographic habits of Saudi registers and of keyboards): أإآٱ→ا, ى ئ→ي, ؤ→و, ة→ه, a standing hamza goes,
 * tatweel and vowel marks go, Persian and Urdu letters go to the Arabic letter they are typed for. Latin: case and
 * accents go. Digits of any set become 0–9. Every function is idempotent.
 */
import { normaliseDigits } from './national-id.ts'

const ARABIC: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ٲ: 'ا',
  ٳ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ی: 'ي',
  ے: 'ي',
  ۍ: 'ي',
  ې: 'ي',
  ؤ: 'و',
  ۆ: 'و',
  ۋ: 'و',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ۀ: 'ه',
  ە: 'ه',
  ۃ: 'ه',
  ء: '',
  ک: 'ك',
  گ: 'ك',
  ڭ: 'ك',
  چ: 'ج',
  ژ: 'ز',
  پ: 'ب',
  ڤ: 'ف',
  ٹ: 'ت',
  ڈ: 'د',
  ڑ: 'ر',
  ں: 'ن',
  ـ: '',
}

const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
}

/** Vowel marks, Quranic marks, joiners, direction marks and byte-order marks: all are invisible to a search. */
const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/
/** Apostrophes and the half rings that stand for hamza and ayn. */
const APOSTROPHES = /['’‘`´ʿʾʼʻ]/

function foldArabicCharacter(character: string): string {
  if (MARKS.test(character)) return ''
  const folded = ARABIC[character]
  if (folded !== undefined) return folded
  // Presentation forms (ﷲ, ﻻ) come out of old PDF files and fonts.
  if (character >= '\ufb50' && character <= '\ufeff') {
    return Array.from(character.normalize('NFKC'), (part) => ARABIC[part] ?? (MARKS.test(part) ? '' : part)).join('')
  }
  return character
}

function foldLatinCharacter(character: string): string {
  if (character < '\u007f') return APOSTROPHES.test(character) ? '' : character.toLowerCase()
  if (APOSTROPHES.test(character)) return ''
  if (!/[\p{Script=Latin}\p{M}]/u.test(character)) return character
  const plain = Array.from(character.normalize('NFKD').toLowerCase().normalize('NFKD'))
  return plain.map((part) => LATIN[part] ?? (/\p{M}/u.test(part) && part < '\u0590' ? '' : part)).join('')
}

const cache = new Map<string, string>()

/** One character folded in both scripts; '' when it does not count. */
function foldCharacter(character: string): string {
  const known = cache.get(character)
  if (known !== undefined) return known
  const folded = normaliseDigits(foldLatinCharacter(foldArabicCharacter(character)))
  if (cache.size < 4096) cache.set(character, folded)
  return folded
}

const arabicCache = new Map<string, string>()

/** Folds the Arabic letters of `text`; everything else stays as it is. */
export function foldArabic(text: string): string {
  let folded = ''
  for (const character of text) {
    const known = arabicCache.get(character)
    if (known !== undefined) {
      folded += known
      continue
    }
    const found = foldArabicCharacter(character)
    if (arabicCache.size < 4096) arabicCache.set(character, found)
    folded += found
  }
  return folded
}

/** Folds the Latin letters of `text`: lower case, no accents, no apostrophes; everything else stays as it is. */
export function foldLatin(text: string): string {
  return Array.from(text, foldLatinCharacter).join('')
}

/** Folds both scripts and the digits. */
export function foldName(text: string): string {
  return Array.from(text, foldCharacter).join('')
}

/** A word of a text: where it stands (UTF-16 code units), how it reads folded, and where each folded unit came from. */
export type NameWord = {
  readonly start: number
  readonly end: number
  readonly raw: string
  readonly folded: string
  /** For each UTF-16 unit of `folded`, where in the word the character stands that it came from. */
  readonly origins: readonly number[]
}

const wordClass = "[\\p{L}\\p{M}\\p{N}'’‘`´ʿʾʼʻ\\u200b-\\u200f\\u061c\\u2060\\ufeff]"
const WORD = new RegExp(`${wordClass}+`, 'gu')
const WORD_CHARACTER = new RegExp(wordClass, 'u')

/** Whether a character of a text belongs to a word. None stands before the first and behind the last. */
export function isWordCharacter(text: string, at: number): boolean {
  const character = text[at]
  if (character === undefined || character === ' ') return false
  return WORD_CHARACTER.test(character) || /[\ud800-\udfff]/.test(character)
}

type FoldedWord = Pick<NameWord, 'folded' | 'origins'>

/** Names repeat: a register of a million members holds some thousands of words. */
const MOST_REMEMBERED = 20_000
const remembered = new Map<string, FoldedWord>()

function foldWord(raw: string): FoldedWord {
  const known = remembered.get(raw)
  if (known !== undefined) return known
  const origins: number[] = []
  let folded = ''
  let at = 0
  for (const character of raw) {
    const piece = foldCharacter(character)
    for (let i = 0; i < piece.length; i += 1) origins.push(at)
    folded += piece
    at += character.length
  }
  const made = { folded, origins }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(raw, made)
  return made
}

/** The words of a text. Dashes, dots, commas and spaces part words; apostrophes and vowel marks do not. */
export function nameWords(text: string): NameWord[] {
  const words: NameWord[] = []
  for (const match of text.matchAll(WORD)) {
    const raw = match[0]
    const { folded, origins } = foldWord(raw)
    if (folded !== '') words.push({ start: match.index, end: match.index + raw.length, raw, folded, origins })
  }
  return words
}

/** The parts of a folded word that carry its name: without the article ال / al- / el- when enough remains. */
export function withoutArticle(folded: string, leastArabic: number, leastLatin: number): string | undefined {
  if (folded.startsWith('ال')) return folded.length - 2 >= leastArabic ? folded.slice(2) : undefined
  const latin = /^(?:aal|al|el)(.+)$/.exec(folded)?.[1]
  return latin !== undefined && latin.length >= leastLatin ? latin : undefined
}
