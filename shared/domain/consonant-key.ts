/**
 * One key for a name in both scripts: محمد, Mohammed and Muhammad are all `mhmd`.
 *
 * Vowels go, and so do و, ي and ع inside a word; a first vowel stays as `a`. What Latin writes in several ways has one
 * reading in Latin and several in Arabic (ق is q, k or g; ج is j or g; ث is th, s or t; ذ and ظ are th, dh or z; ض is
 * d or dh), so two spellings are one name when their sets of keys meet. Letters of a key: x = kh, c = sh, v = th/dh.
 */
import { foldName, withoutArticle } from './name-fold.ts'

/** More readings than these are not followed: they would only find strangers. */
const MOST_READINGS = 12

const ARABIC_READINGS: Readonly<Record<string, readonly string[]>> = {
  ب: ['b'],
  ت: ['t'],
  ث: ['v', 's', 't'],
  ج: ['j', 'g'],
  ح: ['h'],
  خ: ['x'],
  د: ['d'],
  ذ: ['v', 'z'],
  ر: ['r'],
  ز: ['z'],
  س: ['s'],
  ش: ['c'],
  ص: ['s'],
  ض: ['d', 'v'],
  ط: ['t'],
  ظ: ['v', 'z'],
  غ: ['g'],
  ف: ['f'],
  ق: ['q', 'k', 'g'],
  ك: ['k'],
  ل: ['l'],
  م: ['m'],
  ن: ['n'],
  ه: ['h'],
}

const SUN_LETTERS = 'تثدذرزسشصضطظلن'

type Readings = readonly (readonly string[])[]

/** Every combination of the readings, the first one first, at most MOST_READINGS. */
function combine(readings: Readings): string[] {
  let keys = ['']
  for (const choices of readings) {
    const open = keys.length * choices.length <= MOST_READINGS ? choices : choices.slice(0, 1)
    keys = open.flatMap((choice) => keys.map((key) => key + choice))
  }
  return keys
}

function arabicStem(stem: string): string[] {
  const word = stem.replace(/^تش/, 'ش').replaceAll('لل', 'ل')
  const readings: (readonly string[])[] = []
  for (let i = 0; i < word.length; i += 1) {
    const letter = word[i] ?? ''
    if (i === 0 && (letter === 'ا' || letter === 'ع')) readings.push(['a'])
    else if (i === 0 && letter === 'و') readings.push(['w'])
    else if (i === 0 && letter === 'ي') readings.push(['y'])
    // A closing ه is mostly ة, which Latin leaves out, writes h, or (after a long a) t.
    else if (i > 0 && i === word.length - 1 && letter === 'ه')
      readings.push(word[i - 1] === 'ا' ? ['', 'h', 't'] : ['', 'h'])
    else readings.push(ARABIC_READINGS[letter] ?? [''])
  }
  return combine(readings)
}

function arabicKeys(word: string): string[] {
  const stem = withoutArticle(word, 2, 2)
  const keys = stem === undefined ? arabicStem(word) : [...arabicStem(stem), ...arabicStem(word)]
  // الدين is heard as ad-din and written Uddin, النسور Ensour.
  if (stem !== undefined && SUN_LETTERS.includes(stem[0] ?? '')) keys.push(...arabicStem(stem).map((key) => `a${key}`))
  // صلاح الدين written as one word: the l of its inner article is not heard before a sun letter.
  const inner = /^(.{2,})ال([تثدذرزسشصضطظلن].{2,})$/.exec(word)
  if (inner !== null) keys.push(...arabicStem(`${inner[1]}${inner[2]}`))
  return keys
}

/** Latin digraphs and letters with their readings, tried in this order at each place of a word. */
const LATIN_READINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:sch|tch|sh)/, ['c']],
  [/^ch(?=[rl])/, ['k']],
  [/^ch/, ['c', 'k', 'x']],
  [/^kh(?=.)/, ['x', 'k']],
  [/^kh/, ['x']],
  [/^th/, ['v', 't']],
  [/^dh/, ['v', 'd']],
  [/^gh/, ['g']],
  [/^ph/, ['f']],
  [/^ck/, ['k']],
  [/^c(?=[eiy])/, ['s']],
  [/^c/, ['k']],
  [/^x/, ['ks']],
  [/^k$/, ['k', 'x']],
  [/^z$/, ['z', 's']],
  [/^[ae]h$/, ['', 'h']],
  [/^isa$/, ['s', 'z']],
  [/^p/, ['b']],
  [/^v/, ['f']],
  [/^[aeiouwy]/, ['']],
  [/^[a-z]/, []],
]

function latinStem(stem: string): string[] {
  const word = stem.replace(/^(abd)[aeiou]?(?=([dnrstz])\2)/, '$1l').replace(/(.)\1+/g, '$1')
  const readings: (readonly string[])[] = []
  let rest = word
  if (/^[aeiou]/.test(rest)) readings.push(['a'])
  else if (/^[wy]/.test(rest)) readings.push([rest[0] ?? ''])
  if (/^[wy]/.test(rest)) rest = rest.slice(1)
  while (rest !== '') {
    const row = LATIN_READINGS.find(([pattern]) => pattern.test(rest))
    const length = row?.[0].exec(rest)?.[0].length ?? 1
    if (row !== undefined) {
      const first = rest.length === word.length
      const choices = row[1].length === 0 ? [rest[0] ?? ''] : row[1]
      // An opening kh or th is one letter, but for Thomas.
      readings.push(first && /^(?:kh|th(?!om))/.test(rest) ? choices.slice(0, 1) : choices)
    }
    rest = rest.slice(length)
  }
  return combine(readings)
}

function latinKeys(word: string): string[] {
  const stem = withoutArticle(word, 2, 2)
  const whole = latinStem(word)
  const keys =
    stem === undefined ? whole : stem.length >= 4 ? [...latinStem(stem), ...whole] : [...whole, ...latinStem(stem)]
  // Bengali names join with -ul: Qamrul Hasan is قمر الحسن.
  if (word.length >= 5 && word.endsWith('ul')) keys.push(...latinStem(word.slice(0, -2)))
  return keys
}

/** Names repeat: a register of a million members holds some thousands of words. */
const MOST_REMEMBERED = 50_000
const remembered = new Map<string, readonly string[]>()

/** All keys of one word (either script, folded or not), the most likely first; empty for a word without letters. */
export function consonantKeys(word: string): readonly string[] {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const folded = foldName(word)
  const keys = /[ء-ي]/.test(folded) ? arabicKeys(folded) : latinKeys(folded.replace(/[^a-z]/g, ''))
  const distinct = [...new Set(keys)].filter((key) => key !== '')
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(word, distinct)
  return distinct
}

/** The most likely key of a word, shared by both scripts; '' for a word without letters. */
export function consonantKey(word: string): string {
  return consonantKeys(word)[0] ?? ''
}
