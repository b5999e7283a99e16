/** Why a row matched what was typed, and which letters of the row to mark. */
import { consonantKeys } from './consonant-key.ts'
import { normaliseEmail } from './email-address.ts'
import { type NameWord, nameWords, withoutArticle } from './name-fold.ts'
import { isHalfName, type QueryToken, type QueryWord, queryTokens } from './name-key.ts'
import { normaliseDigits } from './national-id.ts'
import { numberIndexKeys, numberKey } from './number-key.ts'

/** From the surest to the loosest. */
const HOWS = ['exact', 'prefix', 'folded', 'spacing', 'transliteration'] as const
export type MatchHow = (typeof HOWS)[number]

/** A text of a row that a search looks into. */
export type MatchField<Field extends string = string> = {
  readonly field: Field
  readonly kind: 'name' | 'number' | 'email'
  readonly text: string
}

export type MatchExplanation<Field extends string = string> = {
  readonly field: Field
  readonly how: MatchHow
  /** The word that was typed. */
  readonly typed: string
  /** The field's text. */
  readonly text: string
  /** [start, length] pairs into `text`, in UTF-16 code units. */
  readonly ranges: readonly (readonly [number, number])[]
}

type Found = { readonly how: MatchHow; readonly ranges: readonly (readonly [number, number])[] }

const SERVANT = /^(?:عبدال|abd[uea]l)(?=.{3,}$)/

function better(a: Found | undefined, b: Found | undefined): Found | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return HOWS.indexOf(b.how) < HOWS.indexOf(a.how) ? b : a
}

/** Matches one query word with a run of neighbouring words of the text, taken as one. */
function matchSpan(query: QueryWord, span: readonly NameWord[], text: string): Found | undefined {
  const first = span[0]
  const last = span.at(-1)
  if (first === undefined || last === undefined) return undefined
  const folded = span.length === 1 ? first.folded : span.map((word) => word.folded).join('')
  const origins = span.length === 1 ? first.origins : span.flatMap((word) => word.origins)
  const whole = [first.start, last.end - first.start] as const
  const raw = text.slice(first.start, last.end).toLowerCase()
  const typed = query.typed.toLowerCase()
  if (raw === typed) return { how: 'exact', ranges: [whole] }
  if (!query.finished && raw.startsWith(typed)) return { how: 'prefix', ranges: [[first.start, query.typed.length]] }

  const bare = withoutArticle(folded, 2, 3)
  const served = SERVANT.exec(folded)?.[0].length
  const begins = [0]
  if (bare !== undefined) begins.push(folded.length - bare.length)
  if (served !== undefined) begins.push(served)
  for (const begin of begins) {
    const form = folded.slice(begin)
    for (const word of query.words) {
      if (form !== word && (query.finished || !form.startsWith(word))) continue
      const end = form === word ? last.end : (origins[begin + word.length] ?? last.end)
      // A match that ends before the last word belongs to a shorter run.
      if (end <= last.start) continue
      const start = origins[begin] ?? first.start
      const respaced = /[\s-]/.test(text.slice(start, end)) !== /[\s-]/.test(query.typed)
      return { how: respaced ? 'spacing' : 'folded', ranges: [[start, end - start]] }
    }
  }
  const keys = consonantKeys(folded)
  return query.keys.some((key) => keys.includes(key)) ? { how: 'transliteration', ranges: [whole] } : undefined
}

/** Runs of up to three words are looked at where `begins` says one could begin. */
function matchRuns(query: QueryWord, words: readonly NameWord[], text: string, begins: (head: string) => boolean) {
  let found: Found | undefined
  for (let i = 0; i < words.length; i += 1) {
    const longest = begins(words[i]?.folded ?? '') ? 3 : 1
    for (let length = 1; length <= longest && i + length <= words.length; length += 1) {
      found = better(found, matchSpan(query, words.slice(i, i + length), text))
      if (found?.how === 'exact') return found
    }
  }
  return found
}

function matchName(query: QueryWord, text: string): Found | undefined {
  const words = nameWords(text)
  // Most runs cannot match, and this is asked for every row on the screen.
  const likely = (head: string) => isHalfName(head) || query.words.some((word) => word.startsWith(head))
  const found = matchRuns(query, words, text, likely)
  // Salahuddin is صلاح الدين: only the key of the whole run tells.
  return found ?? (query.keysAreFallback ? undefined : matchRuns(query, words, text, () => true))
}

/** Matches typed digits and letters with a number as it is printed; marks the characters between the two ends. */
function matchNumber(numbers: readonly string[], text: string): Found | undefined {
  const origins: number[] = []
  normaliseDigits(text)
    .toLowerCase()
    .replace(/[a-z0-9]/g, (character, at: number) => {
      origins.push(at)
      return character
    })
  const key = numberKey(text)
  for (const number of numbers) {
    const form = numberIndexKeys(text).find((candidate) => candidate.startsWith(number))
    if (form === undefined) continue
    const how = form === number ? 'exact' : 'prefix'
    const at = key.lastIndexOf(form)
    // The digits alone are not one run of the printed number when letters stand between them.
    const kept = at < 0 ? origins.filter((origin) => /\p{Nd}/u.test(text[origin] ?? '')) : origins.slice(at)
    const start = kept[0] ?? 0
    const end = (kept[number.length - 1] ?? text.length - 1) + 1
    return { how, ranges: [[start, end - start]] }
  }
  return undefined
}

function matchEmail(email: string, text: string): Found | undefined {
  const address = normaliseEmail(text)
  if (address === email) return { how: 'exact', ranges: [[0, text.length]] }
  return address.startsWith(email) ? { how: 'prefix', ranges: [[0, email.length]] } : undefined
}

/** A word may also be the beginning of an address, before its @. */
function matchToken(token: QueryToken, { kind, text }: MatchField): Found | undefined {
  if (token.kind === 'number') {
    if (kind === 'number') return matchNumber(token.numbers, text)
    return kind === 'email' ? matchEmail(normaliseEmail(token.typed), text) : undefined
  }
  if (token.kind === 'email') return kind === 'email' ? matchEmail(token.email, text) : undefined
  if (kind === 'name') return matchName(token, text)
  return kind === 'email' ? matchEmail(normaliseEmail(token.typed), text) : undefined
}

let lastQuery: { readonly text: string; readonly tokens: readonly QueryToken[] } = { text: '', tokens: [] }

/** A query is asked of row after row, so its last reading is kept. */
function tokensOf(text: string): readonly QueryToken[] {
  if (lastQuery.text !== text) lastQuery = { text, tokens: queryTokens(text) }
  return lastQuery.tokens
}

/**
 * For each thing that was typed, the surest place of the row where it is found; of equals the first field wins. Tokens
 * that are found nowhere have no entry, so a row that matches has as many entries as `queryTokens(query)`.
 */
export function explainMatch<Field extends string>(
  query: string,
  fields: readonly MatchField<Field>[],
): MatchExplanation<Field>[] {
  return tokensOf(query).flatMap((token) => {
    let best: { readonly field: MatchField<Field>; readonly found: Found } | undefined
    for (const field of fields) {
      const found = matchToken(token, field)
      if (found !== undefined && (best === undefined || better(best.found, found) === found)) best = { field, found }
      if (best?.found.how === 'exact') break
    }
    if (best === undefined) return []
    const { field, found } = best
    return [{ field: field.field, how: found.how, typed: token.typed, text: field.text, ranges: found.ranges }]
  })
}
