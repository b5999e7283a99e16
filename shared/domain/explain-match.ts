/** Why a row matched what was typed, and which letters of the row to mark. */
import { normaliseEmail } from './email-address.ts'
import { type Found, type MatchHow, matchAsTyped, matchWords, surer, wordStages } from './match-name.ts'
import { type NameWord, nameWords } from './name-fold.ts'
import { type QueryToken, type QueryWord, queryTokens } from './name-key.ts'
import { normaliseDigits } from './national-id.ts'
import { numberIndexKeys, numberKey } from './number-key.ts'

export type { MatchHow } from './match-name.ts'

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

/** Matches typed digits and letters with a number as it is printed; marks the characters between the two ends. */
function matchNumber(numbers: readonly string[], text: string): Found | undefined {
  const key = numberKey(text)
  const digits = /[^0-9]/.test(key) ? key.replace(/[^0-9]/g, '') : key
  // Every form of a number is a part of these two, and most numbers of a row are not what was typed.
  if (!numbers.some((number) => key.includes(number) || digits.includes(number))) return undefined
  const forms = numberIndexKeys(text)
  for (const number of numbers) {
    const form = forms.find((candidate) => candidate.startsWith(number))
    if (form === undefined) continue
    const how = form === number ? 'exact' : 'prefix'
    const at = key.lastIndexOf(form)
    // Printed without anything between: what is marked stands where it stands in the key.
    if (key === text && at >= 0) return { how, ranges: [[at, number.length]] }
    const origins = originsOf(text)
    // The digits alone are not one run of the printed number when letters stand between them.
    const kept = at < 0 ? origins.filter((origin) => /\p{Nd}/u.test(text[origin] ?? '')) : origins.slice(at)
    const start = kept[0] ?? 0
    const end = (kept[number.length - 1] ?? text.length - 1) + 1
    return { how, ranges: [[start, end - start]] }
  }
  return undefined
}

/** Where in a printed number the letters and digits of its key stand. */
function originsOf(text: string): number[] {
  const origins: number[] = []
  const plain = normaliseDigits(text).toLowerCase()
  for (let at = 0; at < plain.length; at += 1) if (/[a-z0-9]/.test(plain[at] ?? '')) origins.push(at)
  return origins
}

function matchEmail(email: string, text: string): Found | undefined {
  const address = normaliseEmail(text)
  if (address === email) return { how: 'exact', ranges: [[0, text.length]] }
  return address.startsWith(email) ? { how: 'prefix', ranges: [[0, email.length]] } : undefined
}

/** A word and a number may also be the beginning of an address, before its @. */
function matchDirectly(token: QueryToken, { kind, text }: MatchField): Found | undefined {
  if (kind === 'email') return matchEmail(token.kind === 'email' ? token.email : normaliseEmail(token.typed), text)
  if (kind === 'number') return token.kind === 'number' ? matchNumber(token.numbers, text) : undefined
  return token.kind === 'word' ? matchAsTyped(token, text) : undefined
}

const words = new WeakMap<MatchField, readonly NameWord[]>()

/** The words of a field, remembered with it. */
function wordsOf(field: MatchField): readonly NameWord[] {
  const known = words.get(field)
  if (known) return known
  const found = nameWords(field.text)
  words.set(field, found)
  return found
}

type Best<Field extends string> = { readonly field: MatchField<Field>; readonly found: Found }

/** The surest of the fields; the first of equals. */
function surestField<Field extends string>(
  fields: readonly MatchField<Field>[],
  match: (field: MatchField<Field>) => Found | undefined,
): Best<Field> | undefined {
  let best: Best<Field> | undefined
  for (const field of fields) {
    const found = match(field)
    if (found !== undefined && surer(best?.found, found) === found) best = { field, found }
    if (best?.found.how === 'exact') break
  }
  return best
}

/** Looser ways are tried only when the surer ones found nothing in any field: they are the dear ones. */
function explainToken<Field extends string>(
  token: QueryToken,
  fields: readonly MatchField<Field>[],
): Best<Field> | undefined {
  const direct = surestField(fields, (field) => matchDirectly(token, field))
  if (direct !== undefined || token.kind !== 'word') return direct
  const word: QueryWord = token
  for (const stage of wordStages) {
    const best = surestField(fields, (field) =>
      field.kind === 'name' ? matchWords(stage, word, wordsOf(field), field.text) : undefined,
    )
    if (best !== undefined) return best
  }
  return undefined
}

/**
 * For each thing that was typed, the surest place of the row where it is found; of equals the first field wins. Tokens
 * that are found nowhere have no entry, so a row that matches has as many entries as there are tokens.
 *
 * @param query what was typed, or its tokens: a search knows which words are near to one that nobody has.
 */
export function explainMatch<Field extends string>(
  query: string | readonly QueryToken[],
  fields: readonly MatchField<Field>[],
): MatchExplanation<Field>[] {
  return (typeof query === 'string' ? queryTokens(query) : query).flatMap((token) => {
    const best = explainToken(token, fields)
    if (best === undefined) return []
    const { field, found } = best
    return [{ field: field.field, how: found.how, typed: token.typed, text: field.text, ranges: found.ranges }]
  })
}
