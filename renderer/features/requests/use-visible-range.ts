import { type RefObject, useEffect, useState } from 'react'

/** Rows of a list that can be seen, from 1; `to` is 0 for an empty list. */
export interface VisibleRange {
  readonly from: number
  readonly to: number
}

/** Height of the table's sticky head. */
const headHeight = 34

/** The range for a scrolled list: rows of one height below a head that covers `headHeight`. All lengths in pixels. */
export function visibleRange(scrollTop: number, height: number, rowHeight: number, rows: number): VisibleRange {
  if (rows === 0) return { from: 0, to: 0 }
  const room = Math.max(rowHeight, height - headHeight)
  const from = Math.min(rows, Math.floor(scrollTop / rowHeight + 0.5) + 1)
  return { from, to: Math.min(rows, Math.max(from, Math.floor((scrollTop + room) / rowHeight + 0.25))) }
}

/** The rows of the table inside `container` that can be seen now; follows scrolling and the window's size. */
export function useVisibleRange(
  container: RefObject<HTMLElement | null>,
  rowHeight: number,
  rows: number,
): VisibleRange {
  const [range, setRange] = useState<VisibleRange>({ from: 0, to: 0 })
  useEffect(() => {
    const grid = container.current?.querySelector('[role="grid"]')
    if (!(grid instanceof HTMLElement)) return undefined
    const measure = () => {
      const next = visibleRange(grid.scrollTop, grid.clientHeight, rowHeight, rows)
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next))
    }
    const watch = new ResizeObserver(measure)
    watch.observe(grid)
    grid.addEventListener('scroll', measure, { passive: true })
    return () => {
      watch.disconnect()
      grid.removeEventListener('scroll', measure)
    }
  }, [container, rowHeight, rows])
  return range
}
