import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, plantSql, type TestStore } from '#core/db/test-database.ts'
import { pruneOutbox } from '#core/repositories/outbox-lists.ts'
import { findingTable } from '#shared/domain/store/finding-table.ts'
import { device as arDevice } from '#shared/i18n/messages/ar/device.ts'
import { frame as arFrame } from '#shared/i18n/messages/ar/frame.ts'
import { device as enDevice } from '#shared/i18n/messages/en/device.ts'
import { frame as enFrame } from '#shared/i18n/messages/en/frame.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { type Checked, checkFully, checkQuickly } from './check-store.ts'
import { contextOf, decideSome, fillStore, listCommands } from './test-filling.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
  fillStore(it.store, 40)
  decideSome(contextOf(it.store), 1, 5)
})
afterEach(() => it.end())

const full = (signal = new AbortController().signal, steps: string[] = []): Promise<Checked> =>
  checkFully(it.store, { onStep: (step) => void steps.push(step), signal, breathe: () => Promise.resolve() })
const quick = () => checkQuickly(it.store, () => 0.5)
const codes = ({ findings }: Checked) => findings.map(({ code }) => code)

test('a sound store has no findings, by either check, and its rows are counted', async () => {
  expect(quick().findings).toEqual([])
  const steps: string[] = []
  const checked = await full(undefined, steps)
  expect(checked).toMatchObject({ findings: [], complete: true, rows: { members: 40, outbox: 5, overlay: 5 } })
  expect(steps).toEqual(expect.arrayContaining(['sqlite_schema', 'members', 'outbox', 'rules']))
})

test('it ends between two tables when it is told to', async () => {
  const stop = new AbortController()
  const steps: string[] = []
  const checked = await checkFully(it.store, {
    onStep: (step) => {
      steps.push(step)
      if (step === 'clerks') stop.abort()
    },
    signal: stop.signal,
    breathe: () => Promise.resolve(),
  })
  expect(checked.complete).toBe(false)
  expect(steps.at(-1)).toBe('clerks')
})

describe('what is planted is found', () => {
  test.each([
    ['DELETE FROM outbox WHERE seq = 3', ['number-missing'], ['effect-without-command', 'reference-broken']],
    ["UPDATE enrolled SET next_seq = 2 WHERE clerk_id = 'noura'", ['number-ahead'], []],
    ['UPDATE outbox SET body = \'{"kind":"nonsense"}\' WHERE seq = 2', ['command-unreadable'], []],
    ["UPDATE outbox SET state = 'refused' WHERE seq = 1", ['effect-without-command'], []],
    ["UPDATE cursors SET epoch = 'another'", ['cursor-strange'], []],
    ["INSERT INTO aside VALUES ('later', 'x', 1, 'directory', 'unknown-table', '{}', '', '')", ['rows-aside'], []],
  ])('%s, by the quick check too', async (sql, atOnce, besides) => {
    it.store.runOf('PRAGMA foreign_keys = OFF')
    it.store.runOf(sql)
    expect(codes(quick())).toEqual(expect.arrayContaining(atOnce))
    expect(codes(await full())).toEqual(expect.arrayContaining([...atOnce, ...besides]))
  })

  test.each([
    ["UPDATE pending_requests SET state = 'approved' WHERE id = 'request-1'", 'pending-not-true'],
    ["DELETE FROM pending_requests WHERE id = 'request-2'", 'pending-not-true'],
    ['DELETE FROM member_index WHERE rowid = (SELECT min(place) FROM members)', 'search-index-wrong'],
    ['UPDATE member_tally SET count = count + 1', 'tally-wrong'],
    ['DELETE FROM member_tally', 'tally-wrong'],
    ["INSERT INTO certificate_tally VALUES ('in-force', 'registration', 0, '2027-01-01', 1)", 'tally-wrong'],
  ])('%s, by the full check', async (sql, code) => {
    it.store.runOf(sql)
    expect(codes(await full())).toEqual([code])
  })

  test('an index that does not hold what its table holds', async () => {
    it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
    plantSql(
      it.file,
      it.key,
      `CREATE INDEX planted ON outbox (seq) WHERE seq > 3;
       PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = 'CREATE INDEX planted ON outbox (seq)' WHERE name = 'planted';`,
    )
    const { findings } = await full()
    expect(findings).toMatchObject([{ code: 'structure-wrong', table: 'outbox', count: 4 }])
  })
})

test('a number that is missing is named, with its clerk', () => {
  it.store.runOf('PRAGMA foreign_keys = OFF')
  it.store.runOf('DELETE FROM outbox WHERE seq IN (2, 4)')
  expect(quick().findings).toContainEqual(
    expect.objectContaining({ code: 'number-missing', count: 2, detail: { clerkId: 'noura', seqs: [2, 4] } }),
  )
})

test('what is pruned after its time leaves no number that would be taken for a lost one', () => {
  const { store } = it
  store.runOf('DELETE FROM overlay')
  store.runOf("UPDATE outbox SET state = 'applied', receipted_at = '2026-01-01' WHERE seq IN (1, 2, 4, 5)")
  store.runOf("UPDATE outbox SET state = 'parked' WHERE seq = 3")
  expect(pruneOutbox(store, '2026-06-01')).toBe(2)
  expect(listCommands(store).map(({ seq }) => seq)).toEqual([3, 4, 5])
  expect(codes(quick())).toEqual([])
  store.runOf("UPDATE outbox SET state = 'settled', receipted_at = '2026-01-01' WHERE seq = 3")
  expect(pruneOutbox(store, '2026-06-01')).toBe(3)
  expect(codes(quick())).toEqual([])
})

test('every finding has its words in both languages', () => {
  for (const [code, row] of Object.entries(findingTable)) {
    for (const part of ['ar', 'doAr'] as const) expect(row[part], code).toMatch(/[؀-ۿ].*\.$/u)
    for (const part of ['en', 'doEn'] as const) expect(row[part], code).toMatch(/^[A-Z].*\.$/)
  }
})

test('whoever meets a damaged page is sent to the check and the repair, by the names that they have on the screen', () => {
  const { doAr, doEn } = getErrorRow('store/damaged')
  for (const name of [arFrame.settings, arDevice.title, arDevice.checkFull, arDevice.repair])
    expect(doAr).toContain(name)
  for (const name of [enFrame.settings, enDevice.title, enDevice.checkFull, enDevice.repair])
    expect(doEn).toContain(name)
  // Where nothing opens there is no such screen.
  expect(getErrorRow('store/unreadable').doEn).not.toContain(enFrame.settings)
})
