import { expect, test } from 'vitest'
import { forEachLocal, type LocalTable, type PlainRow } from '#core/db/table-kinds.ts'
import { dropOrphans, listUnsaved } from './salvage-outbox.ts'

const command = (id: string, position: number, seq: number, actor = 'noura'): PlainRow => ({ id, position, seq, actor })
const tablesOf = (rows: Partial<Record<LocalTable, PlainRow[]>>) => forEachLocal((table) => rows[table] ?? [])

test('what rests on a command that is not here goes; the rest stays as it is', () => {
  const tables = tablesOf({
    outbox: [command('a', 1, 1)],
    overlay: [
      { command_id: 'a', table_name: 'requests', row_id: 'r' },
      { command_id: 'b', table_name: 'requests', row_id: 'r' },
    ],
    command_attachments: [
      { command_id: 'b', hash: 'h' },
      { command_id: 'a', hash: 'h' },
    ],
    attachments: [{ hash: 'h' }],
  })
  expect(dropOrphans(tables)).toEqual({
    ...tables,
    overlay: [{ command_id: 'a', table_name: 'requests', row_id: 'r' }],
    command_attachments: [{ command_id: 'a', hash: 'h' }],
  })
})

test('of two commands in one place, or of one number, the later one stays, and only what rests on it', () => {
  const sameNumber = [command('old', 1, 1), command('other', 2, 1, 'salem'), command('new', 3, 1)]
  const samePlace = [command('x', 4, 7), command('y', 4, 8)]
  const overlay = ['old', 'new', 'x', 'y'].map((id) => ({ command_id: id, table_name: 'requests', row_id: 'r' }))
  const kept = dropOrphans(tablesOf({ outbox: [...sameNumber, ...samePlace], overlay }))
  expect(kept.outbox.map(({ id }) => id)).toEqual(['other', 'new', 'y'])
  expect(kept.overlay.map(({ command_id: id }) => id)).toEqual(['new', 'y'])
})

test('numbers that were given and are not here are named by clerk, in order; those put aside by a repair are not', () => {
  const known = new Map([
    ['noura', new Set([10, 9, 2, 1, -1])],
    ['salem', new Set([1])],
  ])
  expect(listUnsaved(known, [command('a', 1, 2), command('b', 2, 1, 'salem')])).toEqual([
    { clerkId: 'noura', seqs: [1, 9, 10] },
  ])
})
