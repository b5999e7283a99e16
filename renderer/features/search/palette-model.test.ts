import { describe, expect, it } from 'vitest'
import type { MemberRow, RequestSummary, SearchHit } from '#shared/contracts/members.ts'
import { moveOption, nextKind, type PaletteInput, paletteCounts, paletteGroups } from './palette-model.ts'

const hit = (id: string): SearchHit => ({ member: { id } as MemberRow, why: [] })
const request = (id: string) => ({ id }) as RequestSummary
const command = (id: string) => ({ id, label: id, words: '', run: () => undefined })
const some = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))

function input(over: Partial<PaletteInput> = {}): PaletteInput {
  return {
    kind: 'all',
    text: 'غامدي',
    answer: {
      hits: some(20).map(hit),
      total: 24,
      after: null,
      requests: some(4).map(request),
      here: 2000,
      tookMs: 1,
    },
    recent: some(2).map(hit),
    commands: some(9).map(command),
    ...over,
  }
}
const shape = (over: Partial<PaletteInput>) =>
  paletteGroups(input(over)).map((group) => [group.id, group.options.length, group.total])

describe('paletteGroups', () => {
  it('shows a few of each kind and the way to all members', () => {
    expect(shape({})).toEqual([
      ['members', 7, 24],
      ['requests', 3, 4],
      ['commands', 4, 9],
    ])
  })
  it('shows recent members and commands before anything is typed, whatever the last answer was', () => {
    expect(shape({ text: '' })).toEqual([
      ['recent', 2, null],
      ['commands', 4, 9],
    ])
    expect(paletteCounts(input({ text: '' }))).toEqual({ all: 9, members: 0, requests: 0, commands: 9 })
  })
  it('shows everything of one kind', () => {
    expect(shape({ kind: 'members' })).toEqual([['members', 21, 24]])
    expect(shape({ kind: 'requests' })).toEqual([['requests', 4, 4]])
    expect(shape({ kind: 'commands' })).toEqual([['commands', 9, 9]])
  })
  it('has no row for "all" when every member is shown, and no empty group', () => {
    const answer = { hits: [hit('1')], total: 1, after: null, requests: [], here: 2000, tookMs: 1 }
    expect(shape({ answer, commands: [] })).toEqual([['members', 1, 1]])
  })
})

describe('moving', () => {
  it('goes round the kinds that have results', () => {
    const counts = { all: 5, members: 3, requests: 0, commands: 2 }
    expect(nextKind('all', counts, 1)).toBe('members')
    expect(nextKind('members', counts, 1)).toBe('commands')
    expect(nextKind('commands', counts, 1)).toBe('all')
    expect(nextKind('all', counts, -1)).toBe('commands')
  })
  it('goes round the options and starts over where the active one is gone', () => {
    const options = paletteGroups(input({ kind: 'requests' })).flatMap((group) => group.options)
    const ids = (by: number, from?: string) => moveOption(options, from, by)?.id
    expect(ids(1, 'request-1')).toBe('request-2')
    expect(ids(1, 'request-4')).toBe('request-1')
    expect(ids(-1, 'request-1')).toBe('request-4')
    expect(ids(1, 'request-gone')).toBe('request-1')
    expect(moveOption([], undefined, 1)).toBeUndefined()
  })
})
