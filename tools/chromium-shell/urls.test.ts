import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { originOf, schemeOf, toAppUrl, toBrowserUrl } from './urls.ts'

describe('the mapping of schemes', () => {
  it('turns an application URL into one that Chromium loads, and back', () => {
    expect(toBrowserUrl('app://desk/a?b=1#c')).toBe('https://desk.app.invalid/a?b=1#c')
    expect(toAppUrl('https://desk.app.invalid/a?b=1#c')).toBe('app://desk/a?b=1#c')
    expect(toAppUrl('https://desk.app.invalid')).toBe('app://desk')
  })

  it.each([
    'https://example.org/x',
    'http://127.0.0.1:1/',
    'file:///etc/hosts',
    'about:blank',
    'data:text/html,x',
    'chrome://crash',
  ])('leaves %s alone', (url) => {
    expect(toBrowserUrl(url)).toBe(url)
    expect(toAppUrl(url)).toBe(url)
  })

  it('does not take a stranger’s host for ours', () => {
    expect(toAppUrl('https://desk.app.invalid.example.org/')).toBe('https://desk.app.invalid.example.org/')
    expect(originOf('https://desk.app.invalid@example.org/')).toBe('https://example.org')
  })

  it('is its own inverse for every path', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.constantFrom('desk', 'a.b', 'x-1'), (path, host) => {
        const url = `app://${host}${path}`
        expect(toAppUrl(toBrowserUrl(url))).toBe(url)
      }),
    )
  })

  it('names origins and schemes as the application knows them', () => {
    expect(originOf('app://desk/a')).toBe('app://desk')
    expect(originOf('https://example.org/a')).toBe('https://example.org')
    expect(originOf('about:blank')).toBe('null')
    expect(originOf('')).toBe('null')
    expect(schemeOf('APP://desk')).toBe('app')
    expect(schemeOf('nothing')).toBe('')
  })
})
