/** An area of a page, in fractions of its width and height from the upper left corner. */
export interface PageRegion {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The same area on the page after so many quarter turns clockwise. */
export function turnRegion(region: PageRegion, turn: number): PageRegion {
  const { x, y, width, height } = region
  switch (((turn % 4) + 4) % 4) {
    case 1:
      return { x: 1 - y - height, y: x, width: height, height: width }
    case 2:
      return { x: 1 - x - width, y: 1 - y - height, width, height }
    case 3:
      return { x: y, y: 1 - x - width, width: height, height: width }
    default:
      return region
  }
}
