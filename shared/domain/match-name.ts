/** Where a typed word stands in a name, from the surest way of being found to the loosest. */
import { consonantKeys } from './consonant-key.ts'
import { isWordCharacter, type NameWord, withoutArticle } from './name-fold.ts'
import { isHalfName, type QueryWord } from './name-key.ts'

/** From the surest to the loosest. */
export const matchHows = ['exact', 'prefix', 'folded', 'spacing', 'transliteration', 'typo'] as const
export type MatchHow = (typeof matchHows)[number]

export type Found = { readonly how: MatchHow; readonly ranges: readonly (readonly [number, number])[] }

const SERVANT = /^(?:عبدال|abd[uea]l)(?=.{3,}$)/

/** The surer of two; the first of equals. */
export function surer(a: Found | undefined, b: Found | undefined): Found | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return matchHows.indexOf(b.how) < matchHows.indexOf(a.how) ? b : a
}

/** Letter by letter as it was typed, but for case: most hits are found so, without a look at single words. */
export function matchAsTyped(query: QueryWord, text: string): Found | undefined {
  const lower = text.toLowerCase()
  const typed = query.typed.toLowerCase()
  // A letter whose small form is longer (İ) moves what stands behind it.
  if (lower.length !== text.length || typed.length !== query.typed.length) return undefined
  let prefix: Found | undefined
  for (let at = lower.indexOf(typed); at >= 0; at = lower.indexOf(typed, at + 1)) {
    if (isWordCharacter(text, at - 1)) continue
    const range = [[at, typed.length]] as const
    if (!isWordCharacter(text, at + typed.length)) return { how: 'exact', ranges: range }
    if (!query.finished) prefix ??= { how: 'prefix', ranges: range }
  }
  return prefix
}

const MOST_REMEMBERED = 20_000
const remembered = new Map<string, readonly number[]>()

/** Where the parts begin that a folded word is found by: itself, behind its article, behind عبد ال. */
function beginsOf(folded: string): readonly number[] {
  const known = remembered.get(folded)
  if (known !== undefined) return known
  const bare = withoutArticle(folded, 2, 3)
  const served = SERVANT.exec(folded)?.[0].length
  const begins = [0]
  if (bare !== undefined) begins.push(folded.length - bare.length)
  if (served !== undefined) begins.push(served)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(folded, begins)
  return begins
}

/** A run of neighbouring words of a text, taken as one. */
interface Run {
  readonly first: NameWord
  readonly last: NameWord
  readonly folded: string
  readonly words: readonly NameWord[]
}

/** The character of the text that a letter of the run's folded form came from. */
function originOf({ words, last }: Run, at: number): number {
  let rest = at
  for (const word of words) {
    const origin = word.origins[rest]
    if (origin !== undefined) return word.start + origin
    rest -= word.folded.length
  }
  return last.end
}

function matchForms(
  query: QueryWord,
  forms: readonly string[],
  run: Run,
  text: string,
): { start: number; end: number; respaced: boolean } | undefined {
  const { folded, last } = run
  for (const begin of beginsOf(folded)) {
    for (const form of forms) {
      if (!folded.startsWith(form, begin)) continue
      const whole = folded.length === begin + form.length
      if (query.finished && !whole) continue
      const end = whole ? last.end : originOf(run, begin + form.length)
      // A match that ends before the last word belongs to a shorter run.
      if (end <= last.start) continue
      const start = originOf(run, begin)
      return { start, end, respaced: /[\s-]/.test(text.slice(start, end)) !== /[\s-]/.test(query.typed) }
    }
  }
  return undefined
}

/** The ways of being found that need a look at words; each is tried when those before it found nothing in any field. */
const matchers = {
  folded: (query: QueryWord, run: Run, text: string): Found | undefined => {
    const found = matchForms(query, query.words, run, text)
    return found && { how: found.respaced ? 'spacing' : 'folded', ranges: [[found.start, found.end - found.start]] }
  },
  transliteration: (query: QueryWord, { folded, first, last }: Run): Found | undefined => {
    const keys = consonantKeys(folded)
    return query.keys.some((key) => keys.includes(key))
      ? { how: 'transliteration', ranges: [[first.start, last.end - first.start]] }
      : undefined
  },
  typo: (query: QueryWord, run: Run, text: string): Found | undefined => {
    const found = matchForms(query, query.near, run, text)
    return found && { how: 'typo', ranges: [[found.start, found.end - found.start]] }
  },
} as const

export type WordStage = keyof typeof matchers
/** In the order in which they are tried. */
export const wordStages = Object.keys(matchers) as readonly WordStage[]

/** Runs of up to three words are looked at where `begins` says one could begin. */
function matchRuns(
  stage: WordStage,
  query: QueryWord,
  words: readonly NameWord[],
  text: string,
  begins: (head: string) => boolean,
): Found | undefined {
  let found: Found | undefined
  for (let i = 0; i < words.length; i += 1) {
    const first = words[i]
    if (!first) continue
    let folded = ''
    const longest = begins(first.folded) ? 3 : 1
    for (let length = 1; length <= longest && i + length <= words.length; length += 1) {
      const last = words[i + length - 1]
      if (!last) continue
      folded += last.folded
      const run = { first, last, folded, words: length === 1 ? [first] : words.slice(i, i + length) }
      found = surer(found, matchers[stage](query, run, text))
      if (found && found.how !== 'spacing') return found
    }
  }
  return found
}

/** Matches a typed word with the words of a name in one of the looser ways. */
export function matchWords(
  stage: WordStage,
  query: QueryWord,
  words: readonly NameWord[],
  text: string,
): Found | undefined {
  const sought = stage === 'typo' ? query.near : query.words
  if (sought.length === 0) return undefined
  // Most runs cannot match, and this is asked for every row on the screen.
  const likely = (head: string) => isHalfName(head) || sought.some((word) => word.startsWith(head))
  const found = matchRuns(stage, query, words, text, likely)
  // Salahuddin is صلاح الدين: only the key of the whole run tells.
  return (
    found ??
    (stage === 'transliteration' && !query.keysAreFallback
      ? matchRuns(stage, query, words, text, () => true)
      : undefined)
  )
}
