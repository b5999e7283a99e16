import { expect, test } from 'vitest'
import type { DeskNote } from '#shared/domain/audit/desk-chain.ts'
import { ReadNotes, toldBy } from './read-notes.ts'

/** Gathers on timers that a test moves by hand. */
function gather() {
  let now = 0
  const timers = new Set<{ at: number; work: () => void }>()
  const kept: DeskNote[][] = []
  const notes = new ReadNotes(
    async (batch) => void kept.push([...batch]),
    (milliseconds, work) => {
      const timer = { at: now + milliseconds, work }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    () => now,
  )
  const pass = (milliseconds: number): void => {
    now += milliseconds
    for (const timer of [...timers].sort((a, b) => a.at - b.at))
      if (timer.at <= now && timers.delete(timer)) timer.work()
  }
  const search = (clerk: string, text: string, total: number): void =>
    notes.hear(clerk, 'members.search', { text, limit: 50 }, { total })
  return { notes, kept, pass, search }
}

test('a search tells how it was typed and how many it found, never what was typed', () => {
  const told = (input: object) => toldBy('members.search', { limit: 50, ...input }, { total: 7 })
  expect(told({ text: 'فهد 1088' })?.detail).toEqual({ by: 'name,number', filters: '', found: 7 })
  expect(told({ text: '١٠٨٨', filters: { city: 'hail', state: undefined } })?.detail).toEqual({
    by: 'number',
    filters: 'city',
    found: 7,
  })
  expect(told({ text: 'fahad@example.sa' })?.detail?.['by']).toBe('address')
  expect(told({ text: '' })).toBeUndefined()
  expect(JSON.stringify(told({ text: 'فهد' }))).not.toContain('فهد')
})

test('keys are not questions: what a clerk paused at is written, once', () => {
  const { kept, pass, search } = gather()
  for (const [text, total] of [
    ['ف', 900],
    ['فه', 90],
    ['فهد', 9],
  ] as const) {
    search('noura', text, total)
    pass(300)
  }
  expect(kept).toEqual([])
  pass(2500)
  pass(200)
  expect(kept.flat().map(({ detail }) => detail?.['found'])).toEqual([9])
})

test('reads come in batches after the search that led to them, and the same record once in ten minutes', () => {
  const { notes, kept, pass, search } = gather()
  search('noura', 'فهد', 9)
  notes.hear('noura', 'members.get', { id: 'm-1' }, {})
  notes.hear('noura', 'requests.get', { id: 'r-1' }, {})
  notes.hear('noura', 'members.get', { id: 'm-1' }, {})
  notes.hear('noura', 'requests.counts', {}, {})
  notes.hear(null, 'members.get', { id: 'm-2' }, {})
  pass(200)
  expect(kept.map((batch) => batch.map(({ action, subject }) => `${action} ${subject}`))).toEqual([
    ['desk.members-searched members', 'desk.member-read member:m-1', 'desk.request-read request:r-1'],
  ])
  notes.hear('salem', 'members.get', { id: 'm-1' }, {})
  pass(600_000)
  notes.hear('noura', 'members.get', { id: 'm-1' }, {})
  pass(200)
  expect(
    kept
      .slice(1)
      .flat()
      .map(({ actor }) => actor),
  ).toEqual(['salem', 'noura'])
})

test('closing writes what has not been written, the search under way too', async () => {
  const { notes, kept, search } = gather()
  search('noura', 'فهد', 9)
  await notes.flush()
  await notes.flush()
  expect(kept.map(({ length }) => length)).toEqual([1])
})
