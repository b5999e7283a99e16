/**
 * What a name is indexed under and what a search box asks for. Both sides use the same folding (name-fold.ts) and the
 * same consonant keys (consonant-key.ts), so an index built from `tokens` answers `queryTokens` with plain look-ups.
 */
import { consonantKeys } from './consonant-key.ts'
import { normaliseEmail } from './email-address.ts'
import { type NameWord, nameWords, withoutArticle } from './name-fold.ts'
import { numberQueryKeys } from './number-key.ts'

export { consonantKey, consonantKeys } from './consonant-key.ts'
export { foldArabic, foldLatin, foldName } from './name-fold.ts'

/** Words that are half of a name and are written with or without a space before the other half. */
const JOINS_NEXT = new Set(
  (
    'عبد ابو ابا ابي ام ال بني با دي ديلا دلا لا بن ابن بنت ' +
    'abd abdul abdel abdal abu abou abo umm al el aal ud bani ba de dela la bin ibn bint'
  ).split(' '),
)
/** Son and daughter of: registers often leave them out. */
const MAY_BE_LEFT_OUT = new Set('بن ابن بنت bin ibn bint'.split(' '))
const JOINS_PREVIOUS = new Set(['الله', 'allah'])
/** Whether a folded word is half of a name: عبد, Abu, آل, … */
export function isHalfName(folded: string): boolean {
  return JOINS_NEXT.has(folded)
}

const SERVANT = /^(?:عبدال|abd[uea]l)(.{3,})$/

export type NameTokens = {
  /** Folded words, with and without the article, parts of عبد ال… names, and joined spellings. */
  readonly words: readonly string[]
  /** Consonant keys. */
  readonly keys: readonly string[]
}

/** The words that one folded word is found under. */
function wordForms(folded: string): string[] {
  const bare = withoutArticle(folded, 2, 3)
  const served = SERVANT.exec(folded)?.[1]
  return [folded, bare, served].filter((form) => form !== undefined)
}

/** Words grouped into names: halves of one name (عبد الله, Abu Zaid, ضيف الله) stand together. */
function nameUnits(words: readonly NameWord[]): NameWord[][] {
  const units: NameWord[][] = []
  for (let i = 0; i < words.length; ) {
    let last = i
    while (JOINS_NEXT.has(words[last]?.folded ?? '') && last + 1 < words.length) last += 1
    while (JOINS_PREVIOUS.has(words[last + 1]?.folded ?? '')) last += 1
    units.push(words.slice(i, last + 1))
    i = last + 1
  }
  return units
}

const joinedOf = (words: readonly NameWord[]) => words.map((word) => word.folded).join('')

const MOST_REMEMBERED = 20_000
const remembered = new Map<string, NameTokens>()

/**
 * Tokens of one part of a name (first, father's, grandfather's, family), to be indexed. A part of several words is
 * indexed by each, by the halves of one name joined, and by all joined. Pass parts one by one: a join across two parts
 * is not a name.
 */
export function tokens(part: string): NameTokens {
  const known = remembered.get(part)
  if (known !== undefined) return known
  const made = makeTokens(part)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(part, made)
  return made
}

function makeTokens(part: string): NameTokens {
  const words = nameWords(part)
  const single = words.map((word) => word.folded)
  const spellings = [...new Set([...single, ...nameUnits(words).map(joinedOf), joinedOf(words)])]
  // Half a name has no key of its own: آل would be found by everyone called Ali.
  const keyed = spellings.filter((word) => words.length === 1 || !(JOINS_NEXT.has(word) || JOINS_PREVIOUS.has(word)))
  return {
    words: [...new Set(spellings.flatMap(wordForms))],
    keys: [...new Set(keyed.flatMap(consonantKeys))],
  }
}

export type QueryWord = {
  readonly kind: 'word'
  /** What was typed, as it stands in the box. */
  readonly typed: string
  /** Nothing more will be typed to this word: it must match whole, else as a beginning. */
  readonly finished: boolean
  /** Folded spellings; any one suffices. */
  readonly words: readonly string[]
  /** Consonant keys; any one suffices. Compare whole. */
  readonly keys: readonly string[]
  /**
   * Arabic spelling is settled, Latin spelling is not: the keys of an Arabic word serve only when no row has one of its
   * `words` (else محمد would bring every محمود), those of a Latin word always.
   */
  readonly keysAreFallback: boolean
  /** Words of the register one letter away, where nobody is spelled or sounds as typed; empty as it is typed. */
  readonly near: readonly string[]
}
export type QueryNumber = { readonly kind: 'number'; readonly typed: string; readonly numbers: readonly string[] }
export type QueryEmail = { readonly kind: 'email'; readonly typed: string; readonly email: string }
export type QueryToken = QueryWord | QueryNumber | QueryEmail

function queryWord(pieces: readonly string[], typed: string, finished: boolean): QueryWord {
  const joined = pieces.join('')
  const bare = finished ? withoutArticle(joined, 2, 3) : withoutArticle(joined, 3, 4)
  const words = bare === undefined ? [joined] : [joined, bare]
  const [head = '', ...rest] = pieces
  const skipped = MAY_BE_LEFT_OUT.has(head) && rest.length > 0 ? rest.join('') : undefined
  if (skipped !== undefined) words.push(skipped)
  const keys = skipped === undefined ? consonantKeys(joined) : [...consonantKeys(joined), ...consonantKeys(skipped)]
  return {
    kind: 'word',
    typed,
    finished,
    words,
    keys: [...new Set(keys)],
    keysAreFallback: /[ء-ي]/.test(joined),
    near: [],
  }
}

/** Query words of a run of text without numbers or addresses. */
function queryWords(text: string, endsText: boolean): QueryWord[] {
  return nameUnits(nameWords(text)).map((unit) => {
    const end = unit.at(-1)?.end ?? 0
    const pieces = unit.map((word) => word.folded)
    return queryWord(pieces, text.slice(unit[0]?.start ?? 0, end), !endsText || end < text.length)
  })
}

/**
 * What a search text asks for: every token must match. A text with a digit is a number (groups of digits parted by
 * spaces are one number), one with an @ an e-mail address, all else are words. The last word counts as unfinished
 * unless something follows it.
 */
export function queryTokens(text: string): QueryToken[] {
  const found: QueryToken[] = []
  const chunk = /\S+/g
  let plainFrom = 0
  const flush = (until: number) => {
    found.push(...queryWords(text.slice(plainFrom, until), until === text.length))
    plainFrom = until
  }
  for (const match of text.matchAll(chunk)) {
    const end = match.index + match[0].length
    if (match[0].includes('@')) {
      flush(match.index)
      found.push({ kind: 'email', typed: match[0], email: normaliseEmail(match[0]) })
      plainFrom = end
    } else if (/\p{Nd}/u.test(match[0])) {
      flush(match.index)
      const before = found.at(-1)
      if (before?.kind === 'number' && !/\p{L}/u.test(before.typed + match[0])) found.pop()
      const joined = before?.kind === 'number' && found.at(-1) !== before
      const typed = joined ? `${before.typed} ${match[0]}` : match[0]
      found.push({ kind: 'number', typed, numbers: numberQueryKeys(typed) })
      plainFrom = end
    }
  }
  flush(text.length)
  return found
}
