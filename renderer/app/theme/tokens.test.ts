import { describe, expect, it } from 'vitest'
import { contrastRatio } from './contrast.ts'
import { darkTokens, lightTokens, type TokenName } from './tokens.ts'

const grounds: TokenName[] = ['sheet', 'canvas', 'sunk', 'hover', 'sel', 'raised']
const themes = { light: lightTokens, dark: darkTokens } as const

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  it.each(['tx', 'tx2', 'tx3', 'accent'] as const)('reads %s on every ground', (text) => {
    for (const ground of grounds) expect(contrastRatio(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['ok', 'wa', 'er', 'un'] as const)('reads the words of %s on its own grounds and on the sheet', (meaning) => {
    for (const ground of [tokens[`${meaning}-bg`], tokens[`${meaning}-bg2`], tokens.sheet, tokens.sel, tokens.canvas]) {
      expect(contrastRatio(tokens[`${meaning}-fg`], ground)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('keeps control borders and the focus ring at 3 to 1', () => {
    expect(contrastRatio(tokens.ctl, tokens.sheet)).toBeGreaterThanOrEqual(3)
    for (const ground of ['sheet', 'canvas', 'sel', 'raised'] as const) {
      expect(contrastRatio(tokens.focus, tokens[ground])).toBeGreaterThanOrEqual(3)
    }
  })

  it('reads filled buttons, search hits, marked words and toasts', () => {
    expect(contrastRatio(tokens['on-accent'], tokens['accent-fill'])).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(tokens['on-accent'], tokens['accent-fill-hover'])).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(tokens.accent, tokens['accent-soft'])).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(tokens.tx, tokens.mark)).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(tokens.tx, tokens['ins-bg'])).toBeGreaterThanOrEqual(4.5)
    expect(contrastRatio(tokens['on-toast'], tokens.toast)).toBeGreaterThanOrEqual(4.5)
  })
})

it('computes the ratios that the design names', () => {
  expect(contrastRatio(lightTokens.tx, lightTokens.sheet)).toBeCloseTo(16.1, 1)
  expect(contrastRatio(lightTokens.tx3, lightTokens.canvas)).toBeCloseTo(4.9, 1)
  expect(contrastRatio(lightTokens.ctl, lightTokens.sheet)).toBeCloseTo(3.17, 2)
  expect(contrastRatio(darkTokens.ctl, darkTokens.sheet)).toBeCloseTo(3.98, 2)
})
