import { expect, test } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import {
  addRow,
  beginDraft,
  changeCell,
  draftFaults,
  firstDay,
  isDayOpen,
  moveRow,
  mustStay,
  removeRow,
  standingOf,
} from './reference-draft.ts'

const { ranks, sla } = shippedVersions
const today = '2026-11-22'
const future = { ...ranks, id: 'later', effectiveFrom: '2027-01-01' as typeof ranks.effectiveFrom }
const draft = beginDraft(ranks, [ranks], today)

test('a draft is a copy of the newest version from the first day that is possible', () => {
  expect(draft).toMatchObject({ effectiveFrom: '2026-11-23', basedOn: 'shipped-ranks', seen: 1 })
  expect(draft.rows).toEqual(ranks.rows)
  expect(firstDay(future, today)).toBe('2027-01-02')
  expect([isDayOpen('2026-11-22', ranks, today), isDayOpen('2026-11-23', ranks, today)]).toEqual([false, true])
  expect(isDayOpen('2026-02-31', ranks, today)).toBe(false)
})

test('rows are changed, added, moved and taken away, and the version stays as it is', () => {
  const changed = changeCell(draft, 1, 'en', 'Chief')
  expect(changed.rows[1]).toMatchObject({ code: 'consultant', en: 'Chief' })
  expect(
    moveRow(draft, 0, 1)
      .rows.map((row) => row['code'])
      .slice(0, 2),
  ).toEqual(['consultant', 'subspecialty-consultant'])
  expect(moveRow(draft, 0, -1)).toBe(draft)
  expect(removeRow(draft, 0).rows).toHaveLength(ranks.rows.length - 1)
  expect(draftFaults('ranks', addRow(draft, 'ranks'), ranks.rows, [])).toEqual([
    expect.objectContaining({ row: ranks.rows.length, column: 'code', fault: 'empty' }),
    expect.objectContaining({ column: 'ar', fault: 'empty' }),
    expect.objectContaining({ column: 'en', fault: 'empty' }),
  ])
  expect(draft.rows).toEqual(ranks.rows)
})

test('a code that was used stays, and is made inactive instead', () => {
  const [first = {}] = draft.rows
  expect(mustStay('ranks', first, ranks.rows)).toBe(true)
  expect(mustStay('ranks', { ...first, code: 'fellow' }, ranks.rows)).toBe(false)
  expect(draftFaults('ranks', removeRow(draft, 0), ranks.rows, [])).toMatchObject([{ fault: 'gone' }])
  expect(draftFaults('ranks', changeCell(draft, 0, 'active', false), ranks.rows, [])).toEqual([])
})

test('a version is past, in force, to come or withdrawn', () => {
  expect(standingOf(sla, sla, today)).toBe('in-force')
  expect(standingOf(sla, future, today)).toBe('past')
  expect(standingOf(future, ranks, today)).toBe('future')
  expect(standingOf({ ...future, withdrawnAt: '2026-11-22T07:00:00.000Z' }, ranks, today)).toBe('withdrawn')
})

test('a proposal waits until its day, lapses, is turned down or taken back; confirmed it is a version', () => {
  const at = '2026-11-22T07:00:00.000Z'
  const proposal = { ...future, publishedBy: 'reem', proposalHash: 'a'.repeat(64) }
  expect(standingOf(proposal, ranks, today)).toBe('proposed')
  expect(standingOf({ ...proposal, effectiveFrom: calendarDate(today) }, ranks, today)).toBe('lapsed')
  expect(standingOf({ ...proposal, withdrawnAt: at, withdrawnBy: 'salman' }, ranks, today)).toBe('declined')
  expect(standingOf({ ...proposal, withdrawnAt: at, withdrawnBy: 'reem' }, ranks, today)).toBe('taken-back')
  const confirmed = { ...proposal, confirmedAt: at, confirmedBy: 'salman' }
  expect(standingOf(confirmed, ranks, today)).toBe('future')
  expect(standingOf({ ...confirmed, withdrawnAt: at, withdrawnBy: 'reem' }, ranks, today)).toBe('withdrawn')
})
