import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText, cutMark, maxCellLength } from './cell-text.ts'

test('what looks like a formula stays as it was typed', () => {
  for (const text of ['=1+1', '+1', '-2+3', '@SUM(A1)', '=HYPERLINK("http://example.test")', "'=1"])
    expect(cellText(text)).toBe(text)
})

test('line ends become LF, tabs spaces, other control characters nothing', () => {
  expect(cellText('a\r\nb\rc\td\u0000e\u001bf\u0085g\ufffeh')).toBe('a\nb\nc defgh')
  expect(cellText('\t=1+1')).toBe(' =1+1')
  expect(cellText('\r=1+1')).toBe('\n=1+1')
})

test('a text longer than a cell is cut with a mark, and never through a character', () => {
  const full = 'س'.repeat(maxCellLength)
  expect(cellText(full)).toBe(full)
  expect(cellText(`${full}ا`)).toBe(`${'س'.repeat(maxCellLength - 1)}${cutMark}`)
  const pairs = cellText('😀'.repeat(maxCellLength))
  expect(pairs.length).toBeLessThanOrEqual(maxCellLength)
  expect(pairs.isWellFormed()).toBe(true)
})

test('any text becomes one that XML can hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = cellText(text)
      expect(cell.isWellFormed()).toBe(true)
      expect(cell).not.toMatch(/[^\P{Cc}\n]|[\ufffe\uffff]/u)
    }),
  )
})
