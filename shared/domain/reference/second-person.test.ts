import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDate } from '../calendar.ts'
import { MemberField } from '../members/member.ts'
import { Risk } from '../requests/request.ts'
import { ReferenceBook } from './reference-book.ts'
import { isProposal, isStanding, isWaiting, type ReferenceVersion } from './reference-version.ts'
import { loweredFields } from './second-person.ts'
import { shippedVersions } from './shipped.ts'

const first = calendarDate('2026-12-01')
const anyRows = fc
  .array(fc.constantFrom(...Risk.options), {
    minLength: MemberField.options.length,
    maxLength: MemberField.options.length,
  })
  .map((risks) => MemberField.options.map((field, at) => ({ field, risk: risks[at] ?? 'high' })))
const versionOf = (rows: ReferenceVersion['rows'], at: number): ReferenceVersion => ({
  ...shippedVersions['field-risk'],
  id: `risk-${at}`,
  effectiveFrom: addDays(first, at),
  rows,
})
const grave = (book: ReferenceBook, day: string) =>
  MemberField.options.filter((field) => book.riskOf(field, day) === 'high')

describe('what needs a second person', () => {
  it('is each field that two people changed and one changes then, and nothing else', () => {
    const { rows } = shippedVersions['field-risk']
    const risk = (name: string, value: Risk) =>
      rows.map((row) => (row['field'] === name ? { ...row, risk: value } : row))
    expect(loweredFields('field-risk', rows, risk('idNo', 'medium'))).toEqual(['idNo'])
    expect(loweredFields('field-risk', rows, risk('mobile', 'low'))).toEqual([])
    expect(loweredFields('field-risk', rows, risk('city', 'high'))).toEqual([])
    expect(loweredFields('field-risk', risk('city', 'high'), rows)).toEqual(['city'])
    expect(loweredFields('field-risk', rows, [])).toContain('idNo')
    expect(loweredFields('sla', rows, [])).toEqual([])
  })

  it('catches whatever leaves a day with fewer grave fields: a version after the newest, and a withdrawal', () => {
    fc.assert(
      fc.property(fc.array(anyRows, { minLength: 2, maxLength: 5 }), fc.nat(4), fc.nat(6), (lists, pick, day) => {
        const versions = lists.map(versionOf)
        const [added, before] = [versions.at(-1), versions.at(-2)]
        if (!added || !before) return
        const on = addDays(first, day)
        const lost = (from: ReferenceBook, to: ReferenceBook) =>
          grave(from, on).filter((field) => !grave(to, on).includes(field))
        const whole = new ReferenceBook(versions)
        const lowered = loweredFields('field-risk', before.rows, added.rows)
        const lacking = lost(new ReferenceBook(versions.slice(0, -1)), whole)
        expect(lowered).toEqual(expect.arrayContaining(lacking))

        const gone = versions[1 + (pick % (versions.length - 1))] ?? added
        const staying = new ReferenceBook(versions.filter(({ id }) => id !== gone.id))
        const { rows } = staying.versionInForce('field-risk', gone.effectiveFrom)
        expect(loweredFields('field-risk', gone.rows, rows)).toEqual(expect.arrayContaining(lost(whole, staying)))
      }),
      { seed: 25 },
    )
  })
})

it('a proposal is in no book until it is confirmed, and waits only before its day', () => {
  const { rows } = shippedVersions['field-risk']
  const lower = rows.map((row) => ({ ...row, risk: 'low' }))
  const proposal = { ...versionOf(lower, 3), proposalHash: 'a'.repeat(64) }
  const confirmed = { ...proposal, confirmedAt: '2026-11-30T07:00:00.000Z', confirmedBy: 'salman' }
  const riskWith = (version: ReferenceVersion) =>
    new ReferenceBook([shippedVersions['field-risk'], version]).riskOf('idNo', '2026-12-04')
  expect([riskWith(proposal), riskWith(confirmed)]).toEqual(['high', 'low'])
  expect([isProposal(proposal), isStanding(proposal), isProposal(confirmed), isStanding(confirmed)]).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect([isWaiting(proposal, '2026-12-03'), isWaiting(proposal, '2026-12-04')]).toEqual([true, false])
  expect(isWaiting({ ...proposal, withdrawnAt: confirmed.confirmedAt }, '2026-12-03')).toBe(false)
})
