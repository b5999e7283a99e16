/** A document that can be drawn, whatever its kind. */
export interface OpenedDocument {
  readonly pages: number
  /** Whether it is a sheet of paper (drawn on the paper's tone) rather than a photograph. */
  readonly paper: boolean
  /** Height divided by width of an upright page. Pages count from 1. */
  ratio(page: number): Promise<number>
  /** A new canvas with the page, `width` device pixels wide after `turn` quarter turns. Rejects when aborted. */
  draw(page: number, width: number, turn: number, signal: AbortSignal): Promise<HTMLCanvasElement>
  close(): void
}

/** Largest canvas that is drawn, in pixels: beyond it a page is drawn coarser and stretched. */
const largestArea = 24_000_000

/** `width` made smaller where a canvas of that ratio would be larger than is sensible. */
export function sensibleWidth(width: number, ratio: number): number {
  return Math.max(1, Math.floor(Math.min(width, Math.sqrt(largestArea / ratio))))
}

/** An empty canvas of so many pixels. */
export function blankCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  return canvas
}
