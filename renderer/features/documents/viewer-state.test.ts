import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { turnRegion } from './page-region.ts'
import { firstView, type ViewerState, viewerAfter, zoomSteps } from './viewer-state.ts'

const documents = [
  { hash: 'a', pages: 2 },
  { hash: 'b', pages: 1 },
]
const on = (hash: string, page = 1): ViewerState => ({ ...firstView, hash, page })

describe('viewerAfter', () => {
  it('turns pages, then documents, and stops at both ends', () => {
    const forward = (state: ViewerState) => viewerAfter(state, { act: 'forward', documents })
    const backward = (state: ViewerState) => viewerAfter(state, { act: 'backward', documents })
    expect(forward(on('a'))).toMatchObject({ hash: 'a', page: 2 })
    expect(forward(on('a', 2))).toMatchObject({ hash: 'b', page: 1 })
    expect(forward(on('b'))).toEqual(on('b'))
    expect(backward(on('b'))).toMatchObject({ hash: 'a', page: 2 })
    expect(backward(on('a'))).toEqual(on('a'))
  })

  it('zooms by steps and never past the ends', () => {
    let state = on('a')
    for (let n = 0; n < 20; n += 1) state = viewerAfter(state, { act: 'zoom-in' })
    expect(state.zoom).toBe(zoomSteps.at(-1))
    for (let n = 0; n < 20; n += 1) state = viewerAfter(state, { act: 'zoom-out' })
    expect(state.zoom).toBe(zoomSteps[0])
    expect(viewerAfter(state, { act: 'fit' }).zoom).toBe(100)
  })

  it('shows another document upright and fitted, the same one as it was', () => {
    const turned = { ...on('a', 2), turn: 3, zoom: 300, full: true }
    expect(viewerAfter(turned, { act: 'show', hash: 'a' })).toBe(turned)
    expect(viewerAfter(turned, { act: 'show', hash: 'b' })).toEqual({ ...on('b'), full: true })
    expect(viewerAfter(turned, { act: 'turn' }).turn).toBe(0)
  })
})

describe('turnRegion', () => {
  const fraction = fc.double({ min: 0, max: 0.5, noNaN: true })
  it('stays on the page, and four quarter turns are none', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, fraction, (x, y, width, height) => {
        const region = { x, y, width, height }
        let turned = region
        for (let n = 0; n < 4; n += 1) {
          turned = turnRegion(turned, 1)
          expect(turned.x).toBeGreaterThanOrEqual(-1e-9)
          expect(turned.x + turned.width).toBeLessThanOrEqual(1 + 1e-9)
        }
        expect(turned.x).toBeCloseTo(x)
        expect(turned.y).toBeCloseTo(y)
        const twice = turnRegion(turnRegion(region, 1), 1)
        expect(twice.x).toBeCloseTo(turnRegion(region, 2).x)
        expect(twice.y).toBeCloseTo(turnRegion(region, 2).y)
      }),
    )
  })
})
