/** Most UTF-16 code units that a cell holds (Excel's limit). */
export const maxCellLength = 32_767
/** Ends a text that was cut. */
export const cutMark = '…'

/** What XML 1.0 cannot hold, and what has no width in a cell: every control character but the line feed. */
const unwanted = /[^\P{Cc}\n]|[\ufffe\uffff]/gu

function cut(text: string): string {
  if (text.length <= maxCellLength) return text
  const kept = text.slice(0, maxCellLength - cutMark.length)
  // Half of a pair would be no character at all.
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)) + cutMark
}

/**
 * A text as a cell holds it: lines end with LF, a tab is a space, other control characters are gone, what is longer than
 * a cell is cut with a mark. What would read as a formula needs nothing: the cell is a string, and a spreadsheet only
 * reckons cells that are formulas.
 */
export function cellText(text: string): string {
  return cut(text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(unwanted, ''))
}
