import { describe, expect, it } from 'vitest'
import { explainMatch } from '#shared/domain/explain-match.ts'
import { foldName, queryTokens, tokens } from '#shared/domain/name-key.ts'
import names from './data/names.json' with { type: 'json' }

type NameEntry = { ar: string; en: string[]; arVariants?: string[]; tatweel?: string }

const entries: NameEntry[] = [...names.givenMale, ...names.givenFemale, ...names.family, ...names.foreign]
const spellings = (entry: NameEntry) => [
  entry.ar,
  ...entry.en,
  ...(entry.arVariants ?? []),
  ...(entry.tatweel === undefined ? [] : [entry.tatweel]),
]

/** What the register holds of an entry: its Arabic and its first Latin spelling. */
const index = entries.map((entry) => {
  const parts = [tokens(entry.ar), tokens(entry.en[0] ?? '')]
  return {
    entry,
    words: new Set(parts.flatMap((part) => part.words)),
    keys: new Set(parts.flatMap((part) => part.keys)),
  }
})

const finds = (spelling: string, { words, keys }: (typeof index)[number]) =>
  queryTokens(`${spelling} `).every(
    (token) =>
      token.kind === 'word' && (token.words.some((w) => words.has(w)) || token.keys.some((key) => keys.has(key))),
  )

describe('every spelling of every demo name', () => {
  it('finds its name', () => {
    const lost = index.flatMap((row) =>
      spellings(row.entry)
        .filter((spelling) => !finds(spelling, row))
        .map((spelling) => `${spelling} → ${row.entry.ar}`),
    )
    expect(lost).toEqual([])
    expect(index.flatMap((row) => spellings(row.entry)).length).toBeGreaterThan(3000)
  })

  it('is told why', () => {
    const silent = entries.flatMap((entry) => {
      const fields = [
        { field: 'nameAr', kind: 'name', text: entry.ar },
        { field: 'nameEn', kind: 'name', text: entry.en[0] ?? '' },
      ] as const
      return spellings(entry).filter((spelling) => {
        const query = `${spelling} `
        return explainMatch(query, fields).length < queryTokens(query).length
      })
    })
    expect(silent).toEqual([])
  })

  it('finds few strangers', () => {
    const all = index.flatMap((row) => spellings(row.entry).map((spelling) => ({ row, spelling })))
    const sample = all.filter((_, i) => i % 7 === 0)
    const strangers = sample.map(
      ({ row, spelling }) => index.filter((other) => other.entry.ar !== row.entry.ar && finds(spelling, other)).length,
    )
    const mean = strangers.reduce((sum, count) => sum + count, 0) / sample.length
    expect(mean).toBeLessThan(2)
    expect(Math.max(...strangers)).toBeLessThan(25)
  })

  it('folds to one form through tatweel and the usual slips of the pen', () => {
    for (const entry of entries)
      if (entry.tatweel !== undefined) expect(foldName(entry.tatweel)).toBe(foldName(entry.ar))
  })
})
