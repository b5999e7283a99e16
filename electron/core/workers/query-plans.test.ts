import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Store } from '#core/db/store.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { postingStatements } from '#core/repositories/member-postings.ts'
import { askEverything, putOneOfEach } from './test/ask-everything.ts'

let it: TestStore
beforeAll(() => {
  it = openTestStore()
  putOneOfEach(it.store)
})
afterAll(() => it.end())

/** Every text that the store is asked while somebody works, each once: it keeps only the last few hundred itself. */
async function record(store: Store, work: () => Promise<void>): Promise<string[]> {
  const ways = [
    vi.spyOn(store, 'allOf'),
    vi.spyOn(store, 'columnOf'),
    vi.spyOn(store, 'findOf'),
    vi.spyOn(store, 'runOf'),
  ]
  await work()
  const texts = new Set(ways.flatMap(({ mock }) => mock.calls.map(([sql]) => sql)))
  for (const way of ways) way.mockRestore()
  return [...texts]
}

/** Tables that grow with the register, the queue or the years. */
const grows = 'members|requests|request_keys|certificates|appointments|outbox|verifications|documents|member_changes'

const reads = new RegExp(`^(?:SCAN|SEARCH) (?:${grows})(?!_)\\b`)
const scans = new RegExp(`^SCAN (?:${grows})$`)
/** What many rows have in common: an index by these alone leads to all of them. */
const broad = '(?:branch|is_open|state|kind|actor)=\\?'
const readsBroadly = new RegExp(`^SEARCH (?:${grows}) USING INDEX \\w+ \\(${broad}(?: AND ${broad})*\\)$`)

interface Step {
  readonly id: number
  readonly parent: number
  readonly detail: string
}

/** The steps from which those of a parent get their rows; not what they look up for each. */
function sourcesOf(steps: readonly Step[], parent: number): Step[] {
  const own = steps.filter((step) => step.parent === parent && !/SUBQUERY \d/.test(step.detail))
  return own.flatMap((step) => [step, ...sourcesOf(steps, step.id)])
}

/**
 * Steps that read a growing table through row by row, or the rows of a whole branch, state or clerk with no end to the
 * page, or sort what comes from one: `statement: step`. To go through an index is no such step: it counts without rows, or
 * reads in order until the page is full.
 */
function dearSteps(sql: string): string[] {
  const parameters = (sql.match(/\?/g) ?? []).map(() => null)
  const steps = it.store.allOf<Step>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters)
  return steps
    .filter(({ parent, detail }) => {
      if (scans.test(detail)) return true
      if (readsBroadly.test(detail)) return !/\blimit\b/i.test(sql)
      // Rows with pending commands are few: their half of a list may be sorted.
      return /TEMP B-TREE/.test(detail) && sourcesOf(steps, parent).some((step) => reads.test(step.detail))
    })
    .map(({ detail }) => `${sql.replace(/\s+/g, ' ')}: ${detail}`)
}

/** What is asked all the same, and why it may be. */
const accepted: readonly (readonly [RegExp, string])[] = [
  [/WHERE .*member_id (?:= \?|IN \().*USE TEMP B-TREE FOR ORDER BY$/, 'rows of the members who were found, sorted'],
  [
    /\(id IN \(SELECT request_id FROM request_keys .*USE TEMP B-TREE FOR ORDER BY$/,
    'requests of numbers that are few, sorted',
  ],
  [/"number_key" = \? order by "sort_key" limit \?: USE TEMP B-TREE FOR ORDER BY$/, 'certificates of one number'],
  [/outbox.*: SEARCH outbox USING INDEX outbox_by_state \(state=\?\)$/, 'few commands wait or were refused'],
  [/"state" in \([?, ]+\) order by "position".*: USE TEMP B-TREE FOR ORDER BY$/, 'few commands have no receipt'],
  [
    /from "outbox" where "actor" = \? .*limit \?: USE TEMP B-TREE FOR ORDER BY$/,
    'ids of a month of one clerk (pruneOutbox)',
  ],
  [/FROM outbox WHERE actor = \? .* GROUP BY state: USE TEMP B-TREE FOR GROUP BY$/, 'a clerk’s day, and what waits'],
  [/SELECT due_at FROM requests .* GROUP BY 1 ORDER BY 1: USE TEMP B-TREE FOR GROUP BY$/, 'open requests, by an index'],
  [/_now WHERE branch = \? AND date >= \? AND date <= \? .*: USE TEMP B-TREE FOR (?:ORDER|GROUP) BY$/, 'days shown'],
]
const isAccepted = (step: string) => accepted.some(([pattern]) => pattern.test(step))

test('nothing that a clerk waits for reads a growing table through, or sorts one', async () => {
  const texts = await record(it.store, () => askEverything(it.store))
  // Kysely writes its own in small letters.
  const asked = texts.filter((sql) => /^\s*(select|with|update|delete)\b/i.test(sql))
  expect(asked.length).toBeGreaterThan(250)
  const dear = [...new Set(asked.flatMap(dearSteps))]
  expect(dear.filter((step) => !isAccepted(step))).toEqual([])
  // An exception that is no longer needed goes.
  expect(accepted.filter(([pattern]) => !dear.some((step) => pattern.test(step)))).toEqual([])
  expect(Object.values(postingStatements).flatMap(dearSteps)).toEqual([])
})

test('a list without its index would be told', () => {
  expect(dearSteps('SELECT row FROM certificates WHERE kind = ? ORDER BY sort_key LIMIT ?')).toEqual([])
  expect(dearSteps('SELECT row FROM members WHERE row = ?')).toHaveLength(1)
  expect(dearSteps('SELECT row FROM requests WHERE branch = ? ORDER BY risk LIMIT ?')).toHaveLength(1)
  expect(dearSteps('SELECT count(*) FROM requests WHERE branch = ? AND due_at < ?')).toHaveLength(1)
  expect(dearSteps('SELECT row FROM (SELECT * FROM requests WHERE id > ? LIMIT 9) ORDER BY risk')).toHaveLength(1)
})
