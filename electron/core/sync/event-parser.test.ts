import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventParser } from './event-parser.ts'

function read(pieces: readonly string[]): [string, string][] {
  const events: [string, string][] = []
  const parser = new EventParser((name, data) => events.push([name, data]))
  for (const piece of pieces) parser.feed(piece)
  return events
}

test('events with data are told, comments and unfinished ones are not', () => {
  const text =
    ': connected\n\nevent: moved\ndata: {"scopes":\ndata:["directory"]}\n\n: still here\n\nid: 7\n\ndata: x\n\ndata: half'
  expect(read([text])).toEqual([
    ['moved', '{"scopes":\n["directory"]}'],
    ['message', 'x'],
  ])
})

test('the same stream in any pieces and with any line ends gives the same events', () => {
  const stream = ['event: moved', 'data: one', '', ': beat', '', 'data: two', 'data', 'data: ثلاثة', '', '']
  fc.assert(
    fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(60)), (end, cuts) => {
      const text = stream.join(end)
      const places = [...new Set(cuts.filter((cut) => cut < text.length))].sort((a, b) => a - b)
      const pieces = [...places, text.length].map((place, index) => text.slice(places[index - 1] ?? 0, place))
      // A lone CR at the end may be half of a line end; one more character settles it.
      expect(read([...pieces, ': x'])).toEqual([
        ['moved', 'one'],
        ['message', 'two\n\nثلاثة'],
      ])
    }),
  )
})
