import type { Calendar, Cell } from './calendar-model.ts'

/** Where a key leads: along the hours, to the counter beside (then the day beside), or to the day beside. */
export type CursorStep = 'up' | 'down' | 'forward' | 'back' | 'next-day' | 'previous-day'

/** Which way an arrow key leads: keys are physical, the days run from the inline start. */
export function stepOfArrow(code: string, direction: 'rtl' | 'ltr', wholeDays: boolean): CursorStep {
  if (code === 'ArrowUp') return 'up'
  if (code === 'ArrowDown') return 'down'
  const forward = (code === 'ArrowLeft') === (direction === 'rtl')
  if (wholeDays) return forward ? 'next-day' : 'previous-day'
  return forward ? 'forward' : 'back'
}

function nearest(cells: readonly Cell[], minute: number): Cell | undefined {
  let found: Cell | undefined
  for (const cell of cells) {
    if (found === undefined || Math.abs(cell.from - minute) < Math.abs(found.from - minute)) found = cell
  }
  return found
}

/** The cell of a day that is nearest to a time, of the wanted lane where the day has it. */
function nearestInDay(cells: readonly Cell[], minute: number, lane: number): Cell | undefined {
  return (
    nearest(
      cells.filter((cell) => cell.lane === lane),
      minute,
    ) ?? nearest(cells, minute)
  )
}

/** The cell with this name. */
export function findCell(calendar: Calendar, id: string | undefined): Cell | undefined {
  if (id === undefined) return undefined
  for (const day of calendar.days) {
    const cell = day.cells.find((candidate) => candidate.id === id)
    if (cell !== undefined) return cell
  }
  return undefined
}

/** Where the cursor begins: the first slot that has not begun, today if today is shown, else the first there is. */
export function firstCell(calendar: Calendar, today: string | undefined): Cell | undefined {
  const cells = calendar.days.flatMap((day) => day.cells)
  return (
    cells.find((cell) => cell.slot.date === today && !cell.slot.past) ??
    cells.find((cell) => !cell.slot.past) ??
    cells[0]
  )
}

/** The first cell of a view that is entered from the one before it (`start`), or from the one after it (`end`). */
export function entryCell(calendar: Calendar, from: 'start' | 'end', at: Cell): Cell | undefined {
  const days = from === 'start' ? calendar.days : [...calendar.days].reverse()
  const day = days.find((candidate) => candidate.cells.length > 0)
  const lane = from === 'start' ? 0 : calendar.lanes.length - 1
  return day === undefined ? undefined : nearestInDay(day.cells, at.from, lane)
}

/** The cell that a step leads to; `next` or `previous` where it leads out of the days that are shown. */
export function moveCursor(calendar: Calendar, at: Cell, step: CursorStep): Cell | 'next' | 'previous' {
  const index = calendar.days.findIndex((day) => day.date === at.slot.date)
  const day = calendar.days[index]
  if (day === undefined) return at
  if (step === 'up' || step === 'down') {
    const lane = day.cells.filter((cell) => cell.lane === at.lane)
    return lane[lane.findIndex((cell) => cell.id === at.id) + (step === 'down' ? 1 : -1)] ?? at
  }
  const ahead = step === 'forward' || step === 'next-day'
  if (step === 'forward' || step === 'back') {
    for (let lane = at.lane + (ahead ? 1 : -1); lane >= 0 && lane < calendar.lanes.length; lane += ahead ? 1 : -1) {
      const beside = nearest(
        day.cells.filter((cell) => cell.lane === lane),
        at.from,
      )
      if (beside !== undefined) return beside
    }
  }
  const lane = step === 'forward' ? 0 : step === 'back' ? calendar.lanes.length - 1 : at.lane
  for (let other = index + (ahead ? 1 : -1); other >= 0 && other < calendar.days.length; other += ahead ? 1 : -1) {
    const found = nearestInDay(calendar.days[other]?.cells ?? [], at.from, lane)
    if (found !== undefined) return found
  }
  return ahead ? 'next' : 'previous'
}
