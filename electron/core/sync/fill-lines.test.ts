import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import type { FillFormat } from '#shared/protocol/fill.ts'
import { type FillPiece, type Parcel, readFill } from './fill-lines.ts'

const lines = [
  '["head",{"epoch":"e","totals":{"members":3},"serverTime":"2026-11-22T07:00:00.000Z"}]',
  '["table","members"]',
  '{"id":"m-1","nameAr":"محمد"}',
  '{"id":"m-2"}',
  '["cursor",{"cursor":"c-1","rows":2,"done":false}]',
  '{"id":"m-3"}',
  '["cursor",{"cursor":"c-2","rows":1,"done":false}]',
  '["table","certificates"]',
  '["cursor",{"cursor":"feed","rows":0,"done":true}]',
]
const press = { zstd: zstdCompressSync, gzip: gzipSync } as const
const pressed = (text: string, format: FillFormat) => new Uint8Array(press[format](Buffer.from(text)))
const whole = `${lines.join('\n')}\n`

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Everything that is read, and the code of what is thrown in the end. */
async function read(
  bytes: Uint8Array,
  format: FillFormat,
  size = 7,
): Promise<{ read: FillPiece[]; code: string | null }> {
  const read: FillPiece[] = []
  try {
    for await (const piece of readFill(pieces(bytes, size), format)) read.push(piece)
    return { read, code: null }
  } catch (thrown) {
    return { read, code: thrown instanceof AppError ? thrown.code : String(thrown) }
  }
}
const parcelsOf = (read: readonly FillPiece[]): Parcel[] => read.filter((piece): piece is Parcel => 'cursor' in piece)

const all: Parcel[] = [
  {
    rows: [
      { table: 'members', text: '{"id":"m-1","nameAr":"محمد"}' },
      { table: 'members', text: '{"id":"m-2"}' },
    ],
    cursor: 'c-1',
    done: false,
  },
  { rows: [{ table: 'members', text: '{"id":"m-3"}' }], cursor: 'c-2', done: false },
  { rows: [], cursor: 'feed', done: true },
]

test.each(['zstd', 'gzip'] as const)('a %s stream is read to its end, in whatever pieces it comes', async (format) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (size) => {
      const result = await read(pressed(whole, format), format, size)
      expect(result.code).toBeNull()
      expect(result.read[0]).toMatchObject({ head: { epoch: 'e', totals: { members: 3 } } })
      expect(parcelsOf(result.read)).toEqual(all)
    }),
    { numRuns: 20 },
  )
})

test.each(['zstd', 'gzip'] as const)(
  'a %s stream that breaks after any byte leaves whole parcels, and says so',
  async (format) => {
    const bytes = pressed(whole, format)
    for (let end = 0; end < bytes.length; end += 1) {
      const { read: got, code } = await read(bytes.subarray(0, end), format, 64)
      const parcels = parcelsOf(got)
      expect(parcels).toEqual(all.slice(0, parcels.length))
      // The last byte may be no more than a check sum behind a whole answer.
      if (parcels.length < all.length) expect(code).toBe('authority/bad-answer')
    }
  },
)

test('a text that ends after any character leaves the parcels whose cursors have come', async () => {
  for (let end = 0; end < whole.length; end += 1) {
    const text = whole.slice(0, end)
    const { read: got, code } = await read(pressed(text, 'zstd'), 'zstd', 512)
    const lineEnds = text.split('\n').slice(0, -1)
    expect(parcelsOf(got)).toEqual(all.slice(0, lineEnds.filter((line) => line.startsWith('["cursor"')).length))
    expect(code).toBe('authority/bad-answer')
  }
})

test.each([
  ['a row too few before a cursor', whole.replace('{"id":"m-2"}\n', '')],
  ['a row twice', whole.replace('{"id":"m-2"}\n', '{"id":"m-2"}\n{"id":"m-2"}\n')],
  ['rows before their table is named', whole.replace('["table","members"]\n', '')],
  ['a line that is none of ours', whole.replace('["table","certificates"]', '["letter"]')],
  ['no stream of lines at all', '<html>'],
])('%s is a bad answer', async (_, text) => {
  const { read: got, code } = await read(pressed(text, 'zstd'), 'zstd')
  expect(code).toBe('authority/bad-answer')
  expect(parcelsOf(got).length).toBeLessThan(all.length)
})

test('bytes that are not compressed are a bad answer', async () => {
  expect((await read(Buffer.from(whole), 'zstd')).code).toBe('authority/bad-answer')
  expect((await read(Buffer.from(whole), 'gzip')).code).toBe('authority/bad-answer')
})
