import type { Language } from './language.ts'
import { findPluralStem, pluralForms } from './plural-forms.ts'

export type MessageArea = Readonly<Record<string, string>>
export type MessageTree = Readonly<Record<string, MessageArea>>

/** Words forbidden for one concept: they are searched only in messages whose key matches `keys`. */
export interface ForbiddenWords {
  /** Name of the concept in the glossary. */
  concept: string
  keys: RegExp
  words: readonly string[]
}

export interface MessageFinding {
  kind: 'missing-key' | 'missing-plural' | 'unknown-plural' | 'unused' | 'placeholder' | 'forbidden-word'
  language: Language
  /** `area.key`, without the plural form where the finding is about all forms. */
  key: string
  detail: string
}

interface Entry {
  key: string
  text: string
}

function entriesOf(tree: MessageTree): Entry[] {
  return Object.entries(tree).flatMap(([area, messages]) =>
    Object.entries(messages).map(([key, text]) => ({ key: `${area}.${key}`, text })),
  )
}

function stemOf(key: string): string {
  return findPluralStem(key)?.stem ?? key
}

function placeholdersOf(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? ''))
}

function byStem(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const stem = stemOf(entry.key)
    groups.set(stem, [...(groups.get(stem) ?? []), entry])
  }
  return groups
}

function checkPlurals(language: Language, groups: Map<string, Entry[]>): MessageFinding[] {
  const findings: MessageFinding[] = []
  for (const [stem, entries] of groups) {
    const forms = entries.flatMap((entry) => findPluralStem(entry.key)?.form ?? [])
    if (forms.length === 0) continue
    const wanted = pluralForms[language]
    for (const form of wanted.filter((candidate) => !forms.includes(candidate))) {
      findings.push({ kind: 'missing-plural', language, key: stem, detail: `form "${form}" is missing` })
    }
    for (const form of forms.filter((candidate) => !wanted.includes(candidate))) {
      findings.push({ kind: 'unknown-plural', language, key: stem, detail: `form "${form}" is never used` })
    }
  }
  return findings
}

function checkPlaceholders(arabic: Map<string, Entry[]>, english: Map<string, Entry[]>): MessageFinding[] {
  const findings: MessageFinding[] = []
  for (const [stem, entries] of english) {
    const known = new Set((arabic.get(stem) ?? []).flatMap((entry) => [...placeholdersOf(entry.text)]))
    const given = new Set(entries.flatMap((entry) => [...placeholdersOf(entry.text)]))
    if (!arabic.has(stem)) continue
    for (const name of known) {
      // A counted key may leave its number out in every English form ("One field" / "Several fields").
      if (!given.has(name) && name !== 'count') {
        findings.push({ kind: 'placeholder', language: 'en', key: stem, detail: `{{${name}}} is not used` })
      }
    }
    for (const name of given) {
      if (!known.has(name)) {
        findings.push({ kind: 'placeholder', language: 'en', key: stem, detail: `{{${name}}} is not in Arabic` })
      }
    }
  }
  return findings
}

/**
 * Keys that no source text names. A key counts as used when its full name (`area.key`) stands in quotes or backticks;
 * a template such as `` `requests.state.${state}` `` or `` `requests.kind${name}` `` uses every key that begins with it.
 */
export function findUnusedKeys(keys: readonly string[], sources: readonly string[]): string[] {
  const literal = new Set<string>()
  const prefixes = new Set<string>()
  for (const source of sources) {
    for (const match of source.matchAll(/['"]([a-zA-Z]+\.[\w.]+)['"]/g)) literal.add(match[1] ?? '')
    for (const match of source.matchAll(/`([a-zA-Z]+\.[\w.]*)(\$\{)?/g)) {
      if (match[2] === undefined) literal.add(match[1] ?? '')
      else prefixes.add(match[1] ?? '')
    }
  }
  return keys.filter((key) => !literal.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)))
}

/**
 * Everything that is wrong with the messages: keys one language lacks, plural forms that are missing or never chosen,
 * placeholders that differ, words the glossary forbids for a concept, and (when `sources` is given) unused keys.
 */
export function checkMessages(input: {
  arabic: MessageTree
  english: MessageTree
  sources?: readonly string[]
  forbidden?: readonly ForbiddenWords[]
}): MessageFinding[] {
  const arabicEntries = entriesOf(input.arabic)
  const arabic = byStem(arabicEntries)
  const english = byStem(entriesOf(input.english))
  const findings = [
    ...checkPlurals('ar', arabic),
    ...checkPlurals('en', english),
    ...checkPlaceholders(arabic, english),
  ]
  for (const stem of arabic.keys()) {
    if (!english.has(stem)) findings.push({ kind: 'missing-key', language: 'en', key: stem, detail: 'only in Arabic' })
  }
  for (const stem of english.keys()) {
    if (!arabic.has(stem)) findings.push({ kind: 'missing-key', language: 'ar', key: stem, detail: 'only in English' })
  }
  for (const rule of input.forbidden ?? []) {
    for (const { key, text } of arabicEntries.filter((entry) => rule.keys.test(entry.key))) {
      for (const word of rule.words.filter((candidate) => text.includes(candidate))) {
        findings.push({ kind: 'forbidden-word', language: 'ar', key, detail: `"${word}" for ${rule.concept}` })
      }
    }
  }
  if (input.sources !== undefined) {
    for (const key of findUnusedKeys([...arabic.keys()], input.sources)) {
      findings.push({ kind: 'unused', language: 'ar', key, detail: 'no source names it' })
    }
  }
  return findings
}
