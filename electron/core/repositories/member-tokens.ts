import { normaliseEmail } from '#shared/domain/email-address.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type QueryToken, type QueryWord, tokens } from '#shared/domain/name-key.ts'
import { numberIndexKeys } from '#shared/domain/number-key.ts'

/**
 * Words of the index. Names stand as they are; a sign before the others keeps them apart: `~` consonant keys, `#`
 * numbers, `@` addresses, `=` filters.
 */
const emailToken = (email: string): string => `@${normaliseEmail(email).replace(/["'`\s]/g, '_')}`

const filterTokens = (filters: MemberFilters): string[] => [
  ...(filters.state === undefined ? [] : [`=s:${filters.state}`]),
  ...(filters.family === undefined ? [] : [`=f:${filters.family}`]),
  ...(filters.rank === undefined ? [] : [`=r:${filters.rank}`]),
  ...(filters.city === undefined ? [] : [`=c:${filters.city}`]),
]

export interface MemberFilters {
  readonly state?: string | undefined
  readonly family?: string | undefined
  readonly rank?: string | undefined
  readonly city?: string | undefined
}

/** Everything that a member is found by, as one text of words for the index. */
export function indexText(member: Member): string {
  const words: string[] = []
  for (const name of [member.nameAr, member.nameEn]) {
    for (const part of [name.first, name.father, name.grandfather, name.family]) {
      if (part === '') continue
      words.push(...wordsOfPart(part))
    }
  }
  const numbers = [member.membershipNo, member.fileNo, member.idNo, member.mobile]
  for (const number of [...numbers, ...member.registrations.map((registration) => registration.number)]) {
    words.push(...numberIndexKeys(number).map((key) => `#${key}`))
  }
  if (member.email !== '') words.push(emailToken(member.email))
  words.push(...filterTokens({ state: member.state, family: member.family, rank: member.rank, city: member.city }))
  return [...new Set(words)].join(' ')
}

const partWords = new Map<string, readonly string[]>()
const mostRemembered = 20_000

/** The words of one part of a name as they stand in the index; names repeat, so they are remembered. */
function wordsOfPart(part: string): readonly string[] {
  const known = partWords.get(part)
  if (known) return known
  const found = tokens(part)
  const words = [...found.words, ...found.keys.map((key) => `~${key}`)]
  if (partWords.size >= mostRemembered) partWords.clear()
  partWords.set(part, words)
  return words
}

/** A word of the index to look for, whole or as a beginning. */
export interface IndexTerm {
  readonly text: string
  readonly prefix: boolean
}

const whole = (text: string): IndexTerm => ({ text, prefix: false })
const beginning = (text: string): IndexTerm => ({ text, prefix: true })
const spelled = (token: QueryWord): IndexTerm[] => token.words.map((text) => ({ text, prefix: !token.finished }))

/** Ways in which one typed thing may stand in the index; any one suffices. */
function alternatives(token: QueryToken): IndexTerm[] {
  switch (token.kind) {
    case 'word':
      return [
        ...spelled(token),
        ...token.near.map((text) => ({ text, prefix: !token.finished })),
        ...token.keys.map((key) => whole(`~${key}`)),
        beginning(emailToken(token.typed)),
      ]
    case 'number':
      return [...token.numbers.map((number) => beginning(`#${number}`)), beginning(emailToken(token.typed))]
    case 'email':
      return [beginning(emailToken(token.email))]
  }
}

/** What to look for in the index: in every group, one of its terms. No group: all members match. */
export function termGroups(typed: readonly QueryToken[], filters: MemberFilters): IndexTerm[][] {
  return [...typed.map(alternatives), ...filterTokens(filters).map((token) => [whole(token)])]
}

/** The spellings of a word alone, without what merely sounds the same. */
export const spellingTerms = (token: QueryWord): IndexTerm[] => spelled(token)

/** A term in the language of the index. */
export const quoteTerm = ({ text, prefix }: IndexTerm): string => `"${text.replace(/["\s]/g, '_')}"${prefix ? '*' : ''}`

/** Groups of terms in the language of the index. Undefined when nothing is asked: then all match. */
export function indexQuery(groups: readonly (readonly IndexTerm[])[]): string | undefined {
  return groups.length === 0 ? undefined : groups.map((terms) => `(${terms.map(quoteTerm).join(' OR ')})`).join(' AND ')
}

/** What finds the members who hold an address (normal form), whole; undefined for none. */
export function addressWord(email: string): string | undefined {
  return email === '' ? undefined : quoteTerm(whole(emailToken(email)))
}

/** What finds the members who hold a number, whole; undefined for none. Others may be found with them. */
export function numberWord(number: string): string | undefined {
  const [key] = numberIndexKeys(number)
  return key === undefined ? undefined : quoteTerm(whole(`#${key}`))
}
