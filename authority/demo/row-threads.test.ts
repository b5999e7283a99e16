import { expect, test } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { demoKey } from './demo-keys.ts'
import type { RowsOptions } from './register-rows.ts'
import { registerRows } from './row-threads.ts'

const options: RowsOptions = {
  seed: 'threads',
  today: calendarDate('2026-11-22'),
  portraits: { 'saudi-man': ['a'], man: ['b'], woman: ['c'] },
  key: { name: 'issuer', ...demoKey('threads', 'issuer') },
}

type Row = Record<string, unknown>

/** Everything but the signed codes, which are others every time. */
async function textOf(threads: number): Promise<string[]> {
  const texts: string[] = []
  for await (const { members, memberRows, certificateRows, revocations } of registerRows(options, 2300, threads)) {
    const certificates = (JSON.parse(certificateRows.rows) as Row[]).map((row) => ({ ...row, code: '' }))
    texts.push(JSON.stringify({ members, memberRows, certificates, places: certificateRows.places, revocations }))
  }
  return texts
}

test('the rows are the same, in order, whatever the number of threads', { timeout: 120_000 }, async () => {
  const alone = await textOf(0)
  expect(alone).toHaveLength(3)
  expect(await textOf(2)).toEqual(alone)
})

test('a thread that fails ends the fill with its cause', { timeout: 120_000 }, async () => {
  const broken = { ...options, key: { ...options.key, privateKey: 'bm8ga2V5' } }
  await expect(async () => {
    for await (const rows of registerRows(broken, 2300, 2)) expect(rows).toBeUndefined()
  }).rejects.toThrow(/DECODER|asn1|key/i)
})
