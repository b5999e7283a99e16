import { describe, expect, it } from 'vitest'
import { refuseForeignScript, refuseMarkup } from './trusted-types.ts'

describe('the default policy', () => {
  it('lets a style sheet pass and refuses anything that could be markup', () => {
    expect(refuseMarkup(':root{--tx:#142329}')).toBe(':root{--tx:#142329}')
    expect(() => refuseMarkup('<img src=x onerror=alert(1)>')).toThrow(TypeError)
    expect(() => refuseMarkup('a < b')).toThrow(TypeError)
  })

  it('loads scripts from its own origin only', () => {
    const home = 'desk://app/index.html'
    expect(refuseForeignScript('./assets/worker.js', home)).toBe('./assets/worker.js')
    for (const foreign of [
      'https://example.org/a.js',
      'data:text/javascript,1',
      'desk://other/a.js',
      '//example.org/a',
    ]) {
      expect(() => refuseForeignScript(foreign, home)).toThrow(TypeError)
    }
  })
})
