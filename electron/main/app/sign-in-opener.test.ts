import { expect, test } from 'vitest'
import { isSignInAddress, signInOpener } from './sign-in-opener.ts'

test('only web addresses are sent to the browser: https, or a provider on this very machine', () => {
  for (const url of ['https://sign-in.example/auth?x=1', 'http://127.0.0.1:4870/oidc/auth', 'http://localhost/auth'])
    expect(isSignInAddress(url), url).toBe(true)
  for (const url of [
    'http://sign-in.example/auth',
    'https://user:secret@sign-in.example/',
    'file:///C:/Windows/System32/calc.exe',
    'ms-settings:',
    'javascript:alert(1)',
    'mumaris://x',
    '',
  ])
    expect(isSignInAddress(url), url).toBe(false)
})

test('what is none is not opened, and the log hears its scheme alone', () => {
  const opened: string[] = []
  const lines: unknown[] = []
  const open = signInOpener(
    { openExternal: async (url: string) => void opened.push(url) },
    { warn: (event, fields) => void lines.push([event, fields]) },
  )
  open('https://sign-in.example/auth')
  open('search-ms:query=1012345678')
  expect(opened).toEqual(['https://sign-in.example/auth'])
  expect(lines).toEqual([['browser-refused', { scheme: 'search-ms' }]])
})
